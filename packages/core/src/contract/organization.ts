import { z } from 'zod';
import { eventTypeNameSchema } from '../event_type.ts';
import { appManifestSchema } from '../manifest.ts';
import { nameSchema } from '../name.ts';
import { endpoint, page, pageQuery, roles, timestamp } from './endpoint.ts';

const prefix = '/api/integrations';

/** A password that somebody chooses. */
export const passwordSchema = z
  .string()
  .min(10, 'Use at least 10 characters')
  .max(128, 'Use at most 128 characters');

/** The body of `POST /api/auth/change-password`, in the names of the sign-in library. */
export const changePasswordSchema = z.strictObject({
  currentPassword: z.string().min(1, 'Type your current password').max(1_000),
  newPassword: passwordSchema,
  // They always end; clients of the library say that they want it.
  revokeOtherSessions: z.literal(true).optional(),
});

const memberSchema = z.object({
  id: z.string(),
  user_id: z.string(),
  name: z.string(),
  email: z.string(),
  role: z.enum(roles),
  created_at: timestamp,
});
const apiKeySchema = z.object({
  id: z.string(),
  name: z.string(),
  prefix: z.string(),
  role: z.enum(roles),
  created_at: timestamp,
  last_used_at: timestamp.nullable(),
});

/** What an administrator sets for everybody. */
export const organizationSettingsSchema = z.strictObject({
  /** Name of the IANA data base; what times are shown and meant in where nothing else is said. */
  timezone: z.string().min(1).max(100),
  /** Days that finished executions are kept, 1 to 3,650; null: as the server is set. A workflow may say its own. */
  retention_days: z.int().min(1).max(3_650).nullable(),
  /** The same for executions that failed; null: as `retention_days`. */
  failed_retention_days: z.int().min(1).max(3_650).nullable(),
});
export type OrganizationSettings = z.infer<typeof organizationSettingsSchema>;

/** Who is asking; the web reads it once after sign-in. */
export const sessionSchema = z.object({
  user: z.object({ id: z.string(), name: z.string(), email: z.string() }),
  organization: z.object({ id: z.uuid(), name: z.string(), slug: z.string(), timezone: z.string() }),
  role: z.enum(roles),
  server: z.object({ version: z.string(), public_url: z.string() }),
});
export type Session = z.infer<typeof sessionSchema>;

