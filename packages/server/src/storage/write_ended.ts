/** Ends that are more than their own row: with the hooks of the end in one transaction. */
import { OwnershipLost } from '@millrace/engine';
import type { Database } from '../db/client.ts';
import type { Outcome } from '../runtime/coalescing_writer.ts';
import { lockFamily } from '../signals/lock_family.ts';
import type { EndedExecution, Ends } from './end_hooks.ts';
import { eraseBlobs } from './erase_blobs.ts';
import { findWritten, type WrittenRow } from './find_written.ts';
import { finishAccepted } from './finish_accepted.ts';
import { insertExecutions } from './insert_executions.ts';
import { lockCounters } from './lock_counters.ts';
import { type FinishedRow, type NewExecution, weightOf } from './rows.ts';

export interface Ending {
  row: { kind: 'insert'; row: NewExecution } | { kind: 'finish'; row: FinishedRow };
  ended: EndedExecution;
  /** Its data are not kept, and some of them are stored apart. */
  erase: boolean;
}

export function endingWeight({ row }: Ending): number {
  return weightOf(row.row);
}

export async function writeEnded(
  db: Database,
  ends: Ends,
  rows: Ending[],
  maybe_written: boolean,
): Promise<Outcome[]> {
  const ids = rows.map(({ ended }) => ended.id);
  const before = maybe_written ? await findWritten(db.engine, ids) : null;
  const open = rows.filter(({ row }) => row.kind === 'finish' || !before?.has(row.row.id));
  const done = await db.asEngine(async (tx) => {
    const family = await lockFamily(
      tx,
      open.map(({ ended }) => ended.id),
    );
    await lockCounters(tx, [...family, ...open.flatMap(counted)]);
    const inserts = open.flatMap(({ row }) => (row.kind === 'insert' ? [row.row] : []));
    if (inserts.length > 0) await insertExecutions(tx, inserts);
    const finishes = open.flatMap(({ row }) => (row.kind === 'finish' ? [row.row] : []));
    const done = finishes.length > 0 ? await finishAccepted(tx, finishes) : new Map<string, number>();
    for (const { id, fence } of inserts) done.set(id, fence);
    const over = open.filter(({ row }) => done.get(row.row.id) === row.row.fence);
    await eraseBlobs(
      tx,
      over.flatMap(({ ended, erase }) => (erase ? [ended.id] : [])),
    );
    await ends.run(
      tx,
      over.map(({ ended }) => ended),
    );
    return done;
  });
  const refused = rows.filter(({ row }) => done.get(row.row.id) !== row.row.fence);
  if (refused.length === 0) return rows.map(() => undefined);
  const written = await findWritten(
    db.engine,
    refused.map(({ ended }) => ended.id),
  );
  return rows.map((row) => (refused.includes(row) ? ownEnd(row, written.get(row.ended.id)) : undefined));
}

/** Workflows in which an end is counted, or a start that comes with it. */
function counted({ ended: { workflow_id, settings } }: Ending): string[] {
  return settings?.error_workflow_id ? [workflow_id, settings.error_workflow_id] : [workflow_id];
}

const unfinished = new Set(['queued', 'running', 'waiting']);

/** Either somebody took it over, or an earlier try of ours did commit: its owner and fence stay on the row. */
export function ownEnd({ row: { row } }: Pick<Ending, 'row'>, written: WrittenRow | undefined): Outcome {
  const ours =
    written && written.owner === row.owner && written.fence === row.fence && !unfinished.has(written.status);
  return ours ? undefined : new OwnershipLost(row.id);
}
