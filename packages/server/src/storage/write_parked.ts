import { type ExecutionStart, OwnershipLost, type ParkedExecution } from '@millrace/engine';
import type { Database, Tx } from '../db/client.ts';
import type { Outcome } from '../runtime/coalescing_writer.ts';
import { lockExecutions } from '../signals/lock_family.ts';
import { wake } from '../signals/wake.ts';
import type { ExecutionJob } from './execution_job.ts';
import { findWritten, type WrittenRow } from './find_written.ts';
import { insertExecutions } from './insert_executions.ts';
import { lockCounters } from './lock_counters.ts';
import { type Parked, type ParkedRow, parkExecutions } from './park_execution.ts';
import type { NewExecution } from './rows.ts';
import { type Entries, type EntryParts, writeEntries } from './write_entries.ts';

/** An execution that is let go, with what has to be durable before. */
export interface Parking {
  parked: ParkedRow;
  /** Its row, where it has none yet. */
  insert: NewExecution | null;
  entries: Entries;
  org_id: string;
  priority: number;
}

/** The row of an execution that parks without ever having been accepted. */
export function parkedRow(row: NewExecution, parked: ParkedRow): NewExecution {
  const { status, steps, resume_at, duration_ms } = parked;
  return { ...row, status, steps, resume_at, duration_ms, owner: null };
}

/** What {@link parkExecutions} takes. @param steps printed */
export function parkingOf(
  { start, status, resume_at, duration_ms }: ParkedExecution,
  owner: string,
  steps: string,
  waited: boolean,
): ParkedRow {
  return { id: start.id, owner, fence: start.fence, status, steps, resume_at, duration_ms, waited };
}

/** Journal, waits, status and job in one transaction: an execution that waits always has what wakes it. */
export async function writeParked(
  db: Database,
  parts: EntryParts,
  rows: Parking[],
  maybe_written: boolean,
): Promise<Outcome[]> {
  const inserts = rows.filter(({ insert }) => insert).map(idOf);
  const there = maybe_written ? await findWritten(db.engine, inserts) : null;
  const parked = await db.asEngine((tx) =>
    park(
      tx,
      parts,
      rows.filter((row) => !there?.has(idOf(row))),
    ),
  );
  const missing = rows.filter(({ parked: { id, fence } }) => parked.get(id)?.fence !== fence).map(idOf);
  const written = maybe_written && missing.length > 0 ? await findWritten(db.engine, missing) : null;
  return rows.map((row) => {
    const { id, fence } = row.parked;
    const ours = parked.get(id)?.fence === fence || wasOurs(row, written?.get(id));
    return ours ? undefined : new OwnershipLost(id);
  });
}

/** An earlier try whose answer was lost did commit. A row of its own nobody else can have inserted. */
function wasOurs({ insert, parked: { fence } }: Parking, written: WrittenRow | undefined): boolean {
  if (!written) return false;
  return insert !== null || (written.fence === fence && written.owner === null);
}

async function park(tx: Tx, parts: EntryParts, rows: readonly Parking[]): Promise<Map<string, Parked>> {
  const [fresh, accepted] = [rows.filter(({ insert }) => insert), rows.filter(({ insert }) => !insert)];
  // Before anything is read of their waits: a signal that is on its way is seen, or sees that they wait.
  await lockExecutions(tx, accepted.filter(({ parked }) => parked.waited).map(idOf));
  await lockCounters(tx, rows.flatMap(counted));
  if (fresh.length > 0)
    await insertExecutions(
      tx,
      fresh.map(({ insert }) => insert!),
      fresh.flatMap(({ entries }) => entries.journal),
    );
  const { signals } = await writeEntries(
    tx,
    parts,
    accepted.map(({ entries }) => entries),
    fresh.map(({ entries }) => entries),
  );
  const parked =
    accepted.length > 0
      ? await parkExecutions(
          tx,
          accepted.map((row) => row.parked),
        )
      : new Map<string, Parked>();
  for (const { parked: row } of fresh) parked.set(row.id, { fence: row.fence, at_once: false });
  await parts.queue.insert(
    tx,
    rows.flatMap((row) => jobOf(row, parked.get(idOf(row)))),
  );
  await wake(
    tx,
    parts.queue,
    fresh.map(idOf).filter((id) => signals.has(id)),
  );
  return parked;
}

/** Workflows in which something is counted: the row itself where it is new, and what it calls. */
function counted({ insert, entries: { waits } }: Parking): string[] {
  const called = waits.flatMap(({ wait }) => (wait.kind === 'execution' ? [wait.workflow_id] : []));
  return insert ? [insert.workflow_id, ...called] : called;
}

function idOf({ parked: { id } }: Parking): ExecutionStart['id'] {
  return id;
}

function jobOf(
  { parked: { id, fence, status, resume_at }, org_id, priority }: Parking,
  became: Parked | undefined,
): ExecutionJob[] {
  if (became?.fence !== fence) return [];
  if (became.at_once) return [{ execution_id: id, fence, org_id, priority }];
  // Without a time only a person or an outside event goes on with it.
  if (status === 'waiting' && resume_at === null) return [];
  return [{ execution_id: id, fence, org_id, priority, start_after: resume_at }];
}
