/** What the nodes that steer the flow take and give. */
import { z } from 'zod';
import { conditionShape } from './condition_schema.ts';

const caseSchema = z.object({
  label: z.string().max(100).optional().meta({ title: 'Name' }),
  condition: z
    .union([z.string().min(1), z.boolean()])
    .meta({ title: 'Condition', field: 'condition', placeholder: "order.status == 'paid'" }),
});

/** Units of a duration that people choose. */
export const durationUnits = ['seconds', 'minutes', 'hours', 'days'] as const;

/** The longest that anything waits. */
export const longestWaitDays = 366;
/** Rounds of a loop at most. */
export const mostIterations = 10_000;
/** Executions that may call each other at most, the first not counted. */
export const deepestChild = 10;

const durationSchema = z.object({
  /** A number, or an expression that gives one. */
  value: z.union([z.number().min(0), z.string().min(1)]),
  unit: z.enum(durationUnits).default('minutes'),
});

const showMode = (...equals: string[]) => ({ show_if: { field: 'mode', equals } });

export const controlSchemas = {
  loop: z.object({
    mode: z
      .enum(['items', 'while'])
      .default('items')
      .meta({
        title: 'Repeat',
        enum_labels: { items: 'Once for each item of a list', while: 'While a condition holds' },
      }),
    items: z
      .union([z.string().min(1), z.array(z.unknown())])
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
        description: 'Looked at before each round; item is what the round before gave, index its number from 0.',
        placeholder: 'index < 10',
        field: 'condition',
        needed: true,
        ...showMode('while'),
      }),
    concurrency: z.int().min(1).max(50).default(1).meta({
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
  }),
  break: z.object({}),
  continue: z.object({}),
  wait: z.object({
    mode: z
      .enum(['delay', 'until', 'callback', 'event'])
      .default('delay')
      .meta({
        title: 'Wait',
        enum_labels: {
          delay: 'For a time',
          until: 'Until a date',
          callback: 'Until an address is called',
          event: 'Until an event arrives',
        },
      }),
    duration: durationSchema
      .optional()
      .meta({ title: 'How long', field: 'duration', needed: true, ...showMode('delay') }),
    until: z
      .string()
      .min(1)
      .max(10_240)
      .optional()
      .meta({
        title: 'Until',
        description: 'A date with time, or an expression that gives one.',
        placeholder: '2027-01-31T09:00:00Z',
        field: 'expression',
        needed: true,
        ...showMode('until'),
      }),
    event_type: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .meta({
        title: 'Event type',
        field: 'event_type',
        placeholder: 'order.paid',
        needed: true,
        ...showMode('event'),
      }),
    match: z
      .array(z.object({ path: z.string().min(1).max(500), value: z.unknown() }))
      .max(20)
      .default([])
      .meta({
        title: 'Only an event in which',
        description: 'Each field of the event must equal its value.',
        field: 'match',
        ...showMode('event'),
      }),
    timeout: durationSchema.optional().meta({
      title: 'At most',
      description: `When nothing came until then, the timeout path is taken. Without it: ${longestWaitDays} days.`,
      field: 'duration',
      ...showMode('callback', 'event'),
    }),
  }),
  approval: z.object({
    title: z.string().max(500).default('').meta({ title: 'Title', placeholder: 'Refund of {{ order.total }}?', needed: true }),
    message: z.string().max(20_000).default('').meta({ title: 'Message', field: 'multiline' }),
    approvers: z.array(z.string().min(1).max(200)).max(50).default([]).meta({
      title: 'Who may decide',
      description: 'Members, or roles: a role means everybody with at least that role. Nobody named: editors and above.',
      field: 'approvers',
    }),
    required: z.int().min(1).max(50).default(1).meta({
      title: 'Approvals needed',
      description: 'One rejection rejects.',
    }),
    deadline: durationSchema.optional().meta({
      title: 'Deadline',
      description: `When nobody decided until then, the timeout path is taken. Without it: ${longestWaitDays} days.`,
      field: 'duration',
    }),
  }),
  sub_workflow: z.object({
    workflow_id: z.string().max(100).default('').meta({ title: 'Workflow', field: 'workflow', needed: true }),
    input: z.unknown().optional().meta({
      title: 'Input',
      description: 'What the other workflow gets as trigger.data.',
      field: 'json',
    }),
    wait: z.boolean().default(true).meta({
      title: 'Wait for its end',
      description: 'Otherwise it is started and this workflow goes on.',
    }),
  }),
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
  loop: z.object({
    items: z.array(z.unknown()),
    results: z.array(z.unknown()),
    errors: z.array(z.object({ index: z.int(), error: z.looseObject({ message: z.string(), code: z.string() }) })),
  }),
  break: z.object({}),
  continue: z.object({}),
  wait: z.unknown(),
  approval: z.object({
    decision: z.enum(['approved', 'rejected', 'timeout']),
    comment: z.string().nullable(),
    decided_by: z.string().nullable(),
    decided_at: z.iso.datetime().nullable(),
  }),
  sub_workflow: z.unknown(),
  if: z.object({ result: z.boolean() }),
  switch: z.object({ case: z.string(), index: z.int() }),
  merge: z.unknown(),
  stop: z.object({ status: z.enum(['success', 'error']), message: z.string().optional() }),
} as const;
