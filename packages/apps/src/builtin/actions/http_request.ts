/** Calls a web address. Its effect follows from the method. */
import { webAddressProblem } from '@millrace/core';
import { errorFromStatus, type HttpResponse, Rejected } from '@millrace/sdk';
import { z } from 'zod';
import { builtin } from '../app.ts';
import { checkHeaders, scalar } from '../headers.ts';
import { encodeForm, formPart } from '../multipart.ts';
import { appendAll, bodyTypes, encodeBody } from '../request_body.ts';
import { readBody } from '../response_body.ts';

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const;
const withBody = ['POST', 'PUT', 'PATCH', 'DELETE'];
const whenAuth = (auth: string) => ({ show_if: { field: 'auth', equals: auth }, needed: true });

const input = z.object({
  method: z.enum(methods).default('GET').meta({ title: 'Method' }),
  url: z
    .string()
    .trim()
    .min(1)
    .max(8_192)
    .meta({ title: 'URL', field: 'url', placeholder: 'https://api.example.com/orders' }),
  query: z
    .record(z.string(), z.union([scalar, z.array(scalar)]))
    .default({})
    .meta({
      title: 'Query parameters',
      description: 'Added to the address; a list repeats its name.',
      field: 'key_value',
    }),
  headers: z
    .record(z.string(), scalar)
    .default({})
    .meta({ title: 'Headers', field: 'key_value', holds: 'headers' }),
  body_type: z
    .enum(bodyTypes)
    .default('json')
    .meta({
      title: 'Body type',
      enum_labels: { json: 'JSON', form: 'Form', multipart: 'Form with files', text: 'Text', none: 'None' },
      show_if: { field: 'method', equals: withBody },
    }),
  body: z
    .unknown()
    .optional()
    .meta({
      title: 'Body',
      field: 'json',
      show_if: { field: 'body_type', equals: ['json', 'form', 'text'] },
    }),
  form_data: z
    .array(formPart)
    .max(200)
    .default([])
    .meta({
      title: 'Form fields',
      description: 'Sent as multipart/form-data in this order.',
      show_if: { field: 'body_type', equals: 'multipart' },
    }),
  auth: z
    .enum(['none', 'connection', 'basic', 'bearer', 'header'])
    .default('none')
    .meta({
      title: 'Authentication',
      enum_labels: {
        none: 'None',
        connection: 'A connection',
        basic: 'User name and password',
        bearer: 'Bearer token',
        header: 'A header',
      },
    }),
  // The node itself says which one (`connection_id`); here it is only shown.
  connection_id: z
    .undefined()
    .optional()
    .meta({ title: 'Connection', field: 'connection', show_if: { field: 'auth', equals: 'connection' } }),
  username: z
    .string()
    .optional()
    .meta({ title: 'User name', ...whenAuth('basic') }),
  password: z
    .string()
    .optional()
    .meta({ title: 'Password', field: 'secret', show_if: { field: 'auth', equals: 'basic' } }),
  token: z
    .string()
    .optional()
    .meta({ title: 'Token', field: 'secret', ...whenAuth('bearer') }),
  header_name: z
    .string()
    .optional()
    .meta({ title: 'Header name', placeholder: 'X-Api-Key', holds: 'header_name', ...whenAuth('header') }),
  header_value: z
    .string()
    .optional()
    .meta({ title: 'Header value', field: 'secret', ...whenAuth('header') }),
  timeout_seconds: z.number().positive().max(3_600).optional().meta({
    title: 'Time limit in seconds',
    description: 'For the whole call; 30 where none is given.',
    advanced: true,
  }),
  accept_any_status: z.boolean().default(false).meta({
    title: 'Accept any status',
    description: 'Otherwise every answer but 2xx is an error.',
    advanced: true,
  }),
});
type Input = z.output<typeof input>;

const output = z
  .object({
    status: z.int(),
    headers: z.record(z.string(), z.string()),
    body: z.unknown().meta({ description: 'JSON parsed, text as text, null when empty.' }),
    duration_ms: z.number(),
    encoding: z.literal('base64').optional().meta({ description: 'The body is bytes, written as base64.' }),
  })
  .meta({
    // What most calls give: the schema alone cannot know that a body is there, and that it is not bytes then.
    examples: [
      {
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: { id: 'id_1042', name: 'Ada Lovelace', status: 'active' },
        duration_ms: 184,
      },
    ],
  });

