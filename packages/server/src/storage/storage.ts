/**
 * The engine's Storage over PostgreSQL. Invariants:
 *  1. A promise that resolved is a commit. After a broken connection the rows are looked up, by id, owner and fence.
 *  2. Every write of an accepted execution names its owner and fence; an execution that was lost rejects with OwnershipLost.
 *  3. An execution that was never accepted costs one insert in all.
 *  4. An execution whose data the database refuses ends as an error that says so, and not in a loop.
 */
import type { FinalStatus, Step } from '@millrace/core';
import {
  type ExecutionStart,
  type FinishedExecution,
  type JournalEntry,
  OwnershipLost,
  type ParkedExecution,
  type Storage,
} from '@millrace/engine';
import type { Database, Tx } from '../db/client.ts';
import type { ExecutionQueue } from '../queue.ts';
import { CoalescingWriter, type Outcome } from '../runtime/coalescing_writer.ts';
import { DatabaseAway } from '../runtime/database_errors.ts';
import { appendJournal, type JournalRow } from './append_journal.ts';
import { findWritten, type WrittenRow } from './find_written.ts';
import { finishAccepted } from './finish_accepted.ts';
import { insertExecutions } from './insert_executions.ts';
import { type ParkedRow, parkExecutions } from './park_execution.ts';
import {
  documentOf,
  type FinishedRow,
  type NewExecution,
  newExecution,
  printFailure,
  printSteps,
  printTrigger,
  weightOf,
} from './rows.ts';

/** Who writes for an execution. One for each execution that this process runs. */
export interface Hold {
  owner: string;
  /** Set once its row is (being) committed as `running`; null while it lives in memory only. */
  accepted: Promise<void> | null;
  /** Priority of the job when it is parked. */
  priority: number;
  /** What is kept of the data of an execution that ended. */
  save_data: 'all' | 'errors' | 'none';
  /** Another process took it over: nothing is written for it any more. */
  lost?: boolean;
  /** Set when its end is on its way to the database. */
  finishing?: boolean;
  /** Set when the database refused the data: what was stored instead. */
  stored?: FinishedExecution;
}

export interface ExecutionStorage extends Storage {
  /** Must be called before the engine gets the execution. */
  hold(id: string, hold: Hold): void;
  release(id: string): void;
  /** Commits the row of an execution that runs; the engine's own call then does nothing more. */
  accept(start: ExecutionStart, started_at: Date): Promise<void>;
  /** Commits the row `queued` together with its job. */
  enqueue(start: ExecutionStart, priority: number): Promise<void>;
  /** Rows that wait for their commit. */
  readonly waiting: number;
  /** Milliseconds since the database stopped answering; 0 while it answers. */
  readonly away_ms: number;
}

export interface StorageOptions {
  db: Database;
  queue: Pick<ExecutionQueue, 'insert'>;
  onBatch?(writer: string, rows: number): void;
  patience_ms?: number;
}

const unfinished = new Set(['queued', 'running', 'waiting']);

