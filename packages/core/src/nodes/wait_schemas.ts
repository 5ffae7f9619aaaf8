/** What the nodes take and give that wait: for a time, for somebody, for another workflow. */
import { z } from 'zod';
import { eventTypeNameRule, eventTypeNameSchema } from '../event_type.ts';

/** Units of a duration that people choose. */
export const durationUnits = ['seconds', 'minutes', 'hours', 'days'] as const;

/** The longest that anything waits. */
export const longestWaitDays = 366;
/** Executions that may call each other at most, the first not counted. */
export const deepestChild = 10;

const durationSchema = z.object({
  /** A number, or an expression that gives one. */
  value: z.union([z.number().min(0), z.string().min(1)]).meta({ title: 'Value' }),
  unit: z.enum(durationUnits).default('minutes').meta({ title: 'Unit' }),
});

const showMode = (...equals: string[]) => ({ show_if: { field: 'mode', equals } });

export const waitSchema = z.object({
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
  event_type: eventTypeNameSchema.optional().meta({
    title: 'Event type',
    field: 'event_type',
    pattern_rule: eventTypeNameRule,
    placeholder: 'order.paid',
    needed: true,
    ...showMode('event'),
  }),
  match: z
    .array(
      z.object({
        path: z.string().min(1).max(500).meta({ title: 'Field', placeholder: 'order.id' }),
        value: z.unknown().meta({ title: 'Value' }),
      }),
    )
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
});

export const approvalSchema = z.object({
  title: z
    .string()
    .max(500)
    .default('')
    .meta({ title: 'Title', placeholder: 'Refund of {{ trigger.data.total }}?', needed: true }),
  message: z.string().max(20_000).default('').meta({ title: 'Message', field: 'multiline' }),
  approvers: z.array(z.string().min(1).max(200)).max(50).default([]).meta({
    title: 'Who may decide',
    description:
      'Members, or roles: a role means everybody with at least that role. Nobody named: editors and above.',
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
});

export const subWorkflowSchema = z.object({
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
});

/** Of a wait that is over; what a call or an event brought is not known before. */
export const waitOutputs = {
  time: z.object({ waited_until: z.iso.datetime() }),
  started: z.object({ execution_id: z.uuid() }),
} as const;

export const approvalOutput = z.object({
  decision: z.enum(['approved', 'rejected', 'timeout']),
  comment: z
    .string()
    .nullable()
    .meta({ examples: ['Looks good'] }),
  decided_by: z
    .string()
    .nullable()
    .meta({ examples: ['Ada Lovelace'] }),
  decided_at: z.iso.datetime().nullable(),
});
