/**
 * Saved tests: an input, mocks and what is expected, kept with the draft of a workflow. They are in exports and copies, and in
 * no version: what is deployed does not know them.
 */
import { z } from 'zod';
import { definitionLimits } from '../definition.ts';
import { triggerInputSchema } from '../execution.ts';
import { nameSchema } from '../name.ts';
import { expectationSchema } from '../tests/expectation.ts';
import { testLimits } from '../tests/limits.ts';
import { endpoint, idParams, timestamp } from './endpoint.ts';
import { testResultSchema } from './workflows.ts';

const path = '/api/integrations/workflows/:id/tests';
const tag = 'Tests';

/** What of a call besides its data a webhook's test may say. */
export const testRequestSchema = triggerInputSchema.omit({ data: true }).strict();

/** What a test says, as people write it and as an export carries it. */
export const workflowTestBodySchema = z.strictObject({
  name: nameSchema(200, { missing: 'a test needs a name' }),
  /** The data of the trigger. */
  input: z.unknown().optional(),
  /** Headers, query and method of the call, where the workflow reads them. */
  request: testRequestSchema.optional(),
  /** Outputs by node key; `{ "$error": { message, code?, status? } }` lets the step fail. */
  mocks: z
    .record(z.string(), z.unknown())
    .refine((mocks) => Object.keys(mocks).length <= testLimits.mocks, 'are too many')
    .default({}),
  expectations: z.array(expectationSchema).max(testLimits.expectations).default([]),
  /** The time that the test sees, so that it gives the same every day; random values are the same then too. */
  at: timestamp.nullish(),
});
export type WorkflowTestBody = z.input<typeof workflowTestBodySchema>;
export type WorkflowTestDraft = z.output<typeof workflowTestBodySchema>;

export const workflowTestSchema = z.object({
  id: z.uuid(),
  workflow_id: z.uuid(),
  name: z.string(),
  /** Left out: that of the trigger's sample. */
  input: z.unknown().optional(),
  request: testRequestSchema.nullable(),
  mocks: z.record(z.string(), z.unknown()),
  expectations: z.array(z.unknown()),
  at: timestamp.nullable(),
  created_at: timestamp,
  /** The name of whoever saved it first. */
  created_by: z.string().nullable(),
  updated_at: timestamp,
  last_result: z
    .object({
      passed: z.boolean(),
      at: timestamp,
      version_hash: z.string(),
      /** It ran on the draft as it is saved now, and the test was not changed since. */
      current: z.boolean(),
    })
    .nullable(),
});
export type WorkflowTest = Omit<z.infer<typeof workflowTestSchema>, 'expectations'> & {
  expectations: z.infer<typeof expectationSchema>[];
};

export const testFailureSchema = z.object({
  message: z.string(),
  expected: z.unknown().optional(),
  actual: z.unknown().optional(),
  step: z.string().nullable(),
  step_path: z.string().optional(),
  expectation: z.number().int().nullable(),
  differences: z
    .array(z.object({ path: z.string(), expected: z.unknown().optional(), actual: z.unknown().optional() }))
    .optional(),
});

export const testOutcomeSchema = z.object({
  test_id: z.string(),
  name: z.string(),
  passed: z.boolean(),
  duration_ms: z.number(),
  failures: z.array(testFailureSchema),
  /** Null where the results of all of them are too large to come along, and where it could not be run. */
  result: testResultSchema.nullable(),
});
export type TestOutcome = z.infer<typeof testOutcomeSchema>;

export const testReportSchema = z.object({
  passed: z.number().int(),
  failed: z.number().int(),
  results: z.array(testOutcomeSchema),
});
export type TestReport = z.infer<typeof testReportSchema>;

const testParams = idParams.extend({ test_id: z.uuid() });
// The test is measured by itself; what JSON may be written with (escapes, white space) shall not count against it.
const body_limit = 3 * testLimits.bytes;

export const workflowTestRoutes = {
  list: endpoint({
    method: 'GET',
    path,
    tag,
    access: 'viewer',
    summary: 'The saved tests of a workflow with their last results',
    params: idParams,
    responses: { 200: z.object({ data: z.array(workflowTestSchema) }) },
  }),
  create: endpoint({
    method: 'POST',
    path,
    tag,
    access: 'editor',
    summary: 'Save a test: an input, mocks, and what is expected',
    params: idParams,
    body: workflowTestBodySchema,
    body_limit,
    responses: { 201: workflowTestSchema },
  }),
  update: endpoint({
    method: 'PUT',
    path: `${path}/:test_id`,
    tag,
    access: 'editor',
    summary: 'Replace a saved test; its last result is forgotten',
    params: testParams,
    body: workflowTestBodySchema,
    body_limit,
    responses: { 200: workflowTestSchema },
  }),
  remove: endpoint({
    method: 'DELETE',
    path: `${path}/:test_id`,
    tag,
    access: 'editor',
    summary: 'Delete a saved test',
    params: testParams,
    responses: { 204: z.null() },
  }),
  run: endpoint({
    method: 'POST',
    path: `${path}/run`,
    tag,
    access: 'editor',
    summary: 'Run saved tests on the draft, or on a definition sent along: nothing goes out',
    params: idParams,
    body: z
      .strictObject({
        /** All of them without it. */
        ids: z.array(z.uuid()).min(1).max(testLimits.per_workflow).optional(),
        workflow_definition: z.record(z.string(), z.unknown()).optional(),
      })
      .nullish(),
    body_limit: definitionLimits.bytes,
    responses: { 200: testReportSchema },
  }),
};
