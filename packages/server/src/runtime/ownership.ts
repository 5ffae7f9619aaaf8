/**
 * Which process runs what. Invariants:
 *  1. A process owns under one id, and beats for it every two seconds with the database's clock.
 *  2. Whoever finds a row that did not beat for ten seconds deletes it, and in the same transaction queues what it ran. A process
 *     whose row is gone stops what it ran and goes on under a new id; its late writes are refused by their fence.
 *  3. A process judges others only after it has itself seen the database for that long: after an outage everybody is late, and so
 *     is everybody after the machine slept.
 *  4. A process that could not beat for a while (frozen, cut off) is not certain of what it owns until it has beaten again.
 *  5. Every heartbeat also tells the time of the database. No decision here compares the clocks of two machines.
 */
import { hostname } from 'node:os';
import type { Database } from '../db/client.ts';
import { newId } from '../new_id.ts';
import type { ExecutionQueue } from '../queue.ts';
import { beat, registerProcess, removeProcess } from '../storage/processes.ts';
import { takeOver, takeOverLimit } from '../storage/take_over.ts';
import type { DatabaseClock } from './clock.ts';
import type { Listener } from './listener.ts';
import type { RuntimeLog } from './log.ts';
import { type Repeated, repeat } from './repeat.ts';

export const HEARTBEAT_MS = 2_000;
export const STALE_AFTER_MS = 10_000;
/** The part of the time after which others judge, in which a process is certain that they have not. */
const CERTAIN_PART = 0.8;

export interface OwnershipOptions {
  db: Database;
  listener: Listener;
  queue: Pick<ExecutionQueue, 'insert'>;
  log: RuntimeLog;
  clock: Pick<DatabaseClock, 'measured'>;
  role: string;
  /** No other process of this installation can be alive: what is owned is orphaned. */
  sole_instance: boolean;
  heartbeat_ms?: number;
  stale_after_ms?: number;
  /** The executions of this id belong to others now. */
  onLost(owner: string): void;
}

export interface Ownership {
  /** The id under which executions are owned from now on. */
  readonly id: string;
  /** Whether a heartbeat got through so lately that nobody can have taken anything from it. */
  isCertain(): boolean;
  /** Resolves once it is certain, after `onLost` where it lost; nothing when it is. */
  certain(): Promise<void> | undefined;
  start(): Promise<void>;
  /** Ends the heartbeat and removes the row; what is still owned is then free for the others. */
  stop(): Promise<void>;
}

export function createOwnership(options: OwnershipOptions): Ownership {
  const { db, listener, queue, log, clock, role, sole_instance, onLost } = options;
  const heartbeat_ms = options.heartbeat_ms ?? HEARTBEAT_MS;
  const stale_after_ms = options.stale_after_ms ?? STALE_AFTER_MS;
  let id = newId();
  let loop: Repeated | undefined;
  /** Since when heartbeats got through without a gap, on the monotonic clock. */
  let steady_since: number | null = null;
  /** When the last heartbeat that got through was sent. */
  let beaten: Moment | null = null;
  const waiting: (() => void)[] = [];

  async function register(): Promise<void> {
    const sent = moment();
    const time_ms = await listener.use((client) =>
      registerProcess(client, { id, role, host: hostname(), pid: process.pid }),
    );
    clock.measured(time_ms, sent.monotonic, performance.now());
    beaten = sent;
  }

  const isCertain = (): boolean => beaten !== null && since(beaten) < stale_after_ms * CERTAIN_PART;

  async function keepAlive(): Promise<void> {
    const sent = moment();
    let time_ms: number | null;
    try {
      time_ms = await listener.use((client) => beat(client, id));
    } catch (error) {
      steady_since = null;
      throw error;
    }
    const alive = time_ms !== null;
    if (time_ms !== null) clock.measured(time_ms, sent.monotonic, performance.now());
    if (beaten && since(beaten) > stale_after_ms) steady_since = null;
    steady_since ??= performance.now();
    if (alive) beaten = sent;
    else await rename();
    for (const tell of waiting.splice(0)) tell();
    if (alive && performance.now() - steady_since >= stale_after_ms) await bury(stale_after_ms / 1_000);
  }

  async function rename(): Promise<void> {
    const lost = id;
    id = newId();
    log.warn({ lost, id }, 'This process was silent too long; others took its executions over');
    onLost(lost);
    await register();
  }

  async function bury(stale_after_s: number): Promise<void> {
    for (;;) {
      const jobs = await db.asEngine(async (tx) => {
        const freed = await takeOver(tx, { self: id, stale_after_s });
        await queue.insert(tx, freed);
        return freed;
      });
      if (jobs.length > 0)
        log.warn({ executions: jobs.length }, 'Executions of a process that died go on elsewhere');
      if (jobs.length < takeOverLimit) return;
    }
  }

  return {
    get id() {
      return id;
    },
    isCertain,
    certain() {
      if (isCertain()) return undefined;
      loop?.wake();
      return new Promise((resolve) => waiting.push(resolve));
    },
    async start() {
      await register();
      if (sole_instance) await bury(0);
      loop = repeat(keepAlive, {
        interval_ms: heartbeat_ms,
        onError: (error) => log.debug({ error: String(error) }, 'A heartbeat did not get through'),
      });
    },
    async stop() {
      await loop?.stop();
      await listener.use((client) => removeProcess(client, id)).catch(() => undefined);
    },
  };
}

/** By both clocks: one does not go on while the machine sleeps, the other may be set. */
interface Moment {
  monotonic: number;
  wall: number;
}

function moment(): Moment {
  return { monotonic: performance.now(), wall: Date.now() };
}

/** Milliseconds since then, by whichever clock says more: too much costs a heartbeat, too little a repeated effect. */
function since({ monotonic, wall }: Moment): number {
  return Math.max(performance.now() - monotonic, Date.now() - wall);
}