export function createStorage({
  db,
  queue,
  onBatch,
  patience_ms = 60_000,
}: StorageOptions): ExecutionStorage {
  const holds = new Map<string, Hold>();
  const common = (name: string) => ({ patience_ms, onBatch: (rows: number) => onBatch?.(name, rows) });

  const inserter = new CoalescingWriter<NewExecution>({
    ...common('insert'),
    size: weightOf,
    async write(rows, maybe_written) {
      if (!maybe_written) {
        await insertExecutions(db.engine, rows);
        return undefined;
      }
      const written = await findWritten(
        db.engine,
        rows.map(({ id }) => id),
      );
      const missing = rows.filter(({ id }) => !written.has(id));
      if (missing.length > 0) await insertExecutions(db.engine, missing);
      return rows.map((row) => ownInsert(row, written.get(row.id)));
    },
  });

  const finisher = new CoalescingWriter<FinishedRow>({
    ...common('finish'),
    size: weightOf,
    async write(rows) {
      const done = await finishAccepted(db.engine, rows);
      if (done.size === rows.length) return undefined;
      // Either somebody took them over, or an earlier try of ours did commit: its owner and fence stay on the row.
      const refused = rows.filter(({ id }) => !done.has(id));
      const written = await findWritten(
        db.engine,
        refused.map(({ id }) => id),
      );
      return rows.map((row) => (done.has(row.id) ? undefined : ownFinish(row, written.get(row.id))));
    },
  });

  const journaler = new CoalescingWriter<JournalRow>({
    ...common('journal'),
    size: (row) => 200 + row.entry.length,
    async write(rows) {
      const held = await appendJournal(db.engine, rows);
      return rows.map((row) =>
        held.has(row.execution_id) ? undefined : new OwnershipLost(row.execution_id),
      );
    },
  });

  const parker = new CoalescingWriter<Parking>({
    ...common('park'),
    size: (row) => 500 + row.parked.steps.length,
    max_rows: 100,
    write: (rows, maybe_written) => writeParked(db, queue, rows, maybe_written),
  });

  const enqueuer = new CoalescingWriter<{ row: NewExecution; priority: number }>({
    ...common('enqueue'),
    size: ({ row }) => weightOf(row),
    async write(rows, maybe_written) {
      const written = maybe_written
        ? await findWritten(
            db.engine,
            rows.map(({ row }) => row.id),
          )
        : null;
      const missing = rows.filter(({ row }) => !written?.has(row.id));
      if (missing.length > 0) await db.asEngine((tx) => insertQueued(tx, queue, missing));
      return undefined;
    },
  });

  const writers = [inserter, finisher, journaler, parker, enqueuer];
  const holdOf = (start: ExecutionStart): Hold => {
    const hold = holds.get(start.id);
    if (!hold) throw new Error(`Execution ${start.id} is written without being held`);
    if (hold.lost) throw new OwnershipLost(start.id);
    return hold;
  };

  async function accept(start: ExecutionStart, started_at: Date): Promise<void> {
    const hold = holdOf(start);
    hold.accepted ??= inserter.push({ ...newExecution(start, hold.owner), started_at }).catch((error) => {
      // Refused for its data: there is no row, and the end of the execution is written as a new one.
      if (!(error instanceof DatabaseAway || error instanceof OwnershipLost)) hold.accepted = null;
      throw error;
    });
    return hold.accepted;
  }

  async function finish(finished: FinishedExecution): Promise<void> {
    const hold = holdOf(finished.start);
    hold.finishing = true;
    const kept = keptData(finished, hold.save_data);
    try {
      await writeFinished(kept, hold);
    } catch (error) {
      if (error instanceof OwnershipLost || error instanceof DatabaseAway) throw error;
      hold.stored = unstorable(finished, error as Error);
      await writeFinished({ ...hold.stored, trigger: hold.accepted ? undefined : null }, hold);
    }
  }

  async function writeFinished(finished: Kept, hold: Hold): Promise<void> {
    const { start, status, finished_at, duration_ms } = finished;
    const documents = {
      output: documentOf(finished.output),
      error: printFailure(finished.error),
      steps: printSteps(finished.steps),
    };
    if (!hold.accepted) {
      const trigger =
        finished.trigger === undefined
          ? printTrigger(start.trigger)
          : JSON.stringify({ data: finished.trigger });
      const times = { started_at: finished.started_at, finished_at, duration_ms };
      return inserter.push({ ...newExecution(start, hold.owner), ...documents, ...times, trigger, status });
    }
    await hold.accepted;
    const trigger = finished.trigger === undefined ? null : JSON.stringify({ data: finished.trigger });
    const { owner } = hold;
    return finisher.push({
      id: start.id,
      owner,
      fence: start.fence,
      status,
      trigger,
      ...documents,
      finished_at,
      duration_ms,
    });
  }

  return {
    hold: (id, hold) => void holds.set(id, hold),
    release: (id) => void holds.delete(id),
    accept,
    enqueue: (start, priority) => enqueuer.push({ row: newExecution(start, null), priority }),
    finish,
    async append(start, entries) {
      const { owner, accepted } = holdOf(start);
      await accepted;
      await Promise.all(entries.map((entry) => journaler.push(journalRow(start, owner, entry))));
    },
    async park(parked) {
      const hold = holdOf(parked.start);
      await accept(parked.start, parked.start.created_at);
      await parker.push(parking(parked, hold));
    },
    get waiting() {
      return writers.reduce((sum, writer) => sum + writer.waiting, 0);
    },
    get away_ms() {
      const since = writers.reduce(
        (first, writer) => Math.min(first, writer.away_since ?? Infinity),
        Infinity,
      );
      return since === Infinity ? 0 : performance.now() - since;
    },
  };
}

