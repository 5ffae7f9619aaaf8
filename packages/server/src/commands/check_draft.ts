import {
  callsOf,
  checkDefinition,
  type Definition,
  type KnownConnection,
  type KnownWorkflow,
  type Problem,
} from '@millrace/core';
import type { Tx } from '../db/client.ts';
import { listSamples } from '../routes/samples/queries.ts';
import { inputSchemaOf } from '../secrets/secret_fields.ts';
import { replaceMarkers } from '../secrets/secret_marker.ts';
import type { ServerDeps } from '../server_deps.ts';

// Stands for a secret that is there: the checks look at types and lengths, and quote what is wrong.
const PLACEHOLDER = 'x'.repeat(32);

/** Whose draft it is. */
export interface Drafted {
  workflow_id: string;
  org_id: string;
}

/** The deploy checks on a definition with sealed secrets, knowing the organization's variables, event types, members and workflows. */
export async function checkDraft(
  deps: ServerDeps,
  tx: Tx,
  { workflow_id, org_id }: Drafted,
  definition: Definition,
): Promise<Problem[]> {
  const variables = await tx.query<{ name: string }>('select name from variables');
  const eventTypes = await tx.query<{ name: string; sample?: unknown }>(
    'select name, sample from event_types',
  );
  const problems = checkDefinition(withPlaceholders(definition), {
    manifests: deps.runtime.manifests,
    variables: variables.rows.map((row) => row.name),
    event_types: eventTypes.rows.map((row) => row.name),
    event_samples: Object.fromEntries(eventTypes.rows.map(({ name, sample }) => [name, sample])),
    ...(asksPeople(definition) ? { members: await memberIds(deps, org_id) } : {}),
    ...(connects(definition) ? { connections: await knownConnections(tx) } : {}),
    workflow_id,
    pinned: await pinnedByKey(tx, workflow_id, definition),
    ...(callsOthers(definition) ? { workflows: await knownWorkflows(tx) } : {}),
  });
  return [...problems, ...unknownOperations(deps, definition)];
}

/** What is pinned shows types as the editor does; it is data of the draft and nothing that a deploy keeps. */
async function pinnedByKey(
  tx: Tx,
  workflow_id: string,
  { nodes }: Definition,
): Promise<Record<string, unknown>> {
  const keys = new Map(nodes.map(({ id, key }) => [id, key]));
  const samples = await listSamples(tx, workflow_id);
  return Object.fromEntries(
    samples.flatMap(({ node_id, value }) => (keys.has(node_id) ? [[keys.get(node_id)!, value]] : [])),
  );
}

function asksPeople({ nodes }: Definition): boolean {
  return nodes.some((node) => node.subtype === 'approval');
}

function connects({ nodes }: Definition): boolean {
  return nodes.some(({ connection_id }) => connection_id !== undefined && connection_id !== null);
}

async function knownConnections(tx: Tx): Promise<KnownConnection[]> {
  return (await tx.query<KnownConnection>('select id, name, hosts, status from connections')).rows;
}

function callsOthers({ nodes, config }: Definition): boolean {
  return config.error_workflow_id != null || nodes.some((node) => node.subtype === 'sub_workflow');
}

async function memberIds(deps: ServerDeps, org_id: string): Promise<string[]> {
  const { rows } = await deps.auth.database.pool.query<{ id: string }>(
    'select id from member where "organizationId" = $1',
    [org_id],
  );
  return rows.map((row) => row.id);
}

/** All of them, with what their deployed versions call: only so can a circle be seen. Definitions without a call are not read. */
async function knownWorkflows(tx: Tx): Promise<KnownWorkflow[]> {
  const { rows } = await tx.query<{
    id: string;
    name: string;
    version: number;
    definition: Definition | null;
  }>(
    `select w.id, w.name, w.version,
       case when v.workflow_definition::text like '%"sub_workflow"%' then v.workflow_definition end as definition
     from integration_workflows w left join workflow_versions v on v.workflow_id = w.id and v.version = w.version
     where w.deleted_at is null`,
  );
  return rows.map(({ id, name, version, definition }) => ({
    id,
    name,
    deployed: version > 0,
    calls: definition === null ? [] : callsOf(definition),
  }));
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
