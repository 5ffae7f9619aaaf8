/**
 * Pinned samples: real data of a node that somebody kept for trying the workflow out. They belong to the draft of a workflow and
 * not to its definition, so that they are in no version, no export and no execution.
 */
import { z } from 'zod';
import { endpoint, idParams, timestamp } from './endpoint.ts';

const path = '/api/integrations/workflows/:id/samples';
const tag = 'Workflows';

const mb = 1024 * 1024;
/** Bytes are those of the JSON text in UTF-8. */
export const sampleLimits = { bytes: mb, per_workflow: 200, workflow_bytes: 20 * mb, depth: 64 } as const;

export const pinnedSampleSchema = z.object({
  node_id: z.string(),
  /** What the node gave; of a trigger what `trigger` is: `{ data, headers?, query?, method? }`. */
  value: z.unknown(),
  updated_at: timestamp,
  /** The name of whoever pinned it. */
  updated_by: z.string().nullable(),
});
export type PinnedSample = z.infer<typeof pinnedSampleSchema>;

const nodeParams = idParams.extend({ node_id: z.string().min(1).max(100) });

export const sampleRoutes = {
  list: endpoint({
    method: 'GET',
    path,
    tag,
    access: 'viewer',
    summary:
      'The pinned samples of the nodes of the draft; tests use them, executions and exports do not have them',
    params: idParams,
    responses: { 200: z.object({ data: z.array(pinnedSampleSchema) }) },
  }),
  pin: endpoint({
    method: 'PUT',
    path: `${path}/:node_id`,
    tag,
    access: 'editor',
    summary: 'Pin the sample of a node, at most 1 MB of JSON; it replaces an earlier one',
    params: nodeParams,
    body: z.strictObject({ value: z.unknown().refine((value) => value !== undefined, 'is missing') }),
    // The value is measured by itself; what JSON may be written with (escapes, white space) shall not count against it.
    body_limit: 3 * mb,
    responses: { 200: pinnedSampleSchema },
  }),
  unpin: endpoint({
    method: 'DELETE',
    path: `${path}/:node_id`,
    tag,
    access: 'editor',
    summary: 'Take the pinned sample of a node away; one that is not there is none after it too',
    params: nodeParams,
    responses: { 204: z.null() },
  }),
};