/** What is written of a finished execution. `trigger`: undefined keeps it, null drops its data. */
type Kept = FinishedExecution & { trigger?: null };

function keptData(finished: FinishedExecution, save_data: Hold['save_data']): Kept {
  if (save_data === 'all' || (save_data === 'errors' && finished.status !== 'success')) return finished;
  return { ...finished, trigger: null, output: null, steps: finished.steps.map(withoutData) };
}

function withoutData({ input: _input, output: _output, ...step }: Step): Step {
  return step;
}

/** The end of an execution whose data PostgreSQL refused: everything that a person wrote is left out. */
function unstorable(finished: FinishedExecution, cause: Error): FinishedExecution {
  const status: FinalStatus = 'error';
  const message = `The data of this execution cannot be stored: ${cause.message}`;
  const hint = 'Look for texts or numbers that are no valid JSON in what the steps return.';
  return {
    ...finished,
    status,
    output: null,
    steps: finished.steps.map(withoutData),
    error: { code: 'unstorable', message, hint },
  };
}

function ownInsert(row: NewExecution, written: WrittenRow | undefined): Outcome {
  const ours = written?.owner === row.owner && written.fence === row.fence && written.status === row.status;
  if (!written || ours) return undefined;
  return new OwnershipLost(row.id);
}

function ownFinish(row: FinishedRow, written: WrittenRow | undefined): Outcome {
  const ours =
    written && written.owner === row.owner && written.fence === row.fence && !unfinished.has(written.status);
  return ours ? undefined : new OwnershipLost(row.id);
}

function journalRow(start: ExecutionStart, owner: string, entry: JournalEntry): JournalRow {
  const { path, attempt, kind } = entry;
  const { id: execution_id, org_id, fence } = start;
  return { execution_id, org_id, owner, fence, path, attempt, kind, entry: JSON.stringify(entry) };
}

/** Rows and jobs in one transaction: what is accepted is always on its way. */
export async function insertQueued(
  tx: Tx,
  queue: Pick<ExecutionQueue, 'insert'>,
  rows: readonly { row: NewExecution; priority: number }[],
): Promise<void> {
  await insertExecutions(
    tx,
    rows.map(({ row }) => row),
  );
  await queue.insert(
    tx,
    rows.map(({ row: { id, fence, org_id }, priority }) => ({ execution_id: id, fence, org_id, priority })),
  );
}

interface Parking {
  parked: ParkedRow;
  journal: JournalRow[];
  org_id: string;
  priority: number;
}

function parking(
  { start, status, steps, journal, resume_at, duration_ms }: ParkedExecution,
  hold: Hold,
): Parking {
  return {
    parked: {
      id: start.id,
      owner: hold.owner,
      fence: start.fence,
      status,
      steps: printSteps(steps),
      resume_at,
      duration_ms,
    },
    journal: journal.map((entry) => journalRow(start, hold.owner, entry)),
    org_id: start.org_id,
    priority: hold.priority,
  };
}

/** Journal, status and job in one transaction: an execution that waits always has what wakes it. */
async function writeParked(
  db: Database,
  queue: Pick<ExecutionQueue, 'insert'>,
  rows: Parking[],
  maybe_written: boolean,
): Promise<Outcome[]> {
  const parked = await db.asEngine(async (tx) => {
    await appendJournal(
      tx,
      rows.flatMap((row) => row.journal),
    );
    const parked = await parkExecutions(
      tx,
      rows.map((row) => row.parked),
    );
    await queue.insert(tx, rows.filter((row) => parked.has(row.parked.id)).flatMap(jobOf));
    return parked;
  });
  const missing = rows.filter((row) => !parked.has(row.parked.id));
  const written =
    maybe_written && missing.length > 0
      ? await findWritten(
          db.engine,
          missing.map((row) => row.parked.id),
        )
      : null;
  return rows.map(({ parked: { id, fence, status } }) => {
    const row = written?.get(id);
    const ours =
      parked.has(id) || (row && row.fence === fence && row.status === status && row.owner === null);
    return ours ? undefined : new OwnershipLost(id);
  });
}

function jobOf({ parked: { id, fence, status, resume_at }, org_id, priority }: Parking) {
  // Without a time only a person or an outside event goes on with it.
  if (status === 'waiting' && resume_at === null) return [];
  return [{ execution_id: id, fence, org_id, priority, start_after: resume_at }];
}
