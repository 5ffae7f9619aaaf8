import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { audit } from '../commands/audit.ts';
import type { Database } from '../db/client.ts';
import { ApiError, type ErrorCode, invalid } from '../errors.ts';
import { issuesOf } from '../plugins/route.ts';
import { membershipOf } from './actor.ts';
import type { Auth } from './auth.ts';
import { changePassword } from './change_password.ts';
import { countSignIn } from './sign_in_limit.ts';
import { sweep } from './sweep.ts';

const BODY_LIMIT = 16 * 1024;
const SWEEP_MS = 3_600_000;

const signInBody = z.strictObject({
  email: z.string().min(1, 'Type your e-mail address').max(320),
  password: z.string().min(1, 'Type your password').max(1_000),
  rememberMe: z.boolean().optional(),
});

/**
 * The library's paths that are reachable, with what they take. Everything else of it is closed: sign-up because people are
 * added; members, keys and passwords because our routes write an audit row in the same transaction.
 */
const open: readonly { method: 'GET' | 'POST'; path: string; body?: z.ZodType }[] = [
  { method: 'POST', path: '/sign-out' },
  { method: 'GET', path: '/get-session' },
  { method: 'GET', path: '/list-sessions' },
  { method: 'POST', path: '/revoke-session', body: z.strictObject({ token: z.string().max(500) }) },
  { method: 'POST', path: '/revoke-other-sessions' },
  { method: 'GET', path: '/organization/list' },
  { method: 'POST', path: '/organization/set-active', body: z.strictObject({ organizationId: z.uuid() }) },
];

/** Mounts the open part of the sign-in library under `/api/auth`. */
export function registerAuthRoutes(app: FastifyInstance, deps: { auth: Auth; db: Database }): void {
  const options = { bodyLimit: BODY_LIMIT, config: { access: 'public' } } as const;
  registerSweep(app, deps.auth);
  app.post('/api/auth/sign-in/email', options, (request, reply) => signIn(deps, request, reply));
  app.post('/api/auth/change-password', options, (request, reply) => changePassword(deps, request, reply));
  app.post('/api/auth/sign-up/email', options, async () => {
    throw new ApiError('sign_up_closed');
  });
  for (const { method, path, body } of open) {
    app.route({
      method,
      url: `/api/auth${path}`,
      ...options,
      handler: async (request, reply) => {
        const sent = body ? parsed(body, request.body) : undefined;
        try {
          return await pass(reply, await ask(deps.auth, request, path, method, sent));
        } finally {
          if (method === 'POST') deps.auth.memory.forget();
        }
      },
    });
  }
}

function registerSweep(app: FastifyInstance, auth: Auth): void {
  const once = () =>
    sweep(auth.database).catch((error: Error) =>
      app.log.warn({ err: error }, 'Old sessions were not removed'),
    );
  const timer = setInterval(once, SWEEP_MS).unref();
  app.addHook('onClose', async () => clearInterval(timer));
}

function parsed(schema: z.ZodType, body: unknown): unknown {
  const result = schema.safeParse(body);
  if (!result.success) throw invalid(issuesOf(result.error));
  return result.data;
}

async function signIn(
  deps: { auth: Auth; db: Database },
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const body = parsed(signInBody, request.body) as z.infer<typeof signInBody>;
  const attempt = await countSignIn(deps.auth.database, body.email, request.ip);
  const response = await ask(deps.auth, request, '/sign-in/email', 'POST', body);
  const noted = note(deps, request, body.email, response.ok);
  if (!response.ok) {
    // Not waited for: the time of the answer would tell whether there is such an account.
    noted.catch((error: Error) => request.log.error({ err: error }, 'A failed sign-in could not be noted'));
    throw new ApiError(response.status >= 500 ? 'unavailable' : 'wrong_credentials');
  }
  await noted;
  await attempt.succeeded();
  copyCookies(reply, response);
  // The library also answers the session token; a script has no use for it, and a cookie that scripts cannot read no point with it.
  const { user } = (await response.json()) as { user: { id: string; name: string; email: string } };
  return { user: { id: user.id, name: user.name, email: user.email } };
}

/** Sign-ins and failures of known people are in the audit log of their organization. */
async function note(
  deps: { auth: Auth; db: Database },
  request: FastifyRequest,
  email: string,
  ok: boolean,
): Promise<void> {
  const { rows } = await deps.auth.database.pool.query<{ id: string; name: string; email: string }>(
    'select id, name, email from "user" where email = $1',
    [email.trim().toLowerCase()],
  );
  const membership = rows[0] && (await membershipOf(deps.auth, rows[0].id, null));
  if (!rows[0] || !membership) return;
  const actor = { kind: 'user', ...rows[0], org_id: membership.org_id } as const;
  const action = ok ? 'session.sign_in' : 'session.sign_in_failed';
  await deps.db.asOrg(membership.org_id, (tx) =>
    audit(
      tx,
      { actor, request_id: request.id, address: request.ip },
      { action, object_type: 'user', object_id: actor.id },
    ),
  );
}

/** Asks the library as if a browser had: with the cookie and the address, and nothing else that a client could set. */
function ask(
  auth: Auth,
  request: FastifyRequest,
  path: string,
  method: string,
  body: unknown,
): Promise<Response> {
  const headers = new Headers({
    'x-millrace-address': request.ip,
    origin: new URL(auth.env.public_url).origin,
  });
  if (request.headers.cookie !== undefined) headers.set('cookie', request.headers.cookie);
  if (request.headers['user-agent'] !== undefined) headers.set('user-agent', request.headers['user-agent']);
  if (method === 'POST') headers.set('content-type', 'application/json');
  return auth.library.handler(
    new Request(`${auth.env.public_url}/api/auth${path}`, {
      method,
      headers,
      ...(method === 'POST' ? { body: JSON.stringify(body ?? {}) } : {}),
    }),
  );
}

/** The library's answer; its errors in the shape of ours. */
async function pass(reply: FastifyReply, response: Response): Promise<unknown> {
  copyCookies(reply, response);
  const text = await response.text();
  const answer: unknown = text === '' ? null : JSON.parse(text);
  if (response.ok) return reply.code(response.status).header('cache-control', 'no-store').send(answer);
  const message = (answer as { message?: unknown } | null)?.message;
  throw new ApiError(
    codeOf(response.status),
    typeof message === 'string' && response.status < 500 ? { message } : {},
  );
}

function codeOf(status: number): ErrorCode {
  if (status === 401) return 'unauthenticated';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'not_found';
  return status >= 500 ? 'internal' : 'bad_request';
}

function copyCookies(reply: FastifyReply, response: Response): void {
  for (const cookie of response.headers.getSetCookie()) reply.header('set-cookie', cookie);
}
