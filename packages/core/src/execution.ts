/** What an execution and its steps can be, as they are stored, sent and drawn. */
import { z } from 'zod';

export const executionStatuses = [
  'queued',
  'running',
  'waiting',
  'success',
  'partial_success',
  'error',
  'cancelled',
  'timed_out',
] as const;
export const executionStatusSchema = z.enum(executionStatuses);
export type ExecutionStatus = z.infer<typeof executionStatusSchema>;

/** The statuses that never change again. */
export const finalStatuses = ['success', 'partial_success', 'error', 'cancelled', 'timed_out'] as const;
export type FinalStatus = (typeof finalStatuses)[number];

export const stepStatusSchema = z.enum(['pending', 'running', 'success', 'error', 'skipped', 'waiting']);
export type StepStatus = z.infer<typeof stepStatusSchema>;

export const triggerTypes = [
  'manual',
  'schedule',
  'webhook',
  'event',
  'retry',
  /** Another execution called it. */
  'sub_workflow',
  /** An execution of another workflow failed, and names this one as its error workflow. */
  'error',
] as const;
export const triggerTypeSchema = z.enum(triggerTypes);
export type TriggerType = z.infer<typeof triggerTypeSchema>;

/** Why a step or an execution failed, for a person: what happened, where, and what to do next. */
export const failureSchema = z.object({
  message: z.string(),
  /** Stable word for programs: `timeout`, `http_status`, `expression`, `validation`, `blocked_address`, … */
  code: z.string(),
  /** The HTTP status that the other side answered, where there was one. */
  status: z.number().int().optional(),
  node_id: z.string().optional(),
  /** The configuration field that the failure comes from (`url`, `mappings[0].source_path`). */
  field: z.string().optional(),
  hint: z.string().optional(),
  details: z.unknown().optional(),
});
export type Failure = z.infer<typeof failureSchema>;

/** The result of one node in one execution. */
export const stepSchema = z.object({
  node_id: z.string(),
  key: z.string(),
  label: z.string(),
  subtype: z.string(),
  /** The node id, or `loop[3]/node` inside a loop. */
  path: z.string(),
  status: stepStatusSchema,
  /** The source handle that was taken, where the node has several. */
  handle: z.string().nullish(),
  input: z.unknown().optional(),
  output: z.unknown().optional(),
  error: failureSchema.nullish(),
  /** Things that went well enough but should be known: an output that does not match its schema, for instance. */
  warnings: z.array(z.string()).optional(),
  started_at: z.iso.datetime().nullish(),
  duration_ms: z.number().nullish(),
  attempts: z.number().int().optional(),
  /** The process died while this step was in flight and it was run again. */
  repeated: z.boolean().optional(),
  /** Nothing went out: the output is a mock (test mode). */
  mocked: z.boolean().optional(),
  /** In a test that began in the middle: it did not run, this is what an earlier test or run gave. */
  kept: z.boolean().optional(),
  /** Of a waiting step: when it goes on, or gives up waiting, by itself. */
  resume_at: z.iso.datetime().nullish(),
  /** Of a `callback` wait: the address that ends it. Who has it can end the wait, so viewers are not told. */
  resume_url: z.string().optional(),
  approval_id: z.string().optional(),
  /** Of a sub-workflow: the execution that it started. */
  execution_id: z.string().optional(),
  /**
   * Of a loop: how its rounds went. Their steps follow that of the loop, round by round, without those that were skipped
   * because nothing led to them; of a very large record those of rounds that went well are left out.
   */
  iterations: z
    .object({ total: z.number().int(), done: z.number().int(), failed: z.number().int() })
    .optional(),
  /** The output (or input) is stored apart because it is large; here is its beginning. */
  output_blob: z.object({ hash: z.string(), bytes: z.number().int() }).optional(),
  input_blob: z.object({ hash: z.string(), bytes: z.number().int() }).optional(),
});
export type Step = z.infer<typeof stepSchema>;

/** What started an execution; it is the `trigger` of its expressions (`payload` is an alias of `data` there). */
export const triggerInputSchema = z.object({
  data: z.unknown(),
  headers: z.record(z.string(), z.string()).optional(),
  query: z.record(z.string(), z.union([z.string(), z.array(z.string())])).optional(),
  method: z.string().optional(),
});
export type TriggerInput = z.infer<typeof triggerInputSchema>;
