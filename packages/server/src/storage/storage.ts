/**
 * The engine's Storage over PostgreSQL. Invariants:
 *  1. A promise that resolved is a commit. After a broken connection the rows are looked up, by id, owner and fence.
 *  2. Every write of an accepted execution names its owner and fence; an execution that was lost rejects with OwnershipLost.
 *  3. An execution that was never accepted costs one insert in all, or one transaction when it parks; entries that are noted
 *     while its row is on its way leave with the row.
 *  4. An execution whose data the database refuses ends as an error that says so, and not in a loop.
 *  5. Only what waited, stands in a gate, was called or calls for an error workflow pays for more than its own row.
 */
import {
  type ExecutionStart,
  type FinishedExecution,
  type JournalEntry,
  OwnershipLost,
  type ParkedExecution,
  type Signal,
  type Storage,
} from '@millrace/engine';
import type { Database } from '../db/client.ts';
import type { QueuedStart } from '../gates/queued_start.ts';
import type { ExecutionQueue } from '../queue.ts';
import { DatabaseAway } from '../runtime/database_errors.ts';
import type { ChildLimit } from '../signals/child_limit.ts';

import { type BlobRow, blobOf } from './blobs.ts';
import { createEnds, type Ends, endedOf } from './end_hooks.ts';
import type { Hold } from './hold.ts';
import { type Kept, keepsData, keptData, unstorable } from './kept_data.ts';
import { Apart } from './large_values.ts';
import { type PrintedEnd, printEnded, printKeptTrigger } from './print_ended.ts';
import { type FinishedRow, type NewExecution, newExecution, printSteps } from './rows.ts';
import type { Ending } from './write_ended.ts';
import { type Entries, entriesOf } from './write_entries.ts';
import { parkedRow, parkingOf } from './write_parked.ts';
import { createWriters, type Registration } from './writers.ts';

export type { Hold } from './hold.ts';

export interface ExecutionStorage extends Storage {
  /** Must be called before the engine gets the execution, with the same object. */
  hold(start: ExecutionStart, hold: Hold): void;
  release(start: ExecutionStart): void;
  /** Commits the row of an execution that runs; the engine's own call then does nothing more. */
  accept(start: ExecutionStart, started_at: Date): Promise<void>;
  /** Commits the row `queued` together with its job, or its place in line. */
  enqueue(start: QueuedStart): Promise<void>;
  /** Rows that wait for their commit. */
  readonly waiting: number;
  /** What they weigh, about, in bytes. */
  readonly waiting_bytes: number;
  /** Milliseconds since the database stopped answering; 0 while it answers. */
  readonly away_ms: number;
}

export interface StorageOptions {
  db: Database;
  queue: Pick<ExecutionQueue, 'insert'>;
  /** What happens together with an end; nothing where it is left out. */
  ends?: Ends;
  /** How much may be queued by calling other workflows; absent: whatever they call. */
  children?: ChildLimit | undefined;
  onBatch?(writer: string, rows: number): void;
  patience_ms?: number;
}

const noSignals: readonly Signal[] = [];

/** What is known is kept through an outage of this length; ingest refuses new work long before it weighs too much. */
const PATIENCE_MS = 15 * 60_000;

