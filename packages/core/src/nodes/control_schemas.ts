/** What the nodes that steer the flow take and give. */
import { z } from 'zod';
import { conditionShape } from './condition_schema.ts';

const caseSchema = z.object({
  label: z.string().max(100).optional().meta({ title: 'Name' }),
  condition: z
    .union([z.string().min(1), z.boolean()])
    .meta({ title: 'Condition', field: 'condition', placeholder: "order.status == 'paid'" }),
});

export const controlSchemas = {
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

export const controlOutputs = {
  if: z.object({ result: z.boolean() }),
  switch: z.object({ case: z.string(), index: z.int() }),
  merge: z.unknown(),
  stop: z.object({ status: z.enum(['success', 'error']), message: z.string().optional() }),
} as const;