export const organizationRoutes = {
  setupState: endpoint({
    method: 'GET',
    path: '/api/setup',
    tag: 'Setup',
    access: 'public',
    summary: 'Whether the first owner is still to be made',
    responses: { 200: z.object({ needed: z.boolean() }) },
  }),
  setup: endpoint({
    method: 'POST',
    path: '/api/setup',
    tag: 'Setup',
    access: 'public',
    summary: 'Make the first owner and organization, and sign in; 409 once done',
    body: z.strictObject({
      name: nameSchema(200, { missing: 'Tell us your name' }),
      email: z.email('This is not an e-mail address').max(320),
      password: passwordSchema,
      organization: nameSchema(200, { missing: 'Name your organization' }),
    }),
    responses: { 201: z.object({ ok: z.literal(true) }) },
  }),
  session: endpoint({
    method: 'GET',
    path: `${prefix}/session`,
    tag: 'Organization',
    access: 'viewer',
    summary: 'Who is signed in, where, as what',
    responses: { 200: sessionSchema },
  }),
  members: endpoint({
    method: 'GET',
    path: `${prefix}/members`,
    tag: 'Organization',
    access: 'viewer',
    summary: 'Members and roles',
    query: pageQuery,
    responses: { 200: page(memberSchema) },
  }),
  addMember: endpoint({
    method: 'POST',
    path: `${prefix}/members`,
    tag: 'Organization',
    access: 'admin',
    summary: 'Add a person with a first password, or an existing account of this instance',
    body: z.strictObject({
      email: z.email().max(320),
      name: nameSchema(200),
      password: passwordSchema.optional(),
      role: z.enum(roles),
    }),
    responses: { 201: memberSchema },
  }),
  setMemberRole: endpoint({
    method: 'PUT',
    path: `${prefix}/members/:id`,
    tag: 'Organization',
    access: 'admin',
    summary: 'Change a role',
    params: z.object({ id: z.string().max(100) }),
    body: z.strictObject({ role: z.enum(roles) }),
    responses: { 200: memberSchema },
  }),
  setMemberPassword: endpoint({
    method: 'POST',
    path: `${prefix}/members/:id/password`,
    tag: 'Organization',
    access: 'admin',
    summary: 'Give a member a new password and end their sessions; 409 for a person of several organizations',
    params: z.object({ id: z.string().max(100) }),
    body: z.strictObject({ password: passwordSchema }),
    responses: { 204: z.null() },
  }),
  removeMember: endpoint({
    method: 'DELETE',
    path: `${prefix}/members/:id`,
    tag: 'Organization',
    access: 'admin',
    summary: 'Remove a member',
    params: z.object({ id: z.string().max(100) }),
    responses: { 204: z.null() },
  }),
  apiKeys: endpoint({
    method: 'GET',
    path: `${prefix}/api-keys`,
    tag: 'Organization',
    access: 'admin',
    summary: 'API keys',
    query: pageQuery,
    responses: { 200: page(apiKeySchema) },
  }),
  createApiKey: endpoint({
    method: 'POST',
    path: `${prefix}/api-keys`,
    tag: 'Organization',
    access: 'admin',
    summary: 'A new key; it is shown this once',
    body: z.strictObject({ name: nameSchema(100), role: z.enum(roles).default('editor') }),
    responses: { 201: apiKeySchema.extend({ key: z.string() }) },
  }),
  removeApiKey: endpoint({
    method: 'DELETE',
    path: `${prefix}/api-keys/:id`,
    tag: 'Organization',
    access: 'admin',
    summary: 'Revoke a key',
    params: z.object({ id: z.string().max(100) }),
    responses: { 204: z.null() },
  }),
  variables: endpoint({
    method: 'GET',
    path: `${prefix}/variables`,
    tag: 'Organization',
    access: 'viewer',
    summary: 'Variables: `variables.<name>` in expressions',
    responses: { 200: z.object({ data: z.array(z.object({ name: z.string(), value: z.unknown() })) }) },
  }),
  setVariables: endpoint({
    method: 'PUT',
    path: `${prefix}/variables`,
    tag: 'Organization',
    access: 'admin',
    summary: 'Replace the variables',
    body: z.strictObject({
      data: z
        .array(
          z.strictObject({
            name: z
              .string()
              .regex(/^[A-Za-z_][A-Za-z0-9_]*$/)
              .max(100),
            value: z.unknown(),
          }),
        )
        .max(1_000),
    }),
    responses: { 200: z.object({ data: z.array(z.object({ name: z.string(), value: z.unknown() })) }) },
  }),
  settings: endpoint({
    method: 'GET',
    path: `${prefix}/settings`,
    tag: 'Organization',
    access: 'viewer',
    summary: 'Time zone, and how long executions are kept',
    responses: { 200: organizationSettingsSchema },
  }),
  setSettings: endpoint({
    method: 'PUT',
    path: `${prefix}/settings`,
    tag: 'Organization',
    access: 'admin',
    summary: 'Change some of the settings; what is left out stays',
    body: organizationSettingsSchema.partial(),
    responses: { 200: organizationSettingsSchema },
  }),
  auditLog: endpoint({
    method: 'GET',
    path: `${prefix}/audit-log`,
    tag: 'Organization',
    access: 'admin',
    summary: 'Who did what, newest first',
    query: pageQuery,
    responses: {
      200: page(
        z.object({
          id: z.string(),
          at: timestamp,
          actor: z.string(),
          action: z.string(),
          object_type: z.string(),
          object_id: z.string().nullable(),
          details: z.unknown(),
        }),
      ),
    },
  }),
  stats: endpoint({
    method: 'GET',
    path: `${prefix}/stats`,
    tag: 'Organization',
    access: 'viewer',
    summary: 'Dashboard data of the last days',
    query: z.object({ days: z.coerce.number().int().min(1).max(90).default(7) }),
    responses: {
      200: z.object({
        by_day: z.array(
          z.object({ day: z.string(), success: z.number(), error: z.number(), other: z.number() }),
        ),
        total: z.number(),
        success_rate: z.number().nullable(),
        p50_ms: z.number().nullable(),
        p95_ms: z.number().nullable(),
        busiest: z.array(z.object({ workflow_id: z.uuid(), name: z.string(), count: z.number() })),
        failing: z.array(z.object({ workflow_id: z.uuid(), name: z.string(), count: z.number() })),
        /** What waits for somebody to look at it. */
        attention: z.object({
          /** Executions of these days that failed and were not retried since. */
          failed: z.number().int(),
          /** Approvals that wait for a decision, whenever they were asked. */
          approvals: z.number().int(),
          /** Steps that wait for a person to say how to go on ("Did it happen?"). */
          questions: z.number().int(),
        }),
      }),
    },
  }),
};

