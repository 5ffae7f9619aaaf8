/** What the nodes that steer the flow take and give. */
import { z } from 'zod';
import { conditionShape } from './condition_schema.ts';
import { approvalOutput, approvalSchema, subWorkflowSchema, waitSchema } from './wait_schemas.ts';

const caseSchema = z
  .object({
    label: z.string().max(100).optional().meta({ title: 'Name' }),
    condition: z
      .union([z.string(), z.boolean()])
      .optional()
      .meta({ title: 'Condition', field: 'condition', placeholder: "order.status == 'paid'" }),
    conditions: conditionShape.conditions,
    combine: conditionShape.combine,
  })
  .refine(
    ({ condition, conditions }) =>
      typeof condition === 'boolean' || Boolean(condition?.trim()) || Boolean(conditions?.length),
    { path: ['condition'], message: 'is missing' },
  );

/** Rounds of a loop at most. */
export const mostIterations = 10_000;

const showMode = (...equals: string[]) => ({ show_if: { field: 'mode', equals } });

const loopSchema = z.object({
  mode: z
    .enum(['items', 'while'])
    .default('items')
    .meta({
      title: 'Repeat',
      enum_labels: { items: 'Once for each item of a list', while: 'While a condition holds' },
    }),
  // Anything: that it is a list, and what it is instead, is said by the check and by the loop.
  items: z
    .unknown()
    .optional()
    .meta({
      title: 'Items',
      description: 'A list. In the body, item is the current one and index its number from 0.',
      placeholder: '{{ http_response.body.orders }}',
      field: 'expression',
      needed: true,
      ...showMode('items'),
    }),
  condition: z
    .union([z.string().min(1), z.boolean()])
    .optional()
    .meta({
      title: 'While',
      description:
        'Looked at before each round; item is what the round before gave, index its number from 0.',
      placeholder: 'index < 10',
      field: 'condition',
      raw: true,
      scope: 'round',
      needed: true,
      ...showMode('while'),
    }),
  concurrency: z
    .int()
    .min(1)
    .max(50)
    .default(1)
    .meta({
      title: 'At the same time',
      description: 'Rounds that run side by side.',
      advanced: true,
      ...showMode('items'),
    }),
  on_item_error: z
    .enum(['stop', 'collect'])
    .default('stop')
    .meta({
      title: 'When an item fails',
      enum_labels: { stop: 'The loop fails', collect: 'Note it in errors and go on' },
      advanced: true,
    }),
  max_iterations: z.int().min(1).max(mostIterations).default(mostIterations).meta({
    title: 'Rounds at most',
    description: 'A list that is longer, or a condition that still holds then, is an error.',
    advanced: true,
  }),
});

export const controlSchemas = {
  loop: loopSchema,
  break: z.object({}),
  continue: z.object({}),
  wait: waitSchema,
  approval: approvalSchema,
  sub_workflow: subWorkflowSchema,
  if: z.object(conditionShape),
  switch: z.object({
    cases: z.array(caseSchema).min(1).max(50).meta({
      title: 'Cases',
      description: 'The first that holds is taken; else when none does.',
      field: 'cases',
      raw: true,
    }),
  }),
  merge: z.object({
    mode: z
      .enum(['all', 'first', 'append'])
      .default('all')
      .meta({
        title: 'Result',
        enum_labels: {
          all: 'The outputs of the branches that ran, by key',
          first: 'The output of the first branch that ran',
          append: 'One list with the outputs of all branches',
        },
      }),
  }),
  stop: z.object({
    status: z
      .enum(['success', 'error'])
      .default('success')
      .meta({ title: 'Ends with', enum_labels: { success: 'Success', error: 'An error' } }),
    message: z.string().max(10_000).optional().meta({ title: 'Message', field: 'multiline' }),
  }),
} as const;

/** A failure as expressions see it. */
export const errorOutput = z.object({
  message: z.string(),
  code: z.string(),
  status: z.int().optional(),
  node_id: z.string().optional(),
  details: z.unknown().optional(),
});

export const controlOutputs = {
  loop: z.object({
    items: z.array(z.unknown()),
    results: z.array(z.unknown()),
    errors: z.array(z.object({ index: z.int(), error: errorOutput })),
  }),
  break: z.object({}),
  continue: z.object({}),
  wait: z.unknown(),
  approval: approvalOutput,
  sub_workflow: z.unknown(),
  if: z.object({ result: z.boolean() }),
  switch: z.object({ case: z.string(), index: z.int() }),
  merge: z.unknown(),
  stop: z.object({ status: z.enum(['success', 'error']), message: z.string().optional() }),
} as const;
