import { labelOf, sampleLimits, sampleRoutes, triggerInputSchema, type WorkflowNode } from '@millrace/core';
import type { FastifyInstance } from 'fastify';
import { namesOf } from '../../auth/names.ts';
import { audit, originOf } from '../../commands/audit.ts';
import type { Tx } from '../../db/client.ts';
import { ApiError, invalid } from '../../errors.ts';
import { refuseDeep } from '../../plugins/refuse_deep.ts';
import { registerResource } from '../../plugins/route.ts';
import type { ServerDeps } from '../../server_deps.ts';
import { loadWorkflow } from '../workflows/load.ts';
import { findWorkflow } from '../workflows/queries.ts';
import { samplePolicy } from './policy.ts';
import { deleteSample, listSamples, upsertSample, weighOthers } from './queries.ts';

/** Pinned samples of a workflow's nodes. */
export function registerSamples(app: FastifyInstance, deps: ServerDeps): void {
  registerResource(
    app,
    sampleRoutes,
    samplePolicy,
    {
      list: async ({ params, actor }) => {
        await loadWorkflow(deps, actor, params.id);
        const rows = await deps.db.asOrg(actor.org_id, (tx) => listSamples(tx, params.id), {
          read_only: true,
        });
        const name = await namesOf(
          deps.auth,
          rows.map((row) => row.updated_by),
        );
        return { data: rows.map((row) => ({ ...row, updated_by: name(row.updated_by) })) };
      },
      pin: async (call) => {
        const { params, body, actor } = call;
        refuseDeep(body.value, 'value', sampleLimits.depth);
        const text = JSON.stringify(body.value);
        const bytes = Buffer.byteLength(text);
        refuseLarge(bytes);
        const row = await deps.db.asOrg(actor.org_id, async (tx) => {
          // Locked, so that two who pin at once are both counted.
          const node = await nodeOf(tx, params);
          refuseMisfit(node, body.value);
          refuseMany(await weighOthers(tx, params.id, params.node_id), bytes);
          await audit(tx, originOf(call), noted('sample.pin', params));
          return upsertSample(tx, {
            org_id: actor.org_id,
            workflow_id: params.id,
            node_id: params.node_id,
            text,
            bytes,
            by: actor.id,
          });
        });
        return { ...row, updated_by: actor.name };
      },
      unpin: async (call) => {
        const { params, actor } = call;
        await loadWorkflow(deps, actor, params.id);
        await deps.db.asOrg(actor.org_id, async (tx) => {
          const had_sample = await deleteSample(tx, params.id, params.node_id);
          const { details, ...entry } = noted('sample.unpin', params);
          await audit(tx, originOf(call), { ...entry, details: { ...details, had_sample } });
        });
        return null;
      },
    },
    deps,
  );
}

interface Place {
  id: string;
  node_id: string;
}

function noted(action: string, { id, node_id }: Place) {
  return { action, object_type: 'workflow', object_id: id, details: { node_id } };
}

/** @throws ApiError `not_found`; 422 for a node that the saved draft does not have */
async function nodeOf(tx: Tx, { id, node_id }: Place): Promise<WorkflowNode> {
  const workflow = await findWorkflow(tx, id, true);
  if (!workflow) throw new ApiError('not_found', { message: 'There is no such workflow.' });
  const node = workflow.workflow_definition.nodes.find((each) => each.id === node_id);
  if (node) return node;
  throw invalid([
    { path: 'node_id', message: `The saved draft has no node "${node_id}". Save it, then pin the sample.` },
  ]);
}

function refuseLarge(bytes: number): void {
  if (bytes <= sampleLimits.bytes) return;
  throw new ApiError('too_large', {
    message: `A sample has at most 1 MB of JSON; this one has ${megabytes(bytes)}. Leave out what the next steps do not read.`,
  });
}

/** What a trigger gives is read as `trigger.data`. */
function refuseMisfit(node: WorkflowNode, value: unknown): void {
  if (node.type !== 'trigger') return;
  const fits = typeof value === 'object' && value !== null && Object.hasOwn(value, 'data');
  if (fits && triggerInputSchema.safeParse(value).success) return;
  throw invalid([
    {
      path: 'value',
      message: `The sample of ${labelOf(node)} has the form { "data": …, "headers"?: …, "query"?: …, "method"?: … }`,
      node_id: node.id,
    },
  ]);
}

function refuseMany(others: { count: number; bytes: number }, bytes: number): void {
  const { per_workflow, workflow_bytes } = sampleLimits;
  if (others.count >= per_workflow)
    throw invalid([
      { path: 'node_id', message: `A workflow has at most ${per_workflow} pinned samples. Unpin one first.` },
    ]);
  if (others.bytes + bytes > workflow_bytes)
    throw invalid([
      {
        path: 'value',
        message: `The pinned samples of a workflow have at most ${megabytes(workflow_bytes)} together; with this one they have ${megabytes(others.bytes + bytes)}. Unpin one first, or pin a smaller one.`,
      },
    ]);
}

/** Never rounded to what is still allowed. */
function megabytes(bytes: number): string {
  return `${Math.ceil((bytes / 1024 / 1024) * 100) / 100} MB`;
}