export default builtin.action({
  name: 'HTTP Request',
  description: 'Calls a web address and returns its answer.',
  effect: ({ method }) => {
    if (!withBody.includes(method)) return 'read';
    return method === 'PUT' || method === 'DELETE' ? 'idempotent' : 'write';
  },
  connects: ({ auth }) => auth === 'connection',
  input,
  output,
  run: async ({ input, http, signal, now, idempotencyKey, log }) => {
    const url = addressOf(input);
    const body = withBody.includes(input.method) ? await bodyOf(input) : null;
    const headers = headersOf(input, body?.content_type, idempotencyKey);
    const started = performance.now();
    const response = await http.request({
      method: input.method,
      url: url.href,
      headers,
      body: body?.body,
      signal,
      ...(input.timeout_seconds !== undefined && { timeout_ms: input.timeout_seconds * 1_000 }),
    });
    const { warning, ...read } = readBody(response.body, response.headers['content-type']);
    if (!input.accept_any_status && (response.status < 200 || response.status > 299)) {
      throw errorFromStatus(response, {
        request: `${input.method} ${url.origin}${url.pathname}`,
        said: sentenceIn(read.body),
        connection: input.auth === 'connection',
        details: { headers: withoutSessions(response.headers), ...preview(read.body) },
        now,
      });
    }
    if (warning) log.warn(warning);
    return {
      ...answerOf(response),
      ...read,
      duration_ms: Math.round((performance.now() - started) * 1_000) / 1_000,
    };
  },
});

function bodyOf({ body_type, body, form_data }: Input) {
  return body_type === 'multipart' ? encodeForm(form_data) : encodeBody(body_type, body);
}

const answerOf = ({ status, headers }: HttpResponse) => ({ status, headers });

function addressOf({ url, query }: Input): URL {
  const address = URL.parse(url);
  if (!address || webAddressProblem(url) !== null) {
    throw new Rejected(`"${url.slice(0, 200)}" is not a web address`, {
      code: 'invalid_url',
      field: 'url',
      hint: 'A web address begins with https:// or http://.',
    });
  }
  appendAll(address.searchParams, query, (name) => new Error(`The query parameter ${name} is an object`));
  return address;
}

function headersOf(
  input: Input,
  contentType: string | undefined,
  idempotencyKey: string,
): Record<string, string> {
  const given = checkHeaders(input.headers);
  return {
    accept: '*/*',
    'user-agent': 'Millrace',
    ...(contentType && { 'content-type': contentType }),
    // So that a service which knows the header does the thing once, however often a step has to be repeated.
    ...(withBody.includes(input.method) && { 'idempotency-key': idempotencyKey }),
    ...given,
    // Its boundary is in the body: another one would make the form unreadable.
    ...(input.body_type === 'multipart' && contentType && { 'content-type': contentType }),
    ...credentials(input),
  };
}

function credentials({ auth, username, password = '', token, header_name, header_value }: Input) {
  switch (auth) {
    case 'none':
    // It is signed on the way out.
    case 'connection':
      return {};
    case 'basic': {
      const pair = `${filled(username, 'username')}:${password}`;
      return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
    }
    case 'bearer':
      return secretHeader('authorization', `Bearer ${filled(token, 'token')}`, 'token');
    case 'header':
      return secretHeader(
        filled(header_name, 'header_name'),
        filled(header_value, 'header_value'),
        'header_value',
      );
  }
}

/** The trimmed value; one that an expression left empty would call without credentials. */
function filled(value: string | undefined, field: string): string {
  const text = value?.trim() ?? '';
  if (text !== '') return text;
  throw new Rejected(`The ${field.replace('_', ' ')} of the authentication is empty`, {
    code: 'validation',
    field,
  });
}

/** Its error names the field and never the value. */
function secretHeader(name: string, value: string, field: string): Record<string, string> {
  try {
    return checkHeaders({ [name]: value });
  } catch {
    throw new Rejected(
      `The authentication cannot be sent: its header name or value does not fit into a header`,
      {
        code: 'invalid_header',
        field,
      },
    );
  }
}

/** The sentence with which most services say what was wrong. */
function sentenceIn(body: unknown): string | undefined {
  if (typeof body === 'string')
    return body.length > 0 && body.length <= 300 && !body.includes('<') ? body.trim() : undefined;
  if (typeof body !== 'object' || body === null) return undefined;
  const { error, message, detail, error_description, title } = body as Record<string, unknown>;
  const nested =
    typeof error === 'object' && error !== null ? (error as Record<string, unknown>).message : error;
  const said = [message, error_description, detail, nested, title].find(
    (one) => typeof one === 'string' && one !== '',
  );
  return (said as string | undefined)?.slice(0, 300);
}

/** Headers by which a service hands out a session or a token. */
const sessions: ReadonlySet<string> = new Set(['set-cookie', 'set-cookie2', 'authorization']);

/** A session that an answer hands out says nothing of why it is refused, and would be stored with the failure. */
function withoutSessions(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, sessions.has(name.toLowerCase()) ? '***' : value]),
  );
}

const longestPreview = 4_000;

/** Enough of an error's body to see what was wrong. */
function preview(body: unknown): { body: unknown; body_cut?: true } {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  if (text === undefined || text.length <= longestPreview) return { body };
  return { body: `${text.slice(0, longestPreview)}…`, body_cut: true };
}
