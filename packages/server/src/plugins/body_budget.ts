/**
 * How many bytes of bodies this process carries at once. Each one is held whole, parsed, and kept until its answer has gone; a
 * thousand large ones together would end the process, and everybody's executions with it. Who comes when the budget is spent is
 * told to come again before its body is read. One whose length nobody said counts as the largest that its route takes.
 *  1. Small bodies have a budget of their own: large ones, whoever sends them, keep nobody from calling.
 *  2. Who announced a body and sends it drop by drop keeps nobody out: as soon as there is no room its connection is closed.
 */
import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiError } from '../errors.ts';

export const bodyBudget = {
  /** Bytes of all together. */
  large: 256 * 1024 * 1024,
  /** Bytes of the small ones together; beyond that they take from the large ones' budget. */
  small: 32 * 1024 * 1024,
  /** What a small one may come to, in bytes. */
  smallest: 64 * 1024,
  /** How long a body may be slow, in milliseconds; after that it comes at least this fast, in bytes a second. */
  patience_ms: 5_000,
  slowest: 32 * 1024,
};
export type BodyBudget = typeof bodyBudget;
const RETRY_AFTER_S = '1';
/** Looks for slow ones in the time of one patience. */
const LOOKS = 20;

interface Room {
  readonly most: number;
  carried: number;
}

interface Carried {
  room: Room;
  bytes: number;
  raw: IncomingMessage;
  since: number;
  /** What its connection had brought before it. */
  read: number;
}

/** Holds for every route that is registered after it. */
export function registerBodyBudget(app: FastifyInstance, budget: BodyBudget = bodyBudget): void {
  const small: Room = { most: budget.small, carried: 0 };
  const large: Room = { most: budget.large, carried: 0 };
  const all = new Set<Carried>();
  let looked = Number.NEGATIVE_INFINITY;

  function roomFor(bytes: number): Room | undefined {
    if (bytes <= budget.smallest && small.carried + bytes <= small.most) return small;
    return large.carried === 0 || large.carried + bytes <= large.most ? large : undefined;
  }

  function release(one: Carried): void {
    if (all.delete(one)) one.room.carried -= one.bytes;
  }

  function dropSlow(now: number): void {
    if (now - looked < budget.patience_ms / LOOKS) return;
    looked = now;
    for (const one of all) {
      if (!isSlow(one, now, budget)) continue;
      release(one);
      one.raw.destroy();
    }
  }

  app.addHook('onRequest', (request, reply, done) => {
    const bytes = bytesOf(request);
    if (bytes === 0) {
      done();
      return;
    }
    const now = performance.now();
    let room = roomFor(bytes);
    if (!room) {
      dropSlow(now);
      room = roomFor(bytes);
    }
    if (!room) {
      done(overBudget());
      return;
    }
    const { raw } = request;
    const one: Carried = { room, bytes, raw, since: now, read: raw.socket.bytesRead };
    room.carried += bytes;
    all.add(one);
    reply.raw.once('close', () => release(one));
    done();
  });
}

function isSlow({ raw, since, read }: Carried, now: number, { patience_ms, slowest }: BodyBudget): boolean {
  const ms = now - since;
  if (raw.complete || ms < patience_ms) return false;
  return raw.socket.bytesRead - read < (ms / 1_000) * slowest;
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
