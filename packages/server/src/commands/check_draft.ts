import { checkDefinition, type Definition, type Problem } from '@millrace/core';
import type { Tx } from '../db/client.ts';
import { inputSchemaOf } from '../secrets/secret_fields.ts';
import { replaceMarkers } from '../secrets/secret_marker.ts';
import type { ServerDeps } from '../server_deps.ts';

// Stands for a secret that is there: the checks look at types and lengths, and quote what is wrong.
const PLACEHOLDER = 'x'.repeat(32);

/** The deploy checks on a definition with sealed secrets, knowing the organization's variables and event types. */
export async function checkDraft(deps: ServerDeps, tx: Tx, definition: Definition): Promise<Problem[]> {
  const variables = await tx.query<{ name: string }>('select name from variables');
  const eventTypes = await tx.query<{ name: string }>('select name from event_types');
  const problems = checkDefinition(withPlaceholders(definition), {
    manifests: deps.runtime.manifests,
    variables: variables.rows.map((row) => row.name),
    event_types: eventTypes.rows.map((row) => row.name),
  });
  return [...problems, ...unknownOperations(deps, definition)];
}

function withPlaceholders(definition: Definition): Definition {
  return {
    ...definition,
    nodes: replaceMarkers(definition.nodes, (marker) => (marker.$secret === 'set' ? undefined : PLACEHOLDER)),
  };
}

/** Nothing runs a subtype that no manifest describes. */
function unknownOperations(deps: ServerDeps, definition: Definition): Problem[] {
  return definition.nodes
    .filter((node) => !node.disabled && inputSchemaOf(node.subtype, deps.runtime.manifests) === undefined)
    .map((node) => ({
      node_id: node.id,
      field: null,
      severity: 'error',
      message: `${node.label} cannot run here: this installation does not have ${node.subtype}`,
      check: 'unknown_operation',
    }));
}
