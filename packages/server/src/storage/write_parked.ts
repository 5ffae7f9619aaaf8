import { OwnershipLost, type ParkedExecution } from '@millrace/engine';
import type { Database } from '../db/client.ts';
import type { ExecutionQueue } from '../queue.ts';
import type { Outcome } from '../runtime/coalescing_writer.ts';
import { appendJournal, type JournalRow, journalRow } from './append_journal.ts';
import type { ExecutionJob } from './execution_job.ts';
import { findWritten } from './find_written.ts';
import { type Parked, type ParkedRow, parkExecutions } from './park_execution.ts';
import { printSteps } from './rows.ts';

/** An execution that is let go, with what has to be durable before. */
export interface Parking {
  parked: ParkedRow;
  journal: JournalRow[];
  org_id: string;
  priority: number;
}

/** @param hold who owns it until then, and how urgent it is */
export function parking(
  { start, status, steps, journal, resume_at, duration_ms }: ParkedExecution,
  hold: { owner: string; priority: number },
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
export async function writeParked(
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
    await queue.insert(
      tx,
      rows.flatMap((row) => jobOf(row, parked.get(row.parked.id))),
    );
    return parked;
  });
  const missing = rows.filter(({ parked: { id, fence } }) => parked.get(id)?.fence !== fence);
  const written =
    maybe_written && missing.length > 0
      ? await findWritten(
          db.engine,
          missing.map((row) => row.parked.id),
        )
      : null;
  return rows.map(({ parked: { id, fence } }) => {
    const row = written?.get(id);
    const ours = parked.get(id)?.fence === fence || (row?.fence === fence && row.owner === null);
    return ours ? undefined : new OwnershipLost(id);
  });
}

function jobOf(
  { parked: { id, fence, status, resume_at }, org_id, priority }: Parking,
  became: Parked | undefined,
): ExecutionJob[] {
  if (became?.fence !== fence) return [];
  if (became.cancel_requested) return [{ execution_id: id, fence, org_id, priority }];
  // Without a time only a person or an outside event goes on with it.
  if (status === 'waiting' && resume_at === null) return [];
  return [{ execution_id: id, fence, org_id, priority, start_after: resume_at }];
}
