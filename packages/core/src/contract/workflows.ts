import { z } from 'zod';
import { definitionLimits } from '../definition.ts';
import { executionStatusSchema, stepSchema, triggerInputSchema } from '../execution.ts';
import { fieldMappingSchema } from '../mapping/field_mapping.ts';
import { nameSchema } from '../name.ts';
import { testLimits } from '../tests/limits.ts';
import { endpoint, idParams, page, pageQuery, timestamp } from './endpoint.ts';

const prefix = '/api/integrations';
const tag = 'Workflows';

export const workflowStatuses = ['draft', 'active', 'paused', 'error'] as const;
export const workflowStatusSchema = z.enum(workflowStatuses);

const name = nameSchema(200, { missing: 'a workflow needs a name' });

/** The definition is checked by `parseDefinition`, which reports every finding with its node. */
const definitionBody = z.record(z.string(), z.unknown());

export const workflowBodySchema = z.strictObject({
  name,
  description: z.string().max(5_000).nullish(),
  workflow_definition: definitionBody.optional(),
  field_mappings: z.array(fieldMappingSchema).max(1_000).optional(),
  trigger_type: z.string().max(50).nullish(),
  trigger_config: z.record(z.string(), z.unknown()).nullish(),
});
export type WorkflowBody = z.input<typeof workflowBodySchema>;

/** Everything may be left out of an update; what is left out stays. */
export const workflowUpdateSchema = workflowBodySchema.partial().extend({ updated_at: timestamp.optional() });

export const workflowSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  description: z.string().nullable(),
  workflow_definition: z.record(z.string(), z.unknown()),
  field_mappings: z.array(z.unknown()),
  trigger_type: z.string().nullable(),
  trigger_config: z.record(z.string(), z.unknown()).nullable(),
  status: workflowStatusSchema,
  enabled: z.boolean(),
  webhook_url: z.string().nullable(),
  is_template: z.boolean(),
  execution_count: z.number().int(),
  success_count: z.number().int(),
  error_count: z.number().int(),
  last_executed_at: timestamp.nullable(),
  created_at: timestamp,
  created_by: z.string().nullable(),
  updated_at: timestamp,
  updated_by: z.string().nullable(),
  /** Of the last deploy; 0 before the first. */
  version: z.number().int(),
  /** The draft differs from the deployed version. */
  has_changes: z.boolean(),
});
export type Workflow = z.infer<typeof workflowSchema>;

/** Another workflow that calls this one, in its draft or in the version that is deployed. */
export const workflowCallerSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  /** A step of it does; without the called workflow that step fails. */
  in_step: z.boolean(),
  /** It is called after a failure. */
  after_failure: z.boolean(),
});
export type WorkflowCaller = z.infer<typeof workflowCallerSchema>;

/** A row of the list: the definition is left out, what the list shows of it is not. */
export const workflowSummarySchema = workflowSchema
  .omit({ workflow_definition: true, field_mappings: true })
  .extend({ node_subtypes: z.array(z.string()), last_status: executionStatusSchema.nullable() });
export type WorkflowSummary = z.infer<typeof workflowSummarySchema>;

export const problemSchema = z.object({
  node_id: z.string().nullable(),
  field: z.string().nullable(),
  severity: z.enum(['error', 'warning']),
  message: z.string(),
  /** Which check found it (`missing_input`, `cycle`, …). */
  check: z.string().optional(),
  /** The node whose output does not fit, where one is to blame. */
  from_node_id: z.string().optional(),
});
export type Problem = z.infer<typeof problemSchema>;

export const testResultSchema = z.object({
  status: executionStatusSchema,
  duration_ms: z.number(),
  output: z.unknown(),
  error: z.unknown().optional(),
  steps: z.array(stepSchema),
});
export type TestResult = z.infer<typeof testResultSchema>;

