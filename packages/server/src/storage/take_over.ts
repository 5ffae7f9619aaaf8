import type pg from 'pg';
import type { ExecutionJob } from './execution_job.ts';

/**
 * Removes processes that no longer beat, and frees their executions: what is `running` without a living owner is queued. One that
 * had not parked keeps the time for which it was active, as far as its process is known to have lived: its limit goes on.
 */
const statements = {
  bury: `
delete from processes where id <> $1 and heartbeat_at < clock_timestamp() - make_interval(secs => $2)
returning id, heartbeat_at`,
  free: `
with dead as (
  select * from unnest($2::uuid[], $3::timestamptz[]) as x(id, heartbeat_at)
), orphaned as (
  select e.id, e.owner from workflow_executions e
   where e.status = 'running' and e.owner is not null and not exists (select from processes p where p.id = e.owner)
   order by e.id limit $1 for no key update of e skip locked
)
update workflow_executions e
   set status = 'queued', owner = null, fence = e.fence + 1, recoveries = e.recoveries + 1,
       duration_ms = coalesce(e.duration_ms, extract(epoch from greatest(d.heartbeat_at - e.started_at, interval '0')) * 1000)
  from orphaned o left join dead d on d.id = o.owner where e.id = o.id
returning e.id as execution_id, e.fence, e.org_id, e.recoveries as deaths`,
};

interface Dead {
  id: string;
  heartbeat_at: Date;
}

/** At most this many are moved at once; the caller comes again while it gets as many. */
export const takeOverLimit = 1_000;

/**
 * Frees executions whose owner is dead; the caller queues what comes back in the same transaction. Several processes may do
 * it at once: each row is freed by one of them. `stale_after_s` 0 declares every other process dead.
 */
export async function takeOver(
  tx: pg.ClientBase,
  { self, stale_after_s }: { self: string; stale_after_s: number },
): Promise<ExecutionJob[]> {
  const { rows: dead } = await tx.query<Dead>(statements.bury, [self, stale_after_s]);
  const freed = await tx.query<ExecutionJob>(statements.free, [
    takeOverLimit,
    dead.map(({ id }) => id),
    dead.map(({ heartbeat_at }) => heartbeat_at),
  ]);
  return freed.rows;
}
