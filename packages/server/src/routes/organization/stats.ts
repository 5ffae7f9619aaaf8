import type { Tx } from '../../db/client.ts';
import { countLimit } from '../page.ts';

/** Dashboard data of the last days, today included; days are UTC. */
export async function readStats(tx: Tx, days: number) {
  const byDay = await tx.query<{ day: string; success: number; error: number; other: number }>(
    `with d as (select generate_series(current_date - ($1::int - 1), current_date, interval '1 day')::date as day)
     select to_char(d.day, 'YYYY-MM-DD') as day,
       count(e.id) filter (where e.status in ('success', 'partial_success'))::int as success,
       count(e.id) filter (where e.status in ('error', 'timed_out'))::int as error,
       count(e.id) filter (where e.status not in ('success', 'partial_success', 'error', 'timed_out'))::int as other
     from d left join workflow_executions e
       on e.created_at >= d.day::timestamp at time zone 'UTC' and e.created_at < (d.day + 1)::timestamp at time zone 'UTC'
     group by d.day order by d.day`,
    [days],
  );
  const since = `e.created_at >= (current_date - ($1::int - 1))::timestamp at time zone 'UTC'`;
  const total = await tx.query<{
    total: number;
    success_rate: number | null;
    p50_ms: number | null;
    p95_ms: number | null;
  }>(
    `select count(*)::int as total,
       (count(*) filter (where status in ('success', 'partial_success')))::float8
         / nullif(count(*) filter (where status in ('success', 'partial_success', 'error', 'timed_out')), 0) as success_rate,
       percentile_cont(0.5) within group (order by duration_ms) as p50_ms,
       percentile_cont(0.95) within group (order by duration_ms) as p95_ms
     from workflow_executions e where ${since}`,
    [days],
  );
  return {
    by_day: byDay.rows,
    ...total.rows[0]!,
    busiest: await topWorkflows(tx, days, since),
    failing: await topWorkflows(tx, days, `${since} and e.status in ('error', 'timed_out')`),
    attention: await needsAttention(tx, days, since),
  };
}

/** What a person has to look at: each count stops where nobody would count on. */
async function needsAttention(tx: Tx, days: number, since: string) {
  const { rows } = await tx.query<{ failed: number; approvals: number; questions: number }>(
    `select
       (select count(*)::int from workflow_executions e
         where ${since} and e.status in ('error', 'timed_out')
           and not exists (select from workflow_executions r
             where r.retry_of = e.id and ${since.replaceAll('e.', 'r.')})) as failed,
       (select count(*)::int from (select from approvals where status = 'pending' limit ${countLimit}) a) as approvals,
       (select count(*)::int from (
          select from waits w join workflow_executions e on e.id = w.execution_id
          where w.kind = 'question' and w.state = 'open' and e.finished_at is null limit ${countLimit}) q) as questions`,
    [days],
  );
  return rows[0]!;
}

async function topWorkflows(tx: Tx, days: number, where: string) {
  const { rows } = await tx.query<{ workflow_id: string; name: string; count: number }>(
    `select w.id as workflow_id, w.name, count(*)::int as count
     from workflow_executions e join integration_workflows w on w.id = e.workflow_id
     where ${where} group by w.id, w.name order by count(*) desc, w.name limit 5`,
    [days],
  );
  return rows;
}
