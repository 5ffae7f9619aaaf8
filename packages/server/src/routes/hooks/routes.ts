/**
 * `ANY /hooks/:token` and `/hooks/:org_slug/:path`: the hot path of the product. What a call is refused for, in this order:
 * unknown or paused (404, the same for both), method (405), size (413), proof (401), body (400, 415, 422).
 */
import type { TriggerInput, WebhookConfig } from '@millrace/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from '../../errors.ts';
import type { ExecuteAnswer, Runtime } from '../../runtime/runtime.ts';
import { answerOf, sendAnswer } from '../../triggers/webhook_answer.ts';
import { isAuthentic } from '../../triggers/webhook_auth.ts';
import { parseWebhookBody } from '../../triggers/webhook_body.ts';
import type { WebhookTarget } from '../../triggers/webhook_targets.ts';

declare module 'fastify' {
  interface FastifyRequest {
    hook: WebhookTarget | null;
  }
}

export const webhookBodyLimit = 10 * 1024 * 1024;
/** How long a caller waits for the workflow's own answer, in milliseconds. */
const patience = 60_000;
/** HEAD and OPTIONS ask about an address; they are no calls. */
const anyMethod: readonly string[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const emptyBody = Buffer.alloc(0);
/** What addresses are made of: anything else listens nowhere, whatever its percent signs stand for. */
const isAddress = /^[A-Za-z0-9_-]+$/;
const isPath = /^[A-Za-z0-9_/-]+$/;

export function registerHooks(
  app: FastifyInstance,
  { runtime }: { runtime: Pick<Runtime, 'execute' | 'webhooks'> },
): void {
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    // The raw bytes, whatever they claim to be: signatures are about bytes, and what they mean is decided after the proof.
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    scope.decorateRequest('hook', null);
    scope.addHook('onRequest', (request, _reply, done) => findTarget(runtime, request, done));
    const options = { bodyLimit: webhookBodyLimit, config: { access: 'public' } } as const;
    scope.all('/hooks/:token', options, (request, reply) => receive(runtime, request, reply));
    scope.all('/hooks/:token/*', options, (request, reply) => receive(runtime, request, reply));
  });
}

/** Before the body is read: nobody makes us read ten megabytes for an address that does not exist. */
function findTarget(
  runtime: Pick<Runtime, 'webhooks'>,
  request: FastifyRequest,
  done: (error?: Error) => void,
): void {
  const { token, '*': path } = request.params as { token: string; '*'?: string };
  if (!isAddress.test(token) || !(path === undefined || isPath.test(path))) {
    done(refusal(null, request));
    return;
  }
  // Only a path has slashes after its first part, so no two addresses share a key.
  const key = path === undefined ? token : `${token}/${path}`;
  const known = runtime.webhooks.known(key);
  if (known !== undefined) {
    done(refusal(known, request));
    return;
  }
  const address = path === undefined ? { token } : { org_slug: token, path };
  runtime.webhooks.find(key, address).then((target) => done(refusal(target, request)), done);
}

/** Why this call is refused before its body is read; undefined when it is not. */
function refusal(target: WebhookTarget | null, request: FastifyRequest): ApiError | undefined {
  if (isPartOfOurPage(request.headers)) return new ApiError('cross_site');
  if (!target) return new ApiError('not_found', { message: 'No webhook listens at this address.' });
  const takes = methodsOf(target.config);
  if (!takes.includes(request.method)) {
    const allow = takes.join(', ');
    return new ApiError('wrong_method', { message: `This webhook takes ${allow}.`, headers: { allow } });
  }
  request.hook = target;
  return undefined;
}

/** The methods that a call may have. */
export function methodsOf({ method }: Pick<WebhookConfig, 'method'>): readonly string[] {
  return method === 'ANY' ? anyMethod : [method];
}

/** Our pages take no script or style from a webhook; their policy would let one in, because it comes from their own origin. */
export function isPartOfOurPage(headers: FastifyRequest['headers']): boolean {
  const purpose = headers['sec-fetch-dest'];
  if (purpose === undefined || headers['sec-fetch-site'] !== 'same-origin') return false;
  return purpose !== 'empty' && purpose !== 'document';
}

async function receive(
  runtime: Pick<Runtime, 'execute'>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const target = request.hook!;
  const body = (request.body as Buffer | undefined) ?? emptyBody;
  prove(target, request, body);
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity')
    throw new ApiError('wrong_content_type', { message: 'Send the body without a content encoding.' });
  const trigger: TriggerInput = {
    data: parseWebhookBody(body, request.headers['content-type']),
    headers: visibleHeaders(request, target.hidden_headers),
    query: plainQuery(request.query as Record<string, string | string[]>),
    method: request.method,
  };
  const delivery = target.delivery_id?.(request.headers, trigger);
  const answer = await runtime.execute({
    org_id: target.workflow.org_id,
    workflow_id: target.workflow.id,
    trigger_type: 'webhook',
    trigger,
    triggered_by: null,
    wait: target.waits ? 'response' : null,
    wait_ms: patience,
    ...(delivery ? { idempotency: deliveryKey(target, delivery) } : {}),
  });
  return target.waits ? respond(reply, answer, target) : accepted(reply, answer.execution_id);
}

function respond(
  reply: FastifyReply,
  { execution_id, finished, response }: ExecuteAnswer,
  { config }: WebhookTarget,
): FastifyReply {
  if (response) return sendAnswer(reply, response);
  // It came to no Respond node: what its steps gave is for the caller only where the trigger says so.
  const isGood = finished?.status === 'success' || finished?.status === 'partial_success';
  if (isGood && config.respond === 'immediately') return accepted(reply, execution_id);
  if (finished) return sendAnswer(reply, answerOf(finished));
  return accepted(reply, execution_id);
}

function accepted(reply: FastifyReply, execution_id: string): FastifyReply {
  return reply.code(202).type('application/json; charset=utf-8').send(`{"execution_id":"${execution_id}"}`);
}

function prove(target: WebhookTarget, request: FastifyRequest, body: Buffer): void {
  if (target.config.auth === 'none' || isAuthentic(target.config, request.headers, body)) return;
  const challenge =
    target.config.auth === 'basic' ? { headers: { 'www-authenticate': 'Basic realm="webhook"' } } : {};
  throw new ApiError('webhook_unauthorized', challenge);
}

/** Secrets of the caller are no data of the workflow: they would be stored with it. */
function visibleHeaders(request: FastifyRequest, hidden: ReadonlySet<string>): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name in request.headers) {
    const value = request.headers[name];
    if (value === undefined) continue;
    headers[name] = hidden.has(name) ? '***' : typeof value === 'string' ? value : value.join(', ');
  }
  return headers;
}

function plainQuery(query: Record<string, string | string[]>): Record<string, string | string[]> {
  // The parser's object has no prototype; expressions and tests expect a plain one.
  return Object.fromEntries(Object.entries(query));
}

function deliveryKey({ workflow, config }: WebhookTarget, key: string) {
  return { scope: `webhook:${workflow.id}`, key, window_seconds: config.dedupe_window_seconds };
}
