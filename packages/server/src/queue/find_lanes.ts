import type pg from 'pg';

/** One priority of one organization in which something is due. */
export interface Lane {
  org_id: string;
  /** The priority, negative: the smaller goes first. */
  rank: number;
}

/** The order in which jobs are found: without it every look would read all that waits, or is due later. */
export const lanesIndex = `
create index if not exists millrace_lanes on pgboss.job (name, group_id, ((-priority)), start_after, id)
 where state < 'active' and not blocked`;

const ready = (queue: string, alias: string): string =>
  `${alias}.name = '${queue}' and ${alias}.state < 'active' and not ${alias}.blocked`;

/** Leaps from lane to lane behind `$1`; in each, what is due lies at the front. */
const statement = (queue: string) => ({
  name: 'find_lanes',
  text: `
with recursive lanes as (
  (select j.group_id, -j.priority as rank, 1 as n from pgboss.job j
    where ${ready(queue, 'j')} and j.group_id > $1 order by j.group_id, -j.priority limit 1)
  union all
  select next.group_id, next.rank, l.n + 1 from lanes l cross join lateral (
    select j.group_id, -j.priority as rank from pgboss.job j
     where ${ready(queue, 'j')} and (j.group_id, -j.priority) > (l.group_id, l.rank)
     order by j.group_id, -j.priority limit 1) next
   where l.n < $2
)
select l.group_id as org_id, l.rank, l.n, coalesce(front.start_after <= (select pgboss.job_now()), false) as due
  from lanes l left join lateral (
    select j.start_after from pgboss.job j
     where ${ready(queue, 'j')} and j.group_id = l.group_id and -j.priority = l.rank
     order by j.start_after limit 1) front on true
 order by l.n`,
});

/** Lanes in the order of their organizations; null as `next` when these were the last. */
export async function findLanes(
  tx: pg.ClientBase,
  queue: string,
  { after, most }: { after: string; most: number },
): Promise<{ lanes: Lane[]; next: string | null }> {
  const { rows } = await tx.query<Lane & { n: number; due: boolean }>({
    ...statement(queue),
    values: [after, most],
  });
  const last = rows.at(-1);
  const lanes = rows.filter(({ due }) => due).map(({ org_id, rank }) => ({ org_id, rank }));
  return { lanes, next: last && last.n >= most ? last.org_id : null };
}
