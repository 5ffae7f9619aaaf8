/**
 * How many bytes of bodies this process carries at once. Each one is held whole, parsed, and kept until its answer has gone; a
 * thousand large ones together would end the process, and everybody's executions with it. Who comes when the budget is spent is
 * told to come again before its body is read. One whose length nobody said counts as the largest that its route takes.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiError } from '../errors.ts';

export const bodyBudget = 256 * 1024 * 1024;
const RETRY_AFTER_S = '1';

/** Holds for every route that is registered after it. @param budget in bytes */
export function registerBodyBudget(app: FastifyInstance, budget = bodyBudget): void {
  let carried = 0;
  app.addHook('onRequest', (request, reply, done) => {
    const bytes = bytesOf(request);
    if (bytes === 0) {
      done();
      return;
    }
    if (carried > 0 && carried + bytes > budget) {
      done(overBudget());
      return;
    }
    carried += bytes;
    reply.raw.once('close', () => {
      carried -= bytes;
    });
    done();
  });
}

/** What the body may come to; one that is longer than its route takes is refused by the reader, who stops there. */
function bytesOf({ headers, routeOptions }: FastifyRequest): number {
  const most = routeOptions.bodyLimit ?? 0;
  if (headers['transfer-encoding'] !== undefined) return most;
  const length = headers['content-length'];
  return length === undefined ? 0 : Math.min(Number(length) || 0, most);
}

function overBudget(): ApiError {
  return new ApiError('overloaded', {
    message:
      'So many large requests are being served that there is no room for this one. Try again in a moment.',
    headers: { 'retry-after': RETRY_AFTER_S },
  });
}
