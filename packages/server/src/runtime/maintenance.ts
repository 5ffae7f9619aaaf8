/** What keeps promises over time: lost jobs, forgotten executions, cancellations and signals that were not heard, partitions, old rows. */
import type { Database } from '../db/client.ts';
import type { Gates } from '../gates/gates.ts';
import { type ExecutionQueue, queueName } from '../queue.ts';
import type { KeptFor } from '../retention/kept_for.ts';
import { applyRetention } from '../retention/retention.ts';
import { findForgotten, findLost } from '../storage/find_lost.ts';
import { handBack } from '../storage/hand_back.ts';
import { createPartitions } from '../storage/partitions.ts';
import { prune, pruneJobs } from '../storage/prune.ts';
import { findCancelRequests } from '../storage/request_cancel.ts';
import type { RuntimeLog } from './log.ts';
import { type Repeated, repeat } from './repeat.ts';
import type { Runner } from './runner.ts';
import type { SignalReader } from './signal_reader.ts';

export interface MaintenanceParts {
  db: Database;
  queue: ExecutionQueue;
  gates: Pick<Gates, 'watch'>;
  runner: Runner;
  reader: Pick<SignalReader, 'readUnheard'>;
  /** How long executions are kept where nobody says otherwise. */
  retention: KeptFor;
  log: RuntimeLog;
  owner(): string;
  /** The time of the database. */
  now(): Date;
}

/** Any number that nobody else uses as an advisory lock. */
const WATCHDOG_LOCK = 6_455_772_003;
const WATCHDOG_MS = 30_000;
/** A job may be a moment behind its row only while it is being inserted; this is far longer. */
const LOST_AFTER_S = 30;
const FORGOTTEN_MS = 5_000;
const GATES_MS = 2_000;
const CANCEL_LOOK_MS = 1_000;
/** A lost notification delays the end of a wait by this, in milliseconds. */
const SIGNALS_MS = 3_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** Begins all of it; stop every one. */
export function maintain(parts: MaintenanceParts): Repeated[] {
  const { log } = parts;
  const every = (interval_ms: number, what: string, task: () => Promise<void>): Repeated =>
    repeat(task, {
      interval_ms,
      onError: (error) => log.debug({ error: String(error) }, `${what} failed; it is tried again`),
    });
  const suspects = new Set<string>();
  const ended = new AbortController();
  return [
    every(CANCEL_LOOK_MS, 'Looking for cancellations', () => stopCancelled(parts)),
    every(SIGNALS_MS, 'Looking for ends of waits', () => parts.reader.readUnheard(parts.owner())),
    every(FORGOTTEN_MS, 'Looking for forgotten executions', () => returnForgotten(parts, suspects)),
    every(GATES_MS, 'Looking at gates', () => parts.gates.watch()),
    every(WATCHDOG_MS, 'Looking for lost jobs', () => queueLost(parts)),
    every(DAY_MS, 'Creating partitions', async () => {
      const skipped = await createPartitions(parts.db.owner);
      if (skipped.length > 0)
        log.warn({ skipped }, 'Executions of these months stay in the default partition');
    }),
    every(DAY_MS, 'Deleting what is too old', async () => {
      await prune(parts.db.engine, ended.signal);
      await pruneJobs(parts.db.engine, queueName, ended.signal);
    }),
    every(HOUR_MS, 'Deleting executions that were kept long enough', async () => {
      await applyRetention({ ...parts, server: parts.retention }, ended.signal);
    }),
    { wake: () => undefined, stop: async () => ended.abort() },
  ];
}

async function stopCancelled({ db, runner, owner }: MaintenanceParts): Promise<void> {
  if (runner.running.size === 0) return;
  for (const id of await findCancelRequests(db.engine, owner())) runner.cancel(id);
}

/** Twice in a row: between a claim and its run there is a moment in which the row is ours and nothing runs yet. */
async function returnForgotten(
  { db, queue, runner, log, owner }: MaintenanceParts,
  suspects: Set<string>,
): Promise<void> {
  const self = owner();
  const found = await findForgotten(db.engine, self, [...runner.running.keys()]);
  const ids = found.filter((id) => suspects.has(id) && !runner.running.has(id));
  suspects.clear();
  for (const id of found) suspects.add(id);
  if (ids.length === 0) return;
  log.warn({ executions: ids.length }, 'Executions whose writes were given up go through the queue again');
  await db.asEngine(async (tx) =>
    queue.insert(tx, await handBack(tx, { owner: self, ids, as_recovery: true })),
  );
}

async function queueLost({ db, queue, log }: MaintenanceParts): Promise<void> {
  const lost = await db.asEngine(async (tx) => {
    const { rows } = await tx.query<{ mine: boolean }>('select pg_try_advisory_xact_lock($1) as mine', [
      WATCHDOG_LOCK,
    ]);
    if (!rows[0]!.mine) return [];
    const jobs = await findLost(tx, queueName, LOST_AFTER_S);
    await queue.insert(tx, jobs);
    return jobs;
  });
  if (lost.length > 0)
    log.warn({ executions: lost.length }, 'Executions that had lost their job were queued again');
}
