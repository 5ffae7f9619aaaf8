import {
  type Definition,
  parseDefinition,
  schemaSentence,
  testAddressRoutes,
  triggerSchemas,
  type WorkflowNode,
} from '@millrace/core';
import type { FastifyInstance } from 'fastify';
import type { Actor } from '../../auth/actor.ts';
import { audit, originOf } from '../../commands/audit.ts';
import { findTrigger, prepareDefinition } from '../../commands/prepare_definition.ts';
import { invalid } from '../../errors.ts';
import { printPath, registerResource } from '../../plugins/route.ts';
import type { ServerDeps } from '../../server_deps.ts';
import { loadWorkflow } from '../workflows/load.ts';
import type { WorkflowRow } from '../workflows/row.ts';
import { testAddressPolicy } from './policy.ts';
import { armCatch, type CatchRow, disarmCatch, findCatch } from './queries.ts';

/** The side of a test address that its person sees; the other one, which is called, is `routes/hooks/test_address.ts`. */
export function registerTestAddress(app: FastifyInstance, deps: ServerDeps): void {
  registerResource(
    app,
    testAddressRoutes,
    testAddressPolicy,
    {
      get: async ({ params, actor }) => {
        const { id } = await loadWorkflow(deps, actor, params.id);
        const row = await deps.db.asOrg(actor.org_id, (tx) => findCatch(tx, id, actor.id), {
          read_only: true,
        });
        return present(deps, row);
      },
      listen: async (call) => {
        const { params, body, actor } = call;
        const workflow = await loadWorkflow(deps, actor, params.id);
        const trigger = await sealedTrigger(deps, actor, workflow, body?.node);
        const row = await deps.db.asOrg(actor.org_id, async (tx) => {
          await audit(tx, originOf(call), {
            action: 'workflow.listen',
            object_type: 'workflow',
            object_id: workflow.id,
          });
          return armCatch(tx, {
            org_id: actor.org_id,
            workflow_id: workflow.id,
            user_id: actor.id,
            trigger,
          });
        });
        return present(deps, row);
      },
      stop: async (call) => {
        const { params, actor } = call;
        const { id } = await loadWorkflow(deps, actor, params.id);
        await deps.db.asOrg(actor.org_id, async (tx) => {
          await disarmCatch(tx, id, actor.id);
          await audit(tx, originOf(call), {
            action: 'workflow.listen_end',
            object_type: 'workflow',
            object_id: id,
          });
        });
        return null;
      },
    },
    deps,
  );
}

export const testAddressPath = '/hooks/_test/';

function present(deps: ServerDeps, row: CatchRow | null) {
  if (!row) return { url: null, state: 'idle' as const, expires_at: null, call: null, refused: null };
  return {
    url: `${deps.env.public_url}${testAddressPath}${row.token}`,
    state: stateOf(row),
    expires_at: row.armed_until,
    call: row.call && row.caught_at ? { ...row.call, at: row.caught_at } : null,
    refused: row.refused,
  };
}

function stateOf(row: CatchRow) {
  if (row.call) return 'caught' as const;
  if (row.listening) return 'listening' as const;
  return row.armed_until ? ('expired' as const) : ('idle' as const);
}

/**
 * The trigger that calls are held against, its secrets sealed.
 * @throws ApiError `validation_failed` when it is no webhook, or one that could take no call as it is.
 */
async function sealedTrigger(
  deps: ServerDeps,
  actor: Actor,
  workflow: WorkflowRow,
  node: Record<string, unknown> | undefined,
): Promise<WorkflowNode> {
  const { definition } = await prepareDefinition(
    { workflow_definition: node && withTrigger(deps.secrets.present(workflow.workflow_definition), node) },
    {
      secrets: deps.secrets,
      manifests: deps.runtime.manifests,
      org_id: actor.org_id,
      workflow_id: workflow.id,
      stored: workflow.workflow_definition,
    },
  );
  const trigger = findTrigger(definition);
  if (trigger?.subtype !== 'webhook')
    throw invalid([{ path: 'node', message: 'Only a webhook trigger has a test address.' }]);
  const [opened] = (await deps.secrets.openDefinition(actor.org_id, alone(trigger), workflow.id)).nodes;
  const config = withoutEmptySecret(opened!.config);
  const parsed = triggerSchemas.webhook.safeParse(config);
  if (parsed.success) return trigger;
  throw invalid(
    parsed.error.issues.map((issue) => ({
      path: `node.config.${printPath(issue.path)}`,
      message: `${printPath(issue.path)} ${schemaSentence(issue, config[String(issue.path[0]) as keyof typeof config])}`,
      node_id: trigger.id,
    })),
  );
}

/** A definition of nothing but a trigger. */
export function alone(trigger: WorkflowNode): Definition {
  return { nodes: [trigger], edges: [], config: {} };
}

/** A secret that was not filled in yet is none; every call is then refused, and the person is told why. */
export function withoutEmptySecret(config: Record<string, unknown>): Record<string, unknown> {
  const { secret, ...rest } = config;
  return secret === '' || secret === null ? rest : config;
}

/** The draft with the trigger as it is being edited, which may not have been saved yet. */
function withTrigger(stored: Definition, node: Record<string, unknown>): Record<string, unknown> {
  const id = typeof node.id === 'string' ? node.id : 'unsaved';
  // Alone it is parsed first, so that a finding names the node that was sent and not its place among others.
  const [sent] = parseDefinition({ nodes: [{ ...node, id }], edges: [] }).nodes;
  const others = stored.nodes.filter((other) => other.id !== id && other.type !== 'trigger');
  return { nodes: [sent, ...others], edges: [] };
}
