/**
 * The engine's Storage over PostgreSQL. Invariants:
 *  1. A promise that resolved is a commit. After a broken connection the rows are looked up, by id, owner and fence.
 *  2. Every write of an accepted execution names its owner and fence; an execution that was lost rejects with OwnershipLost.
 *  3. An execution that was never accepted costs one insert in all.
 *  4. An execution whose data the database refuses ends as an error that says so, and not in a loop.
 */
import { type ExecutionStart, type FinishedExecution, OwnershipLost, type Storage } from '@millrace/engine';
import type { Database } from '../db/client.ts';
import type { ExecutionQueue } from '../queue.ts';
import { CoalescingWriter, type Outcome } from '../runtime/coalescing_writer.ts';
import { DatabaseAway } from '../runtime/database_errors.ts';
import { appendJournal, type JournalRow, journalRow } from './append_journal.ts';
import { findWritten, type WrittenRow } from './find_written.ts';
import { finishAccepted } from './finish_accepted.ts';
import { insertExecutions } from './insert_executions.ts';
import { insertQueued } from './insert_queued.ts';
import { type Kept, keptData, type SaveData, unstorable } from './kept_data.ts';
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
import { type Parking, parking, writeParked } from './write_parked.ts';

/** Who writes for an execution. One for each execution that this process runs. */
export interface Hold {
  owner: string;
  /** Set once its row is (being) committed as `running`; null while it lives in memory only. */
  accepted: Promise<void> | null;
  /** Priority of the job when it is parked. */
  priority: number;
  /** What is kept of the data of an execution that ended. */
  save_data: SaveData;
  /** Another process took it over: nothing is written for it any more. */
  lost?: boolean;
  /** Set when its end is on its way to the database. */
  finishing?: boolean;
  /** Set when the database refused the data: what was stored instead. */
  stored?: FinishedExecution;
}

export interface ExecutionStorage extends Storage {
  /** Must be called before the engine gets the execution. */
  hold(start: ExecutionStart, hold: Hold): void;
  release(start: ExecutionStart): void;
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
      const isDone = (row: FinishedRow): boolean => done.get(row.id) === row.fence;
      if (rows.every(isDone)) return undefined;
      // Either somebody took them over, or an earlier try of ours did commit: its owner and fence stay on the row.
      const refused = rows.filter((row) => !isDone(row));
      const written = await findWritten(
        db.engine,
        refused.map(({ id }) => id),
      );
      return rows.map((row) => (isDone(row) ? undefined : ownFinish(row, written.get(row.id))));
    },
  });

  const journaler = new CoalescingWriter<JournalRow>({
    ...common('journal'),
    size: (row) => 200 + row.entry.length,
    async write(rows) {
      const held = await appendJournal(db.engine, rows);
      return rows.map((row) =>
        held.get(row.execution_id) === row.fence ? undefined : new OwnershipLost(row.execution_id),
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
    const hold = holds.get(holdKey(start));
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
    hold: (start, hold) => void holds.set(holdKey(start), hold),
    release: (start) => void holds.delete(holdKey(start)),
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

/** With its fence: an execution that came back to this process is another one than the one that was lost. */
function holdKey({ id, fence }: ExecutionStart): string {
  return `${id} ${fence}`;
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
