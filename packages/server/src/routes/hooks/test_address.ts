/**
 * `ANY /hooks/_test/:token`: the test address of a webhook trigger. Invariants:
 *  1. A call starts nothing and is no execution; it is kept for the one person whose address it is.
 *  2. It is held against method and proof of the trigger as it is being edited, so that what works here works after the deploy;
 *     the person is told why a call was refused, the caller no more than a deployed webhook tells.
 *  3. One call is caught, whatever the number that come and of the processes that take them: a statement decides.
 *  4. What may be a credential is never kept.
 * No organization has the name `_test`: names in addresses begin with a letter or a digit.
 */
import { type CaughtCall, testAddressLimits, triggerSchemas, type WebhookConfig } from '@millrace/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import type { Database } from '../../db/client.ts';
import { ApiError } from '../../errors.ts';
import { toApiError } from '../../plugins/error_handler.ts';
import { checkTrigger } from '../../runtime/check_trigger.ts';
import type { Secrets } from '../../secrets/secrets.ts';
import { isAuthentic, proofHeader } from '../../triggers/webhook_auth.ts';
import { parseWebhookBody } from '../../triggers/webhook_body.ts';
import { createRefusalLimit, type RefusalLimit } from '../public/refusal_limit.ts';
import { type ArmedCatch, findArmed, keepCall, keepRefusal } from '../test_address/queries.ts';
import { alone, testAddressPath, withoutEmptySecret } from '../test_address/routes.ts';
import { isPartOfOurPage, methodsOf, webhookBodyLimit } from './routes.ts';
import { proofReason } from './test_refusal.ts';

declare module 'fastify' {
  interface FastifyRequest {
    armed: Armed | null;
  }
}

/** A test address that listens, with its trigger open. */
interface Armed {
  token: string;
  config: WebhookConfig;
}

export interface TestHookDeps {
  db: Pick<Database, 'engine'>;
  secrets: Pick<Secrets, 'openDefinition'>;
}

const isToken = /^[A-Za-z0-9_-]{24}$/;
const emptyBody = Buffer.alloc(0);
/** Parameters of an address that are nothing else than a proof; there the name of a field (`author`, `key`) is data. */
const credentialParameter =
  /^(access[-_]?token|auth[-_]?token|token|api[-_]?key|secret|signature|sig|password|pwd)$/i;
/** Names under which systems send what proves who they are, whatever their own name for it. */
const credential =
  /^(authorization|cookie|proxy-authorization)$|signature|secret|token|password|credential|api[-_]?key|auth/i;

export function registerTestHooks(app: FastifyInstance, deps: TestHookDeps): void {
  const wrong = createRefusalLimit();
  const often = createCallLimit();
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    scope.decorateRequest('armed', null);
    scope.addHook('onRequest', (request) => open(deps, { wrong, often }, request));
    // What the body's reader refuses (its size) is told to the person too.
    scope.addHook('onError', async (request, _reply, error) => {
      if (!request.armed) return;
      const told = tell(deps, request.armed.token, request, toApiError(error, request));
      // The caller is answered also where the person cannot be told.
      await told.catch((cause: unknown) =>
        request.log.warn({ error: String(cause) }, 'A refused test call is not shown'),
      );
    });
    scope.all(
      `${testAddressPath}:token`,
      { bodyLimit: webhookBodyLimit, config: { access: 'public' } },
      (request, reply) => receive(deps, request, reply),
    );
  });
}

/** Before the body is read: nobody makes us read ten megabytes for an address at which nobody listens. */
async function open(
  deps: TestHookDeps,
  limits: { wrong: RefusalLimit; often: (token: string) => void },
  request: FastifyRequest,
): Promise<void> {
  if (isPartOfOurPage(request.headers)) throw new ApiError('cross_site');
  const { token } = request.params as { token: string };
  const found = await limits.wrong.guard(request.ip, async () => {
    const armed = isToken.test(token) ? await findArmed(deps.db.engine, token) : null;
    if (!armed) throw nobodyListens();
    return armed;
  });
  limits.often(token);
  const config = await configOf(deps, found);
  request.armed = { token, config };
  const takes = methodsOf(config);
  if (takes.includes(request.method)) return;
  const allow = takes.join(', ');
  throw new ApiError('wrong_method', { message: `This webhook takes ${allow}.`, headers: { allow } });
}