/** Choices beyond these are cut off: nobody finds anything in a longer list. */
export const optionLimits = { count: 1_000, text: 500 } as const;
export const fieldOptionSchema = z.object({ label: z.string(), value: z.string() });
export type FieldOption = z.infer<typeof fieldOptionSchema>;

export const appRoutes = {
  list: endpoint({
    method: 'GET',
    path: `${prefix}/apps`,
    tag: 'Apps',
    access: 'viewer',
    summary: 'Apps with their operations and fields',
    responses: { 200: z.object({ data: z.array(appManifestSchema) }) },
  }),
  get: endpoint({
    method: 'GET',
    path: `${prefix}/apps/:name`,
    tag: 'Apps',
    access: 'viewer',
    summary: 'One app',
    params: z.object({ name: z.string().max(100) }),
    responses: { 200: appManifestSchema },
  }),
  options: endpoint({
    method: 'POST',
    path: `${prefix}/apps/:name/options`,
    tag: 'Apps',
    access: 'editor',
    summary: 'What can be chosen in a field whose choices its app loads',
    params: z.object({ name: z.string().max(100) }),
    body: z.strictObject({
      operation: z.string().min(1).max(100),
      /** Dotted where it lies in another one: `target.channel`. */
      field: z.string().min(1).max(300),
      connection_id: z.uuid().nullish(),
      /** What the other fields hold; those that the choices depend on are read. */
      input: z.record(z.string(), z.unknown()).default({}),
    }),
    responses: { 200: z.object({ options: z.array(fieldOptionSchema), truncated: z.boolean() }) },
  }),
};

const eventTypeSchema = z.strictObject({
  name: eventTypeNameSchema,
  description: z.string().max(1_000).nullish(),
  /** An example of its data, for the editor. */
  sample: z.unknown().optional(),
});

export const eventRoutes = {
  types: endpoint({
    method: 'GET',
    path: `${prefix}/event-types`,
    tag: 'Events',
    access: 'viewer',
    summary: 'Known event types',
    responses: { 200: z.object({ data: z.array(eventTypeSchema) }) },
  }),
  setTypes: endpoint({
    method: 'PUT',
    path: `${prefix}/event-types`,
    tag: 'Events',
    access: 'editor',
    summary: 'Replace the event types',
    body: z.strictObject({ data: z.array(eventTypeSchema).max(1_000) }),
    responses: { 200: z.object({ data: z.array(eventTypeSchema) }) },
  }),
  publish: endpoint({
    method: 'POST',
    path: `${prefix}/events`,
    tag: 'Events',
    access: 'editor',
    summary: 'Publish an event; the same id within 24 h starts nothing twice',
    body: z.strictObject({
      type: eventTypeSchema.shape.name,
      data: z.unknown(),
      id: z.string().min(1).max(200).optional(),
    }),
    body_limit: 10 * 1024 * 1024,
    responses: { 202: z.object({ event_id: z.string(), matched: z.number().int() }) },
  }),
};

export const scheduleRoutes = {
  preview: endpoint({
    method: 'GET',
    path: `${prefix}/schedule/preview`,
    tag: 'Schedules',
    access: 'viewer',
    summary: 'A cron expression in words, with its next times and what the changes of the clocks do to them',
    query: z.object({
      expression: z.string().max(256),
      timezone: z.string().max(100).default('UTC'),
      count: z.coerce.number().int().min(1).max(50).default(5),
    }),
    responses: {
      200: z.object({
        next: z.array(timestamp),
        /** For each of these times what the clocks do to it, in words; null where they do nothing. */
        notes: z.array(z.string().nullable()),
        /** What the next changes of the clocks after these times will do, within a year. */
        ahead: z.array(z.string()),
        description: z.string(),
      }),
    },
  }),
};
