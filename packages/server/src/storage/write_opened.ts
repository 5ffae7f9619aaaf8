import { OwnershipLost } from '@millrace/engine';
import type pg from 'pg';
import type { Outcome } from '../runtime/coalescing_writer.ts';
import type { JournalRow } from './append_journal.ts';
import { findWritten, type WrittenRow } from './find_written.ts';
import { insertExecutions } from './insert_executions.ts';
import type { NewExecution } from './rows.ts';

/** A new row on its way to the database, whether it runs or is over already. */
export interface Opening {
  row: NewExecution;
  /** The first entries of its journal; what is noted before it leaves goes with it. */
  journal: JournalRow[];
  left: boolean;
}

/** One statement for all, with their journals. */
export async function writeOpened(
  db: pg.Pool,
  openings: Opening[],
  maybe_written: boolean,
): Promise<Outcome[] | undefined> {
  for (const opening of openings) opening.left = true;
  if (!maybe_written) {
    await insert(db, openings);
    return undefined;
  }
  const written = await findWritten(
    db,
    openings.map(({ row }) => row.id),
  );
  const missing = openings.filter(({ row }) => !written.has(row.id));
  if (missing.length > 0) await insert(db, missing);
  return openings.map(({ row }) => ownInsert(row, written.get(row.id)));
}

function insert(db: pg.Pool, openings: readonly Opening[]): Promise<void> {
  return insertExecutions(
    db,
    openings.map(({ row }) => row),
    openings.flatMap(({ journal }) => journal),
  );
}

function ownInsert(row: NewExecution, written: WrittenRow | undefined): Outcome {
  const ours = written?.owner === row.owner && written.fence === row.fence && written.status === row.status;
  if (!written || ours) return undefined;
  return new OwnershipLost(row.id);
}
