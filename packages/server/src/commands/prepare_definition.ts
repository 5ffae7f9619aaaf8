import {
  type AppManifest,
  type Definition,
  DefinitionError,
  definitionNameIssues,
  emptyDefinition,
  parseDefinition,
  secretPaths,
  type WorkflowNode,
} from '@millrace/core';
import { invalid } from '../errors.ts';
import { inputSchemaOf, valueAt } from '../secrets/secret_fields.ts';
import type { Secrets } from '../secrets/secrets.ts';

export interface Drafted {
  /** Absent: the stored one, or an empty one. */
  workflow_definition?: Record<string, unknown> | undefined;
  trigger_type?: string | null | undefined;
  trigger_config?: Record<string, unknown> | null | undefined;
}

export interface Prepared {
  definition: Definition;
  trigger_type: string | null;
  trigger_config: Record<string, unknown> | null;
}

const triggerTypes: readonly string[] = ['manual', 'schedule', 'webhook', 'event'];

/**
 * A definition from outside as it is stored: parsed, with its secrets sealed and its trigger known.
 * @throws DefinitionError for a malformed one, ApiError 422 for a trigger or secret that cannot be.
 */
export async function prepareDefinition(
  drafted: Drafted,
  context: {
    secrets: Secrets;
    manifests: readonly AppManifest[];
    org_id: string;
    workflow_id: string;
    stored: Definition | null;
  },
): Promise<Prepared> {
  const given = drafted.workflow_definition;
  const parsed = given === undefined ? unchanged(context) : fromOutside(given);
  const definition = fillTrigger(parsed, drafted);
  const sealed = await context.secrets.sealDefinition({
    ...context,
    definition,
    manifests: context.manifests,
  });
  if (sealed.issues.length > 0) throw invalid(sealed.issues);
  return { definition: sealed.definition, ...triggerOf(sealed.definition, drafted, context.manifests) };
}

/** Names are looked at here and not wherever a definition is read: one that was stored before still opens. */
function fromOutside(given: Record<string, unknown>): Definition {
  const definition = parseDefinition(given);
  const issues = definitionNameIssues(definition);
  if (issues.length > 0) throw new DefinitionError(issues);
  return definition;
}

/** The stored one as a client would send it back: sealing puts its secrets in again. */
function unchanged({ secrets, stored }: { secrets: Secrets; stored: Definition | null }): Definition {
  return stored === null ? emptyDefinition() : secrets.present(stored);
}

/** A trigger node that was left empty takes the configuration that was given beside the definition. */
function fillTrigger(definition: Definition, { trigger_type, trigger_config }: Drafted): Definition {
  const trigger = findTrigger(definition);
  const fits =
    trigger && (trigger_type === undefined || trigger_type === null || trigger_type === trigger.subtype);
  if (!fits || !trigger_config || Object.keys(trigger.config).length > 0) return definition;
  const filled = parseDefinition({
    ...definition,
    nodes: definition.nodes.map((node) => (node === trigger ? { ...node, config: trigger_config } : node)),
  });
  return filled;
}

/** What the definition says counts; only a definition without a trigger leaves it to what was given beside it. */
function triggerOf(
  definition: Definition,
  drafted: Drafted,
  manifests: readonly AppManifest[],
): Omit<Prepared, 'definition'> {
  const trigger = findTrigger(definition);
  if (trigger) return { trigger_type: trigger.subtype, trigger_config: trigger.config };
  const trigger_type = drafted.trigger_type ?? null;
  if (trigger_type !== null && !triggerTypes.includes(trigger_type))
    throw invalid([{ path: 'trigger_type', message: `must be one of ${triggerTypes.join(', ')}` }]);
  const trigger_config = drafted.trigger_config ?? null;
  refuseSecrets(trigger_config, manifests);
  return { trigger_type, trigger_config };
}

/** Secrets are sealed in nodes; beside the definition one would be stored and shown in clear. */
function refuseSecrets(config: Record<string, unknown> | null, manifests: readonly AppManifest[]): void {
  const issues = triggerTypes
    .flatMap((type) => secretPaths(inputSchemaOf(type, manifests) ?? {}, config))
    .filter((path) => typeof valueAt(config, path) === 'string')
    .map((path) => ({
      path: `trigger_config.${path.join('.')}`,
      message: 'A secret belongs into the trigger node of the definition',
    }));
  if (issues.length > 0) throw invalid(issues);
}

export function findTrigger(definition: Definition): WorkflowNode | undefined {
  return definition.nodes.find((node) => node.type === 'trigger');
}