/** The same words for an address that never was, one at which nobody listens now, and one that has caught its call. */
function nobodyListens(): ApiError {
  return new ApiError('not_found', {
    message:
      'Nobody listens at this test address now. Choose “Listen for a call” in the webhook trigger, then call again.',
  });
}

async function configOf({ secrets }: TestHookDeps, armed: ArmedCatch): Promise<WebhookConfig> {
  const { org_id, workflow_id, trigger } = armed;
  const opened = await secrets.openDefinition(org_id, alone(trigger), workflow_id);
  return triggerSchemas.webhook.parse(withoutEmptySecret(opened.nodes[0]!.config));
}

async function receive(
  deps: TestHookDeps,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { token, config } = request.armed!;
  const body = (request.body as Buffer | undefined) ?? emptyBody;
  const reason = proofReason(config, request.headers);
  if (reason || !isAuthentic(config, request.headers, body)) throw unproven(config, reason);
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity')
    throw new ApiError('wrong_content_type', { message: 'Send the body without a content encoding.' });
  const call = {
    method: request.method,
    headers: shownHeaders(request, proofHeader(config)),
    query: shownQuery(request.query as CaughtCall['query']),
    data: parseWebhookBody(body, request.headers['content-type']),
  };
  checkTrigger(call);
  refuseLarge(call);
  if (!(await keepCall(deps.db.engine, token, call))) {
    // Another call was first; this one is not worth a word to the person.
    request.armed = null;
    throw nobodyListens();
  }
  return reply.code(200).send({
    caught: true,
    message: 'Caught by the test address. Nothing was started; look at it in the editor.',
  });
}

function unproven(config: WebhookConfig, reason: string | null): ApiError {
  const headers = config.auth === 'basic' ? { 'www-authenticate': 'Basic realm="webhook"' } : undefined;
  const error = new ApiError('webhook_unauthorized', headers ? { headers } : {});
  reasons.set(error, reason ?? proofReason(config, null)!);
  return error;
}

/** Of errors whose caller is told less than the person who listens. */
const reasons = new WeakMap<Error, string>();

async function tell(
  { db }: TestHookDeps,
  token: string,
  request: FastifyRequest,
  error: ApiError,
): Promise<void> {
  const { method } = request;
  const reason = reasons.get(error) ?? error.message;
  await keepRefusal(db.engine, token, {
    at: new Date().toISOString(),
    method,
    status: error.status,
    reason: error.code === 'wrong_method' ? `It came as ${method}. ${reason}` : reason,
  });
}

function refuseLarge(call: unknown): void {
  const bytes = Buffer.byteLength(JSON.stringify(call));
  if (bytes <= testAddressLimits.sample_bytes) return;
  const mb = (bytes / (1024 * 1024)).toFixed(1);
  throw new ApiError('too_large', {
    message: `A call of ${mb} MB is too large for a sample, which has 1 MB at most. Once deployed, the webhook takes 10 MB.`,
  });
}

function shownQuery(query: CaughtCall['query']): CaughtCall['query'] {
  const shown = Object.entries(query).map(([name, value]) => [
    name,
    credentialParameter.test(name) ? '***' : value,
  ]);
  return Object.fromEntries(shown);
}

function shownHeaders(request: FastifyRequest, proof: string | null): Record<string, string> {
  return Object.fromEntries(
    Object.entries(request.headers).flatMap(([name, value]) => {
      if (value === undefined) return [];
      if (name === proof || credential.test(name)) return [[name, '***']];
      return [[name, typeof value === 'string' ? value : value.join(', ')]];
    }),
  );
}

/** Calls to one address in a minute, on this process; each that does not fit is a write. */
function createCallLimit(now: () => number = Date.now): (token: string) => void {
  const seen = new LRUCache<string, { since: number; count: number }>({ max: 10_000 });
  return (token) => {
    const found = seen.get(token);
    if (!found || now() - found.since >= 60_000) {
      seen.set(token, { since: now(), count: 1 });
      return;
    }
    found.count += 1;
    if (found.count > testAddressLimits.calls_a_minute)
      throw new ApiError('rate_limited', { headers: { 'retry-after': '60' } });
  };
}
