/**
 * Deletes executions that have been kept long enough. Invariants:
 *  1. What has not ended is never touched, however old it is.
 *  2. Each statement deletes few rows, and there is a pause after it: nobody who runs executions notices.
 *  3. One process does it at a time; what it stops in the middle of goes on where the next one begins.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Database } from '../db/client.ts';
import type { RuntimeLog } from '../runtime/log.ts';
import { type Deleted, deleteExecutions } from './delete_executions.ts';
import { dropEmptyPartitions } from './drop_partitions.ts';
import { findRules } from './find_rules.ts';
import { type KeptFor, keptFor } from './kept_for.ts';

export interface RetentionParts {
  db: Pick<Database, 'owner' | 'engine'>;
  log: RuntimeLog;
  /** What holds where neither the workflow nor the organization says anything. */
  server: KeptFor;
  /** The time of the database. */
  now(): Date;
  batch?: number;
  pause_ms?: number;
}

export interface RetentionReport extends Deleted {
  /** Partitions that were empty and are gone. */
  partitions: string[];
}

const PAGE = 200;
const BATCH = 500;
const PAUSE_MS = 20;
const DAY_MS = 86_400_000;
/** Any number that nobody else uses as an advisory lock. */
const RETENTION_LOCK = 6_455_772_005;
const first = '00000000-0000-0000-0000-000000000000';
const well = ['success', 'partial_success', 'cancelled'];
const failed = ['error', 'timed_out'];

/** Null when another process is at it. Ends early when `signal` aborts. */
export async function applyRetention(
  parts: RetentionParts,
  signal: AbortSignal,
): Promise<RetentionReport | null> {
  return alone(parts.db.owner, async () => {
    const deleted = await deleteOld(parts, signal);
    const partitions = signal.aborted ? [] : await dropEmptyPartitions(parts.db, parts.now());
    const report = { ...deleted, partitions };
    if (deleted.executions > 0 || partitions.length > 0)
      parts.log.info({ ...report }, 'Executions that were kept long enough are deleted');
    return report;
  });
}

async function deleteOld(parts: RetentionParts, signal: AbortSignal): Promise<Deleted> {
  const total: Deleted = { executions: 0, blobs: 0 };
  for (let after = first; !signal.aborted; ) {
    const rules = await findRules(parts.db.engine, after, PAGE);
    for (const { workflow_id, ...settings } of rules) {
      const { days, failed_days } = keptFor(settings, parts.server);
      await deleteOf(parts, { workflow_id, statuses: well, days }, total, signal);
      await deleteOf(parts, { workflow_id, statuses: failed, days: failed_days }, total, signal);
    }
    const last = rules.at(-1);
    if (!last || rules.length < PAGE) break;
    after = last.workflow_id;
  }
  return total;
}

async function deleteOf(
  { db, now, batch = BATCH, pause_ms = PAUSE_MS }: RetentionParts,
  { workflow_id, statuses, days }: { workflow_id: string; statuses: string[]; days: number },
  total: Deleted,
  signal: AbortSignal,
): Promise<void> {
  const before = new Date(now().getTime() - days * DAY_MS);
  while (!signal.aborted) {
    const { executions, blobs } = await deleteExecutions(db.engine, { workflow_id, statuses, before }, batch);
    total.executions += executions;
    total.blobs += blobs;
    if (executions < batch) return;
    await sleep(pause_ms);
  }
}

async function alone<T>(owner: pg.Pool, work: () => Promise<T>): Promise<T | null> {
  const client = await owner.connect();
  try {
    const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [
      RETENTION_LOCK,
    ]);
    if (!rows[0]!.mine) return null;
    try {
      return await work();
    } finally {
      await client.query('select pg_advisory_unlock($1)', [RETENTION_LOCK]).catch(() => undefined);
    }
  } finally {
    client.release();
  }
}
