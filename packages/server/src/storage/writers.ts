/** The writers of the storage: what leaves together in which statement. */
import { OwnershipLost, type Signal } from '@millrace/engine';
import type { Database } from '../db/client.ts';
import type { QueuedStart } from '../gates/queued_start.ts';
import { CoalescingWriter } from '../runtime/coalescing_writer.ts';
import { spareLanes } from '../runtime/spare_lanes.ts';
import { appendJournal, type JournalRow } from './append_journal.ts';
import { findWritten } from './find_written.ts';
import { finishAccepted } from './finish_accepted.ts';
import { type InsertParts, insertQueued } from './insert_queued.ts';
import { createBlobKeeper } from './keep_blobs.ts';
import { type FinishedRow, weightOf } from './rows.ts';
import { type Ending, endingWeight, ownEnd, writeEnded } from './write_ended.ts';
import { type Entries, writeEntries } from './write_entries.ts';
import { type Opening, writeOpened } from './write_opened.ts';
import { type Parking, writeParked } from './write_parked.ts';

export interface WriterParts extends InsertParts {
  db: Database;
  onBatch?: ((writer: string, rows: number) => void) | undefined;
  patience_ms: number;
}

/** Entries that mean something outside; `signals` is set by the write. */
export interface Registration {
  entries: Entries;
  signals: readonly Signal[];
}

export function createWriters({ db, queue, ends, children, onBatch, patience_ms }: WriterParts) {
  const parts = { queue, ends, children };
  const common = (name: string) => ({ patience_ms, onBatch: (rows: number) => onBatch?.(name, rows) });

  // Each row of these two is of another execution, so that their order does not matter.
  const lanes = spareLanes();

  const opener = new CoalescingWriter<Opening>({
    ...common('insert'),
    lanes,
    size: ({ row }) => weightOf(row),
    write: (rows, maybe_written) => writeOpened(db.engine, rows, maybe_written),
  });

  const finisher = new CoalescingWriter<FinishedRow>({
    ...common('finish'),
    lanes,
    size: weightOf,
    async write(rows) {
      const done = await finishAccepted(db.engine, rows);
      const isDone = (row: FinishedRow): boolean => done.get(row.id) === row.fence;
      if (rows.every(isDone)) return undefined;
      const refused = rows.filter((row) => !isDone(row)).map(({ id }) => id);
      const written = await findWritten(db.engine, refused);
      return rows.map((row) =>
        isDone(row) ? undefined : ownEnd({ row: { kind: 'finish', row } }, written.get(row.id)),
      );
    },
  });

  const ender = new CoalescingWriter<Ending>({
    ...common('end'),
    size: endingWeight,
    max_rows: 200,
    write: (rows, maybe_written) => writeEnded(db, ends, rows, maybe_written),
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

  const registrar = new CoalescingWriter<Registration>({
    ...common('register'),
    size: ({ entries }) => weightOfEntries(entries),
    max_rows: 200,
    async write(rows) {
      const { held, signals } = await db.asEngine((tx) =>
        writeEntries(
          tx,
          parts,
          rows.map(({ entries }) => entries),
        ),
      );
      return rows.map((row) => {
        const { execution_id, fence } = row.entries;
        if (held.get(execution_id) !== fence) return new OwnershipLost(execution_id);
        row.signals = signals.get(execution_id) ?? [];
        return undefined;
      });
    },
  });

  const parker = new CoalescingWriter<Parking>({
    ...common('park'),
    size: ({ parked, insert, entries }) =>
      500 + parked.steps.length + (insert?.trigger.length ?? 0) + weightOfEntries(entries),
    max_rows: 200,
    write: (rows, maybe_written) => writeParked(db, parts, rows, maybe_written),
  });

  const enqueuer = new CoalescingWriter<QueuedStart>({
    ...common('enqueue'),
    size: ({ row }) => weightOf(row),
    async write(rows, maybe_written) {
      const ids = rows.map(({ row }) => row.id);
      const written = maybe_written ? await findWritten(db.engine, ids) : null;
      const missing = rows.filter(({ row }) => !written?.has(row.id));
      if (missing.length > 0) await db.asEngine((tx) => insertQueued(tx, parts, missing));
      return undefined;
    },
  });

  const blobs = createBlobKeeper(db.engine, common('blob'));
  const all = [opener, finisher, ender, journaler, registrar, parker, enqueuer, blobs.writer];
  return { opener, finisher, ender, journaler, registrar, parker, enqueuer, blobs, all };
}

function weightOfEntries({ journal }: Entries): number {
  return journal.reduce((sum, { entry }) => sum + 200 + entry.length, 0);
}
