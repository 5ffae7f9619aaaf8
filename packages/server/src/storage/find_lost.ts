import type pg from 'pg';
import type { ExecutionJob } from './execution_job.ts';

/**
 * Executions that should be on their way and have no job that is due: queued for a while, or past the time to go on; or they wait
 * and nothing is left that could wake them, because a wait of theirs has ended or none is open. Who stands in line has no job yet.
 * Step by step: in one, the plan was to read everything that ever ran in the order of its ids, and to compare each with each job.
 */
const jobless = `
with suspects as materialized (
  select e.id, e.fence, e.org_id
    from workflow_executions e
   where e.owner is null and e.status in ('queued', 'waiting')
     and (e.status = 'queued' and e.created_at < now() - make_interval(secs => $1)
       or e.status = 'waiting' and (
            e.resume_at < now() - make_interval(secs => $1)
            or exists (select from waits w where w.execution_id = e.id and w.state = 'signalled' and w.attempt > 0)
            or e.resume_at is null and not exists (select from waits w where w.execution_id = e.id and w.state = 'open')))
     and not exists (select from execution_gates g where g.execution_id = e.id and g.state = 'line')
), lost as (
  select id::text, fence::text, org_id::text from suspects
  except
  select data ->> 'execution_id', data ->> 'fence', group_id from pgboss.job
   where name = $2 and state < 'completed' and start_after <= now()
)
select id as execution_id, fence::integer, org_id from lost order by id limit 1000`;

/** What the watchdog queues again. Runs under its advisory lock, in the transaction that inserts the jobs. */
export async function findLost(
  tx: pg.ClientBase,
  queue: string,
  older_than_s: number,
): Promise<ExecutionJob[]> {
  const { rows } = await tx.query<ExecutionJob>(jobless, [older_than_s, queue]);
  return rows;
}

const unknownOwn = `
select id from workflow_executions
 where owner = $1 and status = 'running' and not (id = any($2::uuid[])) order by id limit 1000`;

/** Executions that the database says this process runs, and it does not: a write of theirs was given up. */
export async function findForgotten(
  db: pg.Pool,
  owner: string,
  running: readonly string[],
): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(unknownOwn, [owner, running]);
  return rows.map(({ id }) => id);
}
