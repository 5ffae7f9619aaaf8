/** What the trigger nodes take. */
import { z } from 'zod';
import { eventTypeNameRule, eventTypeNameSchema } from '../event_type.ts';
import { scheduleConfigSchema } from '../schedule.ts';
import { filterSchema } from './condition_schema.ts';

/** The header that carries the token or the signature of a webhook call, where the author names none. */
export const webhookHeaderDefaults = { header: 'x-webhook-token', hmac: 'x-webhook-signature' } as const;

/** How long the id of a delivery is remembered, in seconds. */
export const dedupeWindow = { min: 1, max: 30 * 86_400, standard: 86_400 } as const;

const whenAuth = (...equals: string[]) => ({ show_if: { field: 'auth', equals }, needed: true });

/** What a test run starts with; nothing else reads it. */
const sampleField = z.unknown().optional().meta({
  title: 'Sample data',
  description: 'An example of what comes in, for tests and for picking fields.',
  field: 'json',
  advanced: true,
});

const webhookConfigSchema = z.object({
  path: z
    .string()
    .max(200)
    .regex(
      /^[A-Za-z0-9_-]+(\/[A-Za-z0-9_-]+)*$/,
      'may contain letters, digits, - and _, with / between parts',
    )
    .optional()
    .meta({
      title: 'Path',
      description: 'An address of your own under your organization; without one the address is made for you.',
      placeholder: 'orders/new',
      pattern_rule: 'may contain letters, digits, - and _, with / between parts',
      advanced: true,
    }),
  method: z.enum(['POST', 'GET', 'PUT', 'PATCH', 'DELETE', 'ANY']).default('POST').meta({ title: 'Method' }),
  auth: z
    .enum(['none', 'header', 'hmac', 'basic'])
    .default('none')
    .meta({
      title: 'Callers prove themselves by',
      enum_labels: {
        none: 'Nothing: whoever knows the address',
        header: 'A token in a header',
        hmac: 'A signature of the body (HMAC-SHA256)',
        basic: 'User name and password',
      },
    }),
  header_name: z
    .string()
    .max(200)
    .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, 'is not a header name')
    .optional()
    .meta({
      title: 'Header',
      pattern_rule: 'is not a header name',
      description: `${webhookHeaderDefaults.header} for a token and ${webhookHeaderDefaults.hmac} for a signature, where none is given.`,
      show_if: { field: 'auth', equals: ['header', 'hmac'] },
    }),
  username: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta({ title: 'User name', ...whenAuth('basic') }),
  secret: z
    .string()
    .min(1)
    .max(1_000)
    .optional()
    .meta({
      title: 'Secret',
      description: 'The token, the key of the signature, or the password.',
      field: 'secret',
      ...whenAuth('header', 'hmac', 'basic'),
    }),
  respond: z
    .enum(['immediately', 'when_finished'])
    .default('immediately')
    .meta({
      title: 'Answer',
      description: 'A Respond node answers itself; this is what a call gets that comes to none.',
      enum_labels: {
        immediately: 'At once, with the execution id',
        when_finished: 'When finished, with the output',
      },
    }),
  dedupe_header: z.string().max(200).optional().meta({
    title: 'Delivery id header',
    description: 'Calls with an id that was seen before start nothing.',
    placeholder: 'x-delivery-id',
    holds: 'header_name',
    advanced: true,
  }),
  dedupe_expression: z.string().max(10_240).optional().meta({
    title: 'Delivery id',
    description:
      'Computed from the call, where no header holds it. Calls with an id that was seen before start nothing.',
    placeholder: 'trigger.data.event.id',
    field: 'expression',
    raw: true,
    scope: 'trigger',
    advanced: true,
  }),
  dedupe_window_seconds: z
    .int()
    .min(dedupeWindow.min)
    .max(dedupeWindow.max)
    .default(dedupeWindow.standard)
    .meta({
      title: 'Delivery ids are remembered for (seconds)',
      description: '24 hours unless set otherwise, 30 days at most.',
      advanced: true,
    }),
  sample: sampleField,
});
export type WebhookConfig = z.output<typeof webhookConfigSchema>;

const eventConfigSchema = z.object({
  event_type: eventTypeNameSchema.meta({
    title: 'Event type',
    field: 'event_type',
    pattern_rule: eventTypeNameRule,
    placeholder: 'order.created',
  }),
  filters: z.array(filterSchema).max(100).default([]).meta({
    title: 'Only when',
    description: 'All must hold for the event to start the workflow.',
    field: 'filters',
    raw: true,
    scope: 'event',
  }),
});
export type EventConfig = z.output<typeof eventConfigSchema>;

export const triggerSchemas = {
  manual: z.object({ sample: sampleField }),
  schedule: scheduleConfigSchema,
  webhook: webhookConfigSchema,
  event: eventConfigSchema,
} as const;

/** What each trigger puts under `trigger` in expressions. */
export const triggerOutputs = {
  manual: z.looseObject({ data: z.unknown().meta({ description: 'The input of the run.' }) }),
  schedule: z.looseObject({ data: z.object({ scheduled_at: z.iso.datetime(), timezone: z.string() }) }),
  webhook: z.looseObject({
    data: z.unknown().meta({ description: 'The body.' }),
    headers: z.record(z.string(), z.string()),
    query: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
    method: z.string(),
  }),
  event: z.looseObject({ data: z.unknown().meta({ description: "The event's data." }) }),
} as const;
