import type pg from 'pg';

const all = (queue: string) => ({
  name: 'count_ready_jobs',
  text: `
select count(*)::integer as count from (
  select from pgboss.job where name = '${queue}' and state < 'active' and start_after <= now() limit $1) ready`,
});

/** Jobs that could run now, counted up to `limit`. */
export async function countReady(engine: pg.Pool, queue: string, limit: number): Promise<number> {
  const { rows } = await engine.query<{ count: number }>({ ...all(queue), values: [limit] });
  return rows[0]!.count;
}

/** By lane, so that what is due later is not read. */
const ofOrganization = (queue: string) => ({
  name: 'count_queued_of',
  text: `
with recursive lanes as (
  (select -j.priority as rank from pgboss.job j
    where j.name = '${queue}' and j.state < 'active' and not j.blocked and j.group_id = $1 order by -j.priority limit 1)
  union all
  select (select -j.priority from pgboss.job j
           where j.name = '${queue}' and j.state < 'active' and not j.blocked and j.group_id = $1 and -j.priority > l.rank
           order by -j.priority limit 1)
    from lanes l where l.rank is not null
)
select (select count(*) from (
         select from lanes l cross join lateral (
           select from pgboss.job j
            where j.name = '${queue}' and j.state < 'active' and not j.blocked and j.group_id = $1 and -j.priority = l.rank
              and j.start_after <= now() limit $2) due limit $2) ready)::integer
     + (select count(*) from (select from execution_gates where org_id = $1::uuid and state = 'line' limit $2) line)::integer as count`,
});

/** Executions of one organization that are queued, or stand in line before a gate; counted up to `limit` and a little more. */
export async function countQueuedOf(
  engine: pg.Pool | pg.ClientBase,
  queue: string,
  org_id: string,
  limit: number,
): Promise<number> {
  const { rows } = await engine.query<{ count: number }>({
    ...ofOrganization(queue),
    values: [org_id, limit],
  });
  return rows[0]!.count;
}
