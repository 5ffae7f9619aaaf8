import type pg from 'pg';
import { documents } from './rows.ts';

export interface ParkedRow {
  id: string;
  owner: string;
  fence: number;
  status: 'waiting' | 'queued';
  steps: string;
  resume_at: Date | null;
  duration_ms: number;
  /** It waits for something outside, which may have come by now. */
  waited: boolean;
}

/**
 * Lets go of executions that wait: no owner, steps so far, when to go on. One that somebody asked to stop waits for nothing: it is
 * queued, and ends with whoever takes it; so is one of which a wait has ended that no step has taken. Whoever comes to a wait has
 * got past what its processes may have died of: deaths of the next weeks are counted anew.
 */
const statement = {
  name: 'park_execution',
  text: `
with input as (
  select * from unnest(
    $1::uuid[], $2::uuid[], $3::integer[], $4::text[], string_to_array($5, E'\\x1e', ''), $6::timestamptz[], $7::double precision[],
    $8::boolean[]
  ) as x(id, owner, fence, status, steps, resume_at, duration_ms, waited)
), judged as (
  select i.*, i.waited and exists (
           select from waits w where w.execution_id = i.id and w.state = 'signalled' and w.attempt > 0) as signalled
    from input i
)
update workflow_executions e
   set status = case when e.cancel_requested or i.signalled then 'queued' else i.status end, steps = i.steps::json,
       resume_at = case when e.cancel_requested or i.signalled then now() else i.resume_at end, duration_ms = i.duration_ms, owner = null,
       recoveries = 0
  from judged i
 where e.id = i.id and e.owner = i.owner and e.fence = i.fence and e.status = 'running'
returning e.id, e.fence, e.cancel_requested or i.signalled as at_once`,
};

/** What became of an execution that was still ours. */
export interface Parked {
  fence: number;
  /** Somebody goes on with it now, whenever it was to. */
  at_once: boolean;
}

/** Returns those that were still ours. Runs inside the transaction that also writes the journal and the job. */
export async function parkExecutions(
  tx: pg.ClientBase,
  rows: readonly ParkedRow[],
): Promise<Map<string, Parked>> {
  const column = <T>(read: (row: ParkedRow) => T): T[] => rows.map(read);
  const result = await tx.query<Parked & { id: string }>({
    ...statement,
    values: [
      column((row) => row.id),
      column((row) => row.owner),
      column((row) => row.fence),
      column((row) => row.status),
      documents(column((row) => row.steps)),
      column((row) => row.resume_at?.toISOString() ?? null),
      column((row) => row.duration_ms),
      column((row) => row.waited),
    ],
  });
  return new Map(result.rows.map(({ id, ...parked }) => [id, parked]));
}
