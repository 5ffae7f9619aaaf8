/** Connections: credentials that are stored once, used by many workflows, and never read back. */
import { z } from 'zod';
import { asciiEntry, readAllowedHost } from '../connection_hosts.ts';
import { nameSchema } from '../name.ts';
import { endpoint, idParams, page, pageQuery, timestamp } from './endpoint.ts';

const prefix = '/api/integrations';
const tag = 'Connections';

export const connectionStatuses = ['untested', 'working', 'failing'] as const;
export type ConnectionStatus = (typeof connectionStatuses)[number];
export const connectionLimits = { name: 100, hosts: 20, value: 20_000, per_organization: 1_000 } as const;

const host = z
  .string()
  .trim()
  .toLowerCase()
  .superRefine((value, context) => {
    const read = readAllowedHost(value);
    if (typeof read === 'string')
      context.addIssue({ code: 'custom', message: `"${value.slice(0, 100)}" ${read}` });
  })
  // It is kept as it is called: what people compare is then the same text whatever they typed.
  .overwrite(asciiEntry);

/** Where the connection may be used. Redirects to other hosts are never given its secret. */
const hosts = z
  .array(host)
  .min(1, 'Name at least one host that this connection may be used with')
  .max(connectionLimits.hosts, `At most ${connectionLimits.hosts} hosts`);
const name = nameSchema(connectionLimits.name, { missing: 'Give the connection a name' });
const test_url = z.string().trim().max(2_000).nullable();
/** By name, as the schema of the kind of authentication says; `{ "$secret": "set" }` leaves a secret as it is. */
const fields = z.record(z.string().max(100), z.unknown());

export const connectionSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  /** Whose kind of authentication it is: `builtin` for any web address. */
  app: z.string(),
  auth: z.string(),
  hosts: z.array(z.string()),
  /** Asked with GET to see whether the credentials are accepted. */
  test_url: z.string().nullable(),
  /** What is no secret as it is; of a secret only that it is set. */
  fields: z.record(z.string(), z.unknown()),
  status: z.enum(connectionStatuses),
  /** Why it is failing. */
  status_message: z.string().nullable(),
  tested_at: timestamp.nullable(),
  last_used_at: timestamp.nullable(),
  /** Workflows whose draft or deployed version uses it. */
  used_by: z.number().int(),
  created_at: timestamp,
  created_by: z.string().nullable(),
  updated_at: timestamp,
  updated_by: z.string().nullable(),
});
export type Connection = z.infer<typeof connectionSchema>;

const connectionUseSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  /** The deployed version uses it: it fails from the moment that the connection is gone. */
  deployed: z.boolean(),
});
export type ConnectionUse = z.infer<typeof connectionUseSchema>;

const detail = connectionSchema.extend({ workflows: z.array(connectionUseSchema) });
export type ConnectionDetail = z.infer<typeof detail>;

const newConnection = z.strictObject({
  name,
  app: z.string().min(1).max(100).default('builtin'),
  auth: z.string().min(1).max(100),
  hosts,
  test_url: test_url.default(null),
  fields,
});
export type NewConnection = z.infer<typeof newConnection>;

const testOutcome = z.object({
  ok: z.boolean(),
  status: z.enum(connectionStatuses),
  /** What was asked and what came back, for a person. */
  message: z.string(),
  duration_ms: z.number(),
});
export type ConnectionTest = z.infer<typeof testOutcome>;

export const connectionRoutes = {
  list: endpoint({
    method: 'GET',
    path: `${prefix}/connections`,
    tag,
    access: 'viewer',
    summary: 'Connections by name, without their secrets',
    query: pageQuery.extend({
      search: z.string().max(200).optional(),
      app: z.string().max(100).optional(),
      status: z.enum(connectionStatuses).optional(),
    }),
    responses: { 200: page(connectionSchema) },
  }),
  create: endpoint({
    method: 'POST',
    path: `${prefix}/connections`,
    tag,
    access: 'editor',
    summary: 'Make a connection; 409 when the name is taken',
    body: newConnection,
    responses: { 201: connectionSchema },
  }),
  try: endpoint({
    method: 'POST',
    path: `${prefix}/connections/test`,
    tag,
    access: 'editor',
    summary:
      'Try credentials before they are saved: GET of the test address; with `connection_id` unchanged secrets are those of that connection',
    body: newConnection.extend({
      name: z.string().max(1_000).optional(),
      connection_id: z.uuid().optional(),
    }),
    responses: { 200: testOutcome },
  }),
  get: endpoint({
    method: 'GET',
    path: `${prefix}/connections/:id`,
    tag,
    access: 'viewer',
    summary: 'One connection with the workflows that use it',
    params: idParams,
    responses: { 200: detail },
  }),
  update: endpoint({
    method: 'PUT',
    path: `${prefix}/connections/:id`,
    tag,
    access: 'editor',
    summary:
      'Change a connection; where its secrets may go elsewhere than before they have to be given again',
    params: idParams,
    body: z.strictObject({
      name: name.optional(),
      hosts: hosts.optional(),
      test_url: test_url.optional(),
      fields: fields.optional(),
    }),
    responses: { 200: connectionSchema },
  }),
  remove: endpoint({
    method: 'DELETE',
    path: `${prefix}/connections/:id`,
    tag,
    access: 'editor',
    summary: 'Delete a connection; 409 with its workflows while some use it, unless `force=true`',
    params: idParams,
    query: z.object({ force: z.enum(['true', 'false']).optional() }),
    responses: { 204: z.null() },
  }),
  test: endpoint({
    method: 'POST',
    path: `${prefix}/connections/:id/test`,
    tag,
    access: 'editor',
    summary: 'See whether the credentials are accepted; its status says so afterwards',
    params: idParams,
    responses: { 200: testOutcome },
  }),
};
