/**
 * pg-boss for everything that is not "now, here": overflow, delays, parked retries, recovery. A job is only a baton:
 *  1. It is inserted in the transaction that queues the execution, and removed in the transaction that claims it, so it can
 *     be neither lost nor stuck; the lease of a running execution is its owner's heartbeat, not the job's.
 *  2. It names the fence of the row it is for. A job that is late, doubled or forged claims nothing.
 */

import type pg from 'pg';
import { PgBoss } from 'pg-boss';
import type { Database } from './db/client.ts';
import { newId } from './new_id.ts';
import { countQueuedOf, countReady } from './queue/count_jobs.ts';
import { lanesIndex } from './queue/find_lanes.ts';
import { type SuspectRule, setApart } from './queue/set_apart.ts';
import { Round, type Shares, takeJobs } from './queue/take_jobs.ts';
import { type ClaimedExecution, claimExecutions } from './storage/claim_executions.ts';
import type { ExecutionJob } from './storage/execution_job.ts';

export const queueName = 'executions';
/** Notified when a job can be taken now. */
export const jobsChannel = 'millrace_jobs';

export interface ExecutionQueue {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Inserts jobs; they exist when `tx` commits. */
  insert(tx: pg.ClientBase, jobs: readonly ExecutionJob[]): Promise<void>;
  /**
   * Takes up to `limit` executions for `owner`: organizations share, and within each the most urgent and oldest go first. Of those
   * under which processes have died again and again it takes as many as `suspects` says; the others come a moment later.
   */
  take(owner: string, limit: number, shares: Shares, suspects?: SuspectRule): Promise<ClaimedExecution[]>;
  /** Jobs that could run now, counted up to `limit`. */
  ready(limit: number): Promise<number>;
  /** Executions of one organization that are queued or stand in line, counted up to `limit`. */
  queuedOf(org_id: string, limit: number): Promise<number>;
}

export interface QueueOptions {
  db: Database;
  /** Whether this process also keeps the queue tidy; at least one must. */
  supervise: boolean;
  onError(error: Error): void;
}

export function createQueue({ db, supervise, onError }: QueueOptions): ExecutionQueue {
  const boss = new PgBoss({ db: sqlOn(db.owner), schedule: false, supervise, persistWarnings: false });
  boss.on('error', onError);
  const round = new Round();
  return {
    start: () =>
      alone(db.owner, async () => {
        await boss.start();
        await boss.createQueue(queueName, {
          retryLimit: 1_000,
          retentionSeconds: 30 * 86_400,
          expireInSeconds: 300,
        });
        await db.owner.query(lanesIndex);
        await grantToEngine(db.owner);
      }),
    stop: () => boss.stop({ graceful: false, close: false }),
    insert: (tx, jobs) => insertJobs(boss, tx, jobs),
    take: (owner, limit, shares, suspects) =>
      db.asEngine(async (tx) => {
        const jobs = await takeJobs(tx, queueName, limit, shares, round);
        if (!suspects) return claimExecutions(tx, owner, jobs);
        const { now, later } = setApart(jobs, suspects);
        await insertJobs(boss, tx, later);
        return claimExecutions(tx, owner, now);
      }),
    ready: (limit) => countReady(db.engine, queueName, limit),
    queuedOf: (org_id, limit) => countQueuedOf(db.engine, queueName, org_id, limit),
  };
}

async function insertJobs(boss: PgBoss, tx: pg.ClientBase, jobs: readonly ExecutionJob[]): Promise<void> {
  if (jobs.length === 0) return;
  await boss.insert(
    queueName,
    jobs.map(({ execution_id, fence, org_id, priority, deaths, start_after }) => ({
      // Those that are due at the same moment are taken in the order of their ids.
      id: newId(),
      data: { execution_id, fence, ...(deaths ? { deaths } : {}) },
      group: { id: org_id },
      ...(priority ? { priority } : {}),
      ...(start_after ? { startAfter: start_after } : {}),
    })),
    { db: sqlOn(tx) },
  );
  // Delayed ones are found by looking; a notification costs every committer a lock, so only where somebody can act on it.
  if (jobs.some(({ start_after }) => !start_after)) await tx.query(`select pg_notify('${jobsChannel}', '')`);
}

/** Any number that nobody else uses as an advisory lock. */
const START_LOCK = 6_455_772_004;

/** Processes that start together take turns: neither installing a schema nor granting rights may be done by two at once. */
async function alone(owner: pg.Pool, work: () => Promise<void>): Promise<void> {
  const client = await owner.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [START_LOCK]);
    await work();
  } finally {
    await client.query('select pg_advisory_unlock($1)', [START_LOCK]).catch(() => undefined);
    client.release();
  }
}

/** The runner moves jobs in its own transactions, as the engine role. */
async function grantToEngine(owner: pg.Pool): Promise<void> {
  await owner.query(`
    grant usage on schema pgboss to millrace_engine;
    grant select, insert, update, delete on all tables in schema pgboss to millrace_engine;
    grant execute on all functions in schema pgboss to millrace_engine`);
}

function sqlOn(db: pg.Pool | pg.ClientBase) {
  return { executeSql: (text: string, values?: unknown[]) => db.query(text, values) };
}