export function createStorage({
  db,
  queue,
  ends = createEnds([]),
  children,
  onBatch,
  patience_ms = PATIENCE_MS,
}: StorageOptions): ExecutionStorage {
  /** An execution that came back to this process is another object than the one that was lost. */
  const holds = new Map<ExecutionStart, Hold>();
  const writers = createWriters({ db, queue, ends, children, onBatch, patience_ms });

  const holdOf = (start: ExecutionStart): Hold => {
    const hold = holds.get(start);
    if (!hold) throw new Error(`Execution ${start.id} is written without being held`);
    if (hold.lost) throw new OwnershipLost(start.id);
    return hold;
  };

  /** Large values are committed before what refers to them. */
  async function keep(hold: Hold, rows: readonly BlobRow[]): Promise<void> {
    hold.large = true;
    await writers.blobs.keep(rows);
  }

  async function accept(start: ExecutionStart, started_at: Date): Promise<void> {
    const hold = holdOf(start);
    if (hold.accepted) return hold.accepted;
    const row = { ...newExecution(start, hold.owner), started_at };
    if (row.blobs.length > 0) hold.large = true;
    hold.opening = { row, journal: [], left: false };
    hold.accepted = writers.opener.push(hold.opening).catch((error: unknown) => {
      // Refused for its data: there is no row, and the end of the execution is written as a new one.
      if (!isLostOrAway(error)) hold.accepted = null;
      throw error;
    });
    return hold.accepted;
  }

  async function append(start: ExecutionStart, entries: readonly JournalEntry[]): Promise<readonly Signal[]> {
    const hold = holdOf(start);
    const apart = new Apart({ execution_id: start.id, org_id: start.org_id });
    const written = entriesOf(start, hold.owner, entries, { apart, waited: hasWaited(start, hold) });
    if (apart.rows.length > 0) await keep(hold, apart.rows);
    if (written.waits.length > 0) hold.waited = true;
    if (written.waits.length + written.later.length > 0) return register(hold, written);
    const { opening } = hold;
    if (opening && !opening.left) {
      opening.journal.push(...written.journal);
      await hold.accepted;
      return noSignals;
    }
    await hold.accepted;
    await Promise.all(written.journal.map((row) => writers.journaler.push(row)));
    return noSignals;
  }

  async function register(hold: Hold, entries: Entries): Promise<readonly Signal[]> {
    await hold.accepted;
    const registration: Registration = { entries, signals: noSignals };
    await writers.registrar.push(registration);
    return registration.signals;
  }

  async function finish(finished: FinishedExecution): Promise<void> {
    const hold = holdOf(finished.start);
    hold.finishing = true;
    try {
      await writeFinished(finished, keptData(finished, hold.save_data), hold);
    } catch (error) {
      if (isLostOrAway(error)) throw error;
      hold.stored = unstorable(finished, error as Error);
      const kept = hold.accepted ? hold.stored : { ...hold.stored, trigger: null };
      await writeFinished(hold.stored, kept, hold);
    }
  }

  /** @param finished whole, for whoever else its end concerns; @param kept what is written of it */
  async function writeFinished(finished: FinishedExecution, kept: Kept, hold: Hold): Promise<void> {
    const { start } = finished;
    const printed = printEnded(kept);
    if (printed.blobs.length > 0) await keep(hold, printed.blobs);
    const waited = hasWaited(start, hold);
    const ended = endedOf(finished, { waited, settings_unknown: hold.settings_unknown ?? false });
    const erase = !keepsData(finished.status, hold.save_data) && hasLarge(start, hold);
    const hooked = erase || ends.needed(ended);
    if (!hold.accepted) {
      const row = endedRow(kept, printed, hold);
      if (hooked) return writers.ender.push({ row: { kind: 'insert', row }, ended, erase });
      return writers.opener.push({ row, journal: [], left: false });
    }
    await hold.accepted;
    const row = finishedRow(kept, printed, hold);
    if (!hooked) return writers.finisher.push(row);
    const ending: Ending = { row: { kind: 'finish', row }, ended, erase };
    return writers.ender.push(ending);
  }

  async function park(parked: ParkedExecution): Promise<void> {
    const { start, journal } = parked;
    const hold = holdOf(start);
    hold.finishing = true;
    const apart = new Apart({ execution_id: start.id, org_id: start.org_id });
    const entries = entriesOf(start, hold.owner, journal, { apart, waited: hasWaited(start, hold) });
    const waited = hasWaited(start, hold) || entries.waits.length > 0;
    const row = parkingOf(parked, hold.owner, printSteps(apart.steps(parked.steps)), waited);
    if (apart.rows.length > 0) await keep(hold, apart.rows);
    const { org_id } = start;
    const parking = { parked: row, entries, org_id, priority: hold.priority };
    if (hold.accepted) {
      await hold.accepted;
      return writers.parker.push({ ...parking, insert: null });
    }
    try {
      await writers.parker.push({ ...parking, insert: parkedRow(newExecution(start, hold.owner), row) });
    } catch (error) {
      if (isLostOrAway(error)) throw error;
      // Its data cannot be written so; with a row, recovery decides what becomes of it.
      await accept(start, start.created_at);
      throw error;
    }
  }

  return {
    hold: (start, hold) => void holds.set(start, hold),
    release: (start) => void holds.delete(start),
    accept,
    enqueue: (start) => writers.enqueuer.push(start),
    finish,
    append,
    park,
    get waiting() {
      return writers.all.reduce((sum, writer) => sum + writer.waiting, 0);
    },
    get waiting_bytes() {
      return writers.all.reduce((sum, writer) => sum + writer.waiting_bytes, 0);
    },
    get away_ms() {
      const since = writers.all.reduce(
        (first, writer) => Math.min(first, writer.away_since ?? Number.POSITIVE_INFINITY),
        Number.POSITIVE_INFINITY,
      );
      return since === Number.POSITIVE_INFINITY ? 0 : performance.now() - since;
    },
  };
}

function isLostOrAway(error: unknown): boolean {
  return error instanceof OwnershipLost || error instanceof DatabaseAway;
}

function hasWaited(start: ExecutionStart, hold: Hold): boolean {
  return hold.waited ?? start.fence > 0;
}

/** What ended a wait may be large too, and was stored by others. */
function hasLarge(start: ExecutionStart, hold: Hold): boolean {
  return hasWaited(start, hold) || (hold.large ?? blobOf(start.trigger.data) !== null);
}

function endedRow(kept: Kept, { documents }: PrintedEnd, hold: Hold): NewExecution {
  const { status, started_at, finished_at, duration_ms } = kept;
  const row = {
    ...newExecution(kept.start, hold.owner),
    ...documents,
    status,
    started_at,
    finished_at,
    duration_ms,
  };
  const trigger = printKeptTrigger(kept);
  return trigger === null ? row : { ...row, trigger, trigger_blob: null, blobs: [] };
}

function finishedRow(kept: Kept, { documents }: PrintedEnd, hold: Hold): FinishedRow {
  const { start, status, finished_at, duration_ms } = kept;
  const { id, fence } = start;
  const trigger = printKeptTrigger(kept);
  return { id, owner: hold.owner, fence, status, trigger, ...documents, finished_at, duration_ms };
}
