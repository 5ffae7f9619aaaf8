/**
 * `/resume/:token` and `/approve/:token`: whoever has such an address may end that wait, or decide that approval, without an
 * account. What a call is refused for, in this order: too many refusals (429), method (405), unknown or forged (404, the same
 * for both), used, late or over (409, 410), size (413), body (400, 415, 422).
 *  1. Looking changes nothing: mail scanners and link previews open addresses by themselves. Only POST, PUT and PATCH do.
 *  2. Nothing about the organization is told but what the approval itself asks.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiError } from '../../errors.ts';
import { toApiError } from '../../plugins/error_handler.ts';
import { readTheRest } from '../../plugins/read_the_rest.ts';
import type { ServerDeps } from '../../server_deps.ts';
import { sendProblem } from './answer.ts';
import { approvalDoor } from './approve.ts';
import { type Door, type Opened, unknownAddress } from './door.ts';
import { createRefusalLimit } from './refusal_limit.ts';
import { resumeDoor } from './resume.ts';

declare module 'fastify' {
  interface FastifyRequest {
    opened: Opened | null;
  }
}

const isToken = /^[A-Za-z0-9_-]{43,2000}$/;
const looking: readonly string[] = ['GET', 'HEAD'];
const emptyBody = Buffer.alloc(0);

export function registerPublic(app: FastifyInstance, deps: Pick<ServerDeps, 'db' | 'runtime'>): void {
  app.register(async (scope) => {
    const limit = createRefusalLimit();
    scope.removeAllContentTypeParsers();
    // The raw bytes: what they mean is decided by what waits for them.
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    scope.decorateRequest('opened', null);
    scope.setErrorHandler(async (thrown: Error, request, reply) => {
      const error = toApiError(thrown, request);
      if (error.status === 413) await readTheRest(request.raw);
      return sendProblem(request, reply, error);
    });
    // A wildcard, because a token holds the path of its step and may be longer than a parameter.
    for (const door of [resumeDoor(deps), approvalDoor(deps)])
      scope.all(`${door.path}*`, {
        bodyLimit: door.body_limit,
        config: { access: 'public' },
        onRequest: async (request) => {
          request.opened = await limit.guard(request.ip, () => open(door, request));
        },
        handler: async (request, reply) => {
          if (looking.includes(request.method)) return request.opened!.show(request, reply);
          return request.opened!.act((request.body as Buffer | undefined) ?? emptyBody, request, reply);
        },
      });
  });
}

async function open(door: Door, request: FastifyRequest): Promise<Opened> {
  const takes = [...looking, ...door.methods];
  if (!takes.includes(request.method)) {
    const allow = takes.join(', ');
    throw new ApiError('wrong_method', { message: `This address takes ${allow}.`, headers: { allow } });
  }
  const { '*': token } = request.params as { '*': string };
  if (!isToken.test(token)) throw unknownAddress();
  return door.open(token);
}
