import type { ExecutionStatus } from '@millrace/core';
import type pg from 'pg';

export interface CancelAnswer {
  workflow_id: string;
  status: ExecutionStatus;
  /** Nobody ran it, so it is over at once. */
  ended: boolean;
}

/**
 * Marks an execution; one that nobody runs ends here, one that somebody runs is told by the caller. Null when there is none
 * that is unfinished. What ends here follows `save_data` as in kept_data.ts.
 */
const statement = `
with target as (
  select id, coalesce((select v.workflow_definition -> 'config' ->> 'save_data' = 'none' from workflow_versions v
                        where v.workflow_id = e.workflow_id and v.version = e.version), false)
             and status <> 'running' as bare
    from workflow_executions e
   where id = $1 and org_id = $2 and status in ('queued', 'running', 'waiting') for no key update
), marked as (
  update workflow_executions e
     set cancel_requested = true,
         status      = case when e.status = 'running' then e.status else 'cancelled' end,
         finished_at = case when e.status = 'running' then null else now() end,
         duration_ms = coalesce(e.duration_ms, 0),
         trigger     = case when t.bare then '{"data":null}' else e.trigger end,
         steps       = case when t.bare then coalesce((select json_agg(s::jsonb - 'input' - 'output') from json_array_elements(e.steps) s), '[]') else e.steps end
    from target t where e.id = t.id
  returning e.id, e.org_id, e.workflow_id, e.status
), dropped as (
  delete from execution_journal j using marked m where j.execution_id = m.id and m.status = 'cancelled'
), counted as (
  insert into workflow_counters as c (workflow_id, org_id, execution_count, last_executed_at, last_status)
  select workflow_id, org_id, 1, now(), status from marked where status = 'cancelled'
  on conflict (workflow_id) do update set
    execution_count  = c.execution_count + 1,
    last_executed_at = excluded.last_executed_at,
    last_status      = excluded.last_status
)
select workflow_id, status, status = 'cancelled' as ended from marked`;

export async function requestCancel(
  tx: pg.ClientBase,
  org_id: string,
  id: string,
): Promise<CancelAnswer | null> {
  const { rows } = await tx.query<CancelAnswer>(statement, [id, org_id]);
  return rows[0] ?? null;
}

/** Which executions of this owner somebody asked to stop: the net under the notification. */
export async function findCancelRequests(db: pg.Pool, owner: string): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>({
    name: 'find_cancel_requests',
    text: `select id from workflow_executions where owner = $1 and status = 'running' and cancel_requested`,
    values: [owner],
  });
  return rows.map(({ id }) => id);
}
