import { z } from 'zod';
import { executionStatusSchema, failureSchema, stepSchema, triggerTypeSchema } from '../execution.ts';
import { endpoint, idParams, page, pageQuery, timestamp } from './endpoint.ts';

const prefix = '/api/integrations';
const tag = 'Executions';

export const executionSummarySchema = z.object({
  id: z.uuid(),
  /** Counts from 1 within the workflow. */
  number: z.number().int(),
  workflow_id: z.uuid(),
  workflow_name: z.string(),
  version: z.number().int(),
  status: executionStatusSchema,
  trigger_type: triggerTypeSchema,
  /** Name of the person or key that started it, or null for a trigger that fired by itself. */
  triggered_by: z.string().nullable(),
  retry_of: z.uuid().nullable(),
  /** Of a sub-workflow or an error workflow: the execution that started it. */
  parent_execution_id: z.uuid().nullable(),
  created_at: timestamp,
  started_at: timestamp.nullable(),
  finished_at: timestamp.nullable(),
  duration_ms: z.number().nullable(),
  error: failureSchema.nullable(),
});
export type ExecutionSummary = z.infer<typeof executionSummarySchema>;

export const executionSchema = executionSummarySchema.extend({
  trigger: z.unknown(),
  output: z.unknown(),
  steps: z.array(stepSchema),
  /** Where `output` or `trigger.data` is only the beginning: the whole of it, at `/executions/:id/blobs/:hash`. */
  output_blob: z.object({ hash: z.string(), bytes: z.number().int() }).nullable(),
  trigger_blob: z.object({ hash: z.string(), bytes: z.number().int() }).nullable(),
  /** When it goes on, or gives up waiting, by itself. */
  resume_at: timestamp.nullable(),
  /** Executions that it started. */
  children: z.array(
    z.object({
      id: z.uuid(),
      workflow_id: z.uuid(),
      workflow_name: z.string(),
      path: z.string(),
      status: executionStatusSchema,
    }),
  ),
  /** The definition it ran on. */
  workflow_definition: z.record(z.string(), z.unknown()),
});
export type Execution = z.infer<typeof executionSchema>;

const filters = pageQuery.extend({
  status: executionStatusSchema.optional(),
  trigger_type: triggerTypeSchema.optional(),
  from: timestamp.optional(),
  to: timestamp.optional(),
  search: z.string().max(200).optional(),
});

export const executionRoutes = {
  logs: endpoint({
    method: 'GET',
    path: `${prefix}/workflows/:id/logs`,
    tag,
    access: 'viewer',
    summary: 'History of one workflow, newest first',
    params: idParams,
    query: filters,
    responses: { 200: page(executionSummarySchema) },
  }),
  list: endpoint({
    method: 'GET',
    path: `${prefix}/executions`,
    tag,
    access: 'viewer',
    summary: 'History of all workflows, newest first',
    query: filters.extend({ workflow_id: z.uuid().optional() }),
    responses: { 200: page(executionSummarySchema) },
  }),
  get: endpoint({
    method: 'GET',
    path: `${prefix}/executions/:id`,
    tag,
    access: 'viewer',
    // A resume address ends the wait of whoever has it, so it is shown only to those who may run things.
    summary: 'One execution with its steps; viewers see no resume addresses',
    params: idParams,
    responses: { 200: executionSchema },
  }),
  retry: endpoint({
    method: 'POST',
    path: `${prefix}/executions/:id/retry`,
    tag,
    access: 'editor',
    summary: 'Run it again as a new execution',
    params: idParams,
    body: z
      .strictObject({
        from: z.enum(['failed', 'start']).default('start'),
        version: z.enum(['original', 'current']).default('original'),
      })
      .nullish(),
    responses: { 202: z.object({ execution_id: z.uuid(), status: executionStatusSchema }) },
  }),
  cancel: endpoint({
    method: 'POST',
    path: `${prefix}/executions/:id/cancel`,
    tag,
    access: 'editor',
    summary: 'Stop a running execution',
    params: idParams,
    responses: { 202: z.object({ execution_id: z.uuid(), status: executionStatusSchema }) },
  }),
  answer: endpoint({
    method: 'POST',
    path: `${prefix}/executions/:id/answer`,
    tag,
    access: 'editor',
    summary: 'Answers "Did it happen?" of a step, or lets a step that waits for a reconnected account go on',
    params: idParams,
    body: z.strictObject({
      /** Of the waiting step. */
      path: z.string().min(1).max(1_000),
      /** `repeat` runs it again, `done` marks it as done with `output`, `stop` ends the execution. */
      answer: z.enum(['repeat', 'done', 'stop']),
      output: z.unknown().optional(),
    }),
    body_limit: 10 * 1024 * 1024,
    responses: { 202: z.object({ execution_id: z.uuid(), status: executionStatusSchema }) },
  }),
  blob: endpoint({
    method: 'GET',
    path: `${prefix}/executions/:id/blobs/:hash`,
    tag,
    access: 'viewer',
    summary: 'A large value of an execution, whole, as JSON',
    params: idParams.extend({ hash: z.string().regex(/^[A-Za-z0-9_-]{43}$/) }),
    responses: { 200: z.unknown() },
  }),
};
