/**
 * Which process runs what. Invariants:
 *  1. A process owns under one id, and beats for it every two seconds with the database's clock.
 *  2. Whoever finds a row that did not beat for ten seconds deletes it, and in the same transaction queues what it ran. A process
 *     whose row is gone stops what it ran and goes on under a new id; its late writes are refused by their fence.
 *  3. A process judges others only after it has itself seen the database for that long: after an outage everybody is late.
 */
import { hostname } from 'node:os';
import type { Database } from '../db/client.ts';
import { newId } from '../new_id.ts';
import type { ExecutionQueue } from '../queue.ts';
import { beat, registerProcess, removeProcess } from '../storage/processes.ts';
import { takeOver, takeOverLimit } from '../storage/take_over.ts';
import type { Listener } from './listener.ts';
import type { RuntimeLog } from './log.ts';
import { type Repeated, repeat } from './repeat.ts';

export const HEARTBEAT_MS = 2_000;
export const STALE_AFTER_MS = 10_000;

export interface OwnershipOptions {
  db: Database;
  listener: Listener;
  queue: Pick<ExecutionQueue, 'insert'>;
  log: RuntimeLog;
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
  start(): Promise<void>;
  /** Ends the heartbeat and removes the row; what is still owned is then free for the others. */
  stop(): Promise<void>;
}

export function createOwnership(options: OwnershipOptions): Ownership {
  const { db, listener, queue, log, role, sole_instance, onLost } = options;
  const heartbeat_ms = options.heartbeat_ms ?? HEARTBEAT_MS;
  const stale_after_ms = options.stale_after_ms ?? STALE_AFTER_MS;
  let id = newId();
  let loop: Repeated | undefined;
  /** Since when heartbeats got through without a gap, on the monotonic clock. */
  let steady_since: number | null = null;

  const register = () =>
    listener.use((client) => registerProcess(client, { id, role, host: hostname(), pid: process.pid }));

  async function keepAlive(): Promise<void> {
    let alive: boolean;
    try {
      alive = await listener.use((client) => beat(client, id));
    } catch (error) {
      steady_since = null;
      throw error;
    }
    steady_since ??= performance.now();
    if (!alive) await rename();
    else if (performance.now() - steady_since >= stale_after_ms) await bury(stale_after_ms / 1_000);
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
