import type pg from 'pg';
import { documents, documentsSql, type NewExecution } from './rows.ts';

/**
 * Inserts new executions, numbers them within their workflow, and counts those that are already over.
 * Counters are locked in the order of their id, so that two processes never wait for each other in a circle.
 */
const statement = {
  name: 'insert_executions',
  text: `
with input as (
  select * from unnest(
    $1::uuid[], $2::uuid[], $3::uuid[], $4::integer[], $5::text[], $6::text[], $7::text[],
    ${documentsSql('$8')}, ${documentsSql('$9')}, ${documentsSql('$10')}, ${documentsSql('$11')},
    $12::uuid[], $13::uuid[], $14::integer[], $15::timestamptz[], $16::timestamptz[], $17::timestamptz[], $18::timestamptz[],
    $19::double precision[]
  ) as x(id, org_id, workflow_id, version, status, trigger_type, triggered_by, trigger, output, error, steps,
         retry_of, owner, fence, resume_at, created_at, started_at, finished_at, duration_ms)
), counted as (
  insert into workflow_counters as c
    (workflow_id, org_id, last_number, execution_count, success_count, error_count, last_executed_at, last_status)
  select workflow_id, (array_agg(org_id))[1], count(*), count(finished_at),
         count(*) filter (where status in ('success', 'partial_success')),
         count(*) filter (where status in ('error', 'timed_out')),
         max(finished_at), (array_agg(status order by finished_at desc) filter (where finished_at is not null))[1]
    from input group by workflow_id order by workflow_id
  on conflict (workflow_id) do update set
    last_number      = c.last_number + excluded.last_number,
    execution_count  = c.execution_count + excluded.execution_count,
    success_count    = c.success_count + excluded.success_count,
    error_count      = c.error_count + excluded.error_count,
    last_executed_at = greatest(c.last_executed_at, excluded.last_executed_at),
    last_status      = coalesce(excluded.last_status, c.last_status)
  returning workflow_id, last_number
)
insert into workflow_executions
  (id, org_id, workflow_id, version, number, status, trigger_type, triggered_by, trigger, output, error, steps,
   retry_of, owner, fence, resume_at, created_at, started_at, finished_at, duration_ms)
select i.id, i.org_id, i.workflow_id, i.version,
       c.last_number - count(*) over (partition by i.workflow_id) + row_number() over (partition by i.workflow_id order by i.id),
       i.status, i.trigger_type, i.triggered_by, i.trigger::json, i.output::json, i.error::json, i.steps::json,
       i.retry_of, i.owner, i.fence, i.resume_at, i.created_at, i.started_at, i.finished_at, i.duration_ms
  from input i join counted c using (workflow_id)`,
};

/**
 * Commits all rows in one statement (or as part of `db`'s transaction).
 * @throws a database error with code 23505 when one of the ids is there already.
 */
export async function insertExecutions(
  db: pg.Pool | pg.ClientBase,
  rows: readonly NewExecution[],
): Promise<void> {
  const column = <T>(read: (row: NewExecution) => T): T[] => rows.map(read);
  await db.query({
    ...statement,
    values: [
      column((row) => row.id),
      column((row) => row.org_id),
      column((row) => row.workflow_id),
      column((row) => row.version),
      column((row) => row.status),
      column((row) => row.trigger_type),
      column((row) => row.triggered_by),
      documents(column((row) => row.trigger)),
      documents(column((row) => row.output)),
      documents(column((row) => row.error)),
      documents(column((row) => row.steps)),
      column((row) => row.retry_of),
      column((row) => row.owner),
      column((row) => row.fence),
      column((row) => row.resume_at?.toISOString() ?? null),
      column((row) => row.created_at.toISOString()),
      column((row) => row.started_at?.toISOString() ?? null),
      column((row) => row.finished_at?.toISOString() ?? null),
      column((row) => row.duration_ms),
    ],
  });
}