export const workflowRoutes = {
  list: endpoint({
    method: 'GET',
    path: `${prefix}/workflows`,
    tag,
    access: 'viewer',
    summary: 'List workflows, newest change first',
    query: pageQuery.extend({
      search: z.string().max(200).optional(),
      status: workflowStatusSchema.optional(),
      trigger_type: z.string().max(50).optional(),
      sort: z.enum(['updated_at', 'name', 'last_executed_at']).default('updated_at'),
    }),
    responses: { 200: page(workflowSummarySchema) },
  }),
  create: endpoint({
    method: 'POST',
    path: `${prefix}/workflows`,
    tag,
    access: 'editor',
    summary: 'Create a draft',
    body: workflowBodySchema,
    body_limit: definitionLimits.bytes,
    responses: { 201: workflowSchema },
  }),
  sample: endpoint({
    method: 'POST',
    path: `${prefix}/workflows/sample`,
    tag,
    access: 'editor',
    summary: 'Create the sample workflow, which needs no account and no network',
    responses: { 201: workflowSchema },
  }),
  get: endpoint({
    method: 'GET',
    path: `${prefix}/workflows/:id`,
    tag,
    access: 'viewer',
    summary: 'One workflow; with ?callers=true also which others call it',
    params: idParams,
    // Only when asked for: every definition of the organization has to be looked at.
    query: z.object({ callers: z.enum(['true', 'false']).optional() }),
    responses: { 200: workflowSchema.extend({ called_by: z.array(workflowCallerSchema).optional() }) },
  }),
  update: endpoint({
    method: 'PUT',
    path: `${prefix}/workflows/:id`,
    tag,
    access: 'editor',
    summary: 'Save the draft; with a stale If-Match header or updated_at it is 409 with the current one',
    params: idParams,
    body: workflowUpdateSchema,
    body_limit: definitionLimits.bytes,
    responses: { 200: workflowSchema },
  }),
  remove: endpoint({
    method: 'DELETE',
    path: `${prefix}/workflows/:id`,
    tag,
    access: 'editor',
    summary:
      'Delete a workflow; its executions stay, and calls of it by other workflows fail from then on (`workflow_gone`)',
    params: idParams,
    responses: { 204: z.null() },
  }),
  duplicate: endpoint({
    method: 'POST',
    path: `${prefix}/workflows/:id/duplicate`,
    tag,
    access: 'editor',
    summary: 'Copy as a new draft, with its pinned samples and tests',
    params: idParams,
    responses: { 201: workflowSchema },
  }),
  validate: endpoint({
    method: 'POST',
    path: `${prefix}/workflows/:id/validate`,
    tag,
    access: 'viewer',
    summary: 'Run the deploy checks on the draft, or on a definition sent along',
    params: idParams,
    body: z.strictObject({ workflow_definition: definitionBody.optional() }).nullish(),
    body_limit: definitionLimits.bytes,
    responses: { 200: z.object({ valid: z.boolean(), problems: z.array(problemSchema) }) },
  }),
  deploy: endpoint({
    method: 'POST',
    path: `${prefix}/workflows/:id/deploy`,
    tag,
    access: 'editor',
    summary: 'Check, freeze a version, arm the trigger; warnings of the checks come along',
    params: idParams,
    responses: { 200: workflowSchema.extend({ warnings: z.array(problemSchema) }) },
  }),
  pause: endpoint({
    method: 'POST',
    path: `${prefix}/workflows/:id/pause`,
    tag,
    access: 'editor',
    summary: 'Disarm the trigger',
    params: idParams,
    responses: { 200: workflowSchema },
  }),
  resume: endpoint({
    method: 'POST',
    path: `${prefix}/workflows/:id/resume`,
    tag,
    access: 'editor',
    summary: 'Arm the trigger again',
    params: idParams,
    responses: { 200: workflowSchema },
  }),
  execute: endpoint({
    method: 'POST',
    path: `${prefix}/workflows/:id/execute`,
    tag,
    access: 'editor',
    summary: 'Start the deployed version; with ?wait=true the answer is the finished execution',
    params: idParams,
    query: z.object({ wait: z.enum(['true', 'false']).optional() }),
    body: z.strictObject({ input: z.unknown().optional() }).nullish(),
    body_limit: 10 * 1024 * 1024,
    responses: { 200: z.unknown(), 202: z.object({ execution_id: z.uuid(), status: executionStatusSchema }) },
  }),
  test: endpoint({
    method: 'POST',
    path: `${prefix}/workflows/:id/test`,
    tag,
    access: 'editor',
    summary: 'Run the draft with mocks: nothing goes out, nothing is stored or counted',
    params: idParams,
    body: z
      .strictObject({
        input: z.unknown().optional(),
        workflow_definition: definitionBody.optional(),
        /** Headers, query and method of the call, where the workflow reads them. */
        request: triggerInputSchema.omit({ data: true }).strict().optional(),
        /** Outputs by node key; `{ "$error": { message, code?, status? } }` lets the step fail. */
        mocks: z.record(z.string(), z.unknown()).optional(),
        /** The time that the test sees; random values are the same then too. */
        at: timestamp.nullish(),
        /** A node's id or key: the run ends when that node has settled. */
        stop_at: z.string().max(200).optional(),
        /** A node's id or key: nothing runs but what is reachable from it. */
        start_at: z.string().max(200).optional(),
        /**
         * With `start_at`: what the nodes before it gave, by key. What is read or joined must be there; null for what gave
         * nothing. Of a loop around a node that runs alone: `{ item, index }`.
         */
        kept: z.record(z.string(), z.unknown()).optional(),
      })
      .nullish(),
    body_limit: 10 * 1024 * 1024,
    responses: { 200: testResultSchema },
  }),
  runNode: endpoint({
    method: 'POST',
    path: `${prefix}/nodes/run`,
    tag,
    access: 'editor',
    summary: 'Run one node for real, on purpose; audited',
    body: z.strictObject({
      workflow_id: z.uuid(),
      node_id: z.string().max(100).optional(),
      node: z.record(z.string(), z.unknown()).optional(),
      /** The scope of its expressions: `{ trigger, <key>: output, … }`. */
      input_context: z.record(z.string(), z.unknown()).optional(),
    }),
    body_limit: 10 * 1024 * 1024,
    responses: {
      200: z.object({ status: z.string(), output: z.unknown(), error: z.unknown(), duration_ms: z.number() }),
    },
  }),
  versions: endpoint({
    method: 'GET',
    path: `${prefix}/workflows/:id/versions`,
    tag,
    access: 'viewer',
    summary: 'The deployed versions, newest first',
    params: idParams,
    query: pageQuery,
    responses: {
      200: page(
        z.object({
          version: z.number().int(),
          created_at: timestamp,
          created_by: z.string().nullable(),
          current: z.boolean(),
        }),
      ),
    },
  }),
  version: endpoint({
    method: 'GET',
    path: `${prefix}/workflows/:id/versions/:version`,
    tag,
    access: 'viewer',
    summary: 'One deployed version with its definition, to compare and to go back to',
    params: idParams.extend({ version: z.string().regex(/^[1-9]\d{0,8}$/) }),
    responses: {
      200: z.object({
        version: z.number().int(),
        created_at: timestamp,
        created_by: z.string().nullable(),
        current: z.boolean(),
        workflow_definition: z.record(z.string(), z.unknown()),
      }),
    },
  }),
  exportOne: endpoint({
    method: 'GET',
    path: `${prefix}/workflows/:id/export`,
    tag,
    access: 'viewer',
    summary: 'One JSON file with its tests, without secrets, connections and pinned samples',
    params: idParams,
    responses: { 200: z.record(z.string(), z.unknown()) },
  }),
  importOne: endpoint({
    method: 'POST',
    path: `${prefix}/workflows/import`,
    tag,
    access: 'editor',
    summary: 'A new draft from an exported file',
    body: z.record(z.string(), z.unknown()),
    body_limit: definitionLimits.bytes + testLimits.workflow_bytes,
    responses: { 201: workflowSchema },
  }),
};
