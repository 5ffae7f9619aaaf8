/** Messages of the WebSocket `/api/integrations/live`. */
import { z } from 'zod';
import { executionStatusSchema, failureSchema } from '../execution.ts';

export const livePath = '/api/integrations/live';

/** Outputs above this many characters of JSON are cut to a preview. */
export const livePreviewLimit = 16 * 1024;

export const liveRequestSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('subscribe'),
    workflow_id: z.uuid().optional(),
    execution_id: z.uuid().optional(),
  }),
  z.strictObject({
    type: z.literal('unsubscribe'),
    workflow_id: z.uuid().optional(),
    execution_id: z.uuid().optional(),
  }),
  z.strictObject({
    type: z.literal('workflow:execute'),
    workflow_id: z.uuid(),
    input: z.unknown().optional(),
  }),
  z.strictObject({ type: z.literal('workflow:stop'), execution_id: z.uuid() }),
]);
export type LiveRequest = z.infer<typeof liveRequestSchema>;

const base = { execution_id: z.uuid(), workflow_id: z.uuid(), at: z.iso.datetime() };

export const liveEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('workflow:execution:start'), ...base, trigger_type: z.string() }),
  z.object({
    type: z.literal('workflow:node:start'),
    ...base,
    node_id: z.string(),
    node_name: z.string(),
    path: z.string(),
  }),
  /** It waits for somebody, or for its time; what exactly is in the record of the execution, which says so by now. */
  z.object({ type: z.literal('workflow:node:waiting'), ...base, node_id: z.string(), path: z.string() }),
  z.object({
    type: z.literal('workflow:node:complete'),
    ...base,
    node_id: z.string(),
    path: z.string(),
    output: z.unknown(),
    duration_ms: z.number(),
  }),
  z.object({
    type: z.literal('workflow:node:error'),
    ...base,
    node_id: z.string(),
    path: z.string(),
    error: failureSchema,
  }),
  z.object({
    type: z.literal('workflow:execution:complete'),
    ...base,
    status: executionStatusSchema,
    total_duration_ms: z.number(),
  }),
]);
export type LiveEvent = z.infer<typeof liveEventSchema>;

export const workflowChanges = ['saved', 'deployed', 'paused', 'resumed', 'deleted'] as const;

/** The workflow itself is another now: whoever shows it asks the REST route for what it says. */
export const workflowEventSchema = z.object({
  type: z.literal('workflow:changed'),
  workflow_id: z.uuid(),
  at: z.iso.datetime(),
  change: z.enum(workflowChanges),
  /** Of the workflow, since this change. */
  updated_at: z.iso.datetime(),
  /** The person or API key that did it. */
  updated_by: z.string().nullable(),
});
export type WorkflowEvent = z.infer<typeof workflowEventSchema>;

/** Said once a subscription is in force, and when a request is refused. */
export const liveReplySchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('subscribed'),
    workflow_id: z.uuid().optional(),
    execution_id: z.uuid().optional(),
  }),
  z.object({ type: z.literal('workflow:accepted'), execution_id: z.uuid(), workflow_id: z.uuid() }),
  z.object({ type: z.literal('error'), error: z.string(), code: z.string() }),
]);
export type LiveReply = z.infer<typeof liveReplySchema>;
