/** Waits that nobody waits for any more: their step is over, or their whole execution. */
import type { Tx } from '../db/client.ts';

export interface ClosedWait {
  execution_id: string;
  path: string;
  org_id: string;
  /** A child that still runs and was waited for. */
  child_id: string | null;
}

/** Only what is open or was not taken; a second time changes nothing. */
const take = {
  name: 'take_waits',
  text: `
with closed as (
  select w.execution_id, w.path, w.org_id, case when w.state = 'open' and w.attached then w.child_id end as child_id
    from waits w join unnest($1::uuid[], $2::text[], $3::integer[]) as x(execution_id, path, before)
           on w.execution_id = x.execution_id and w.path = x.path and (x.before is null or w.attempt < x.before)
   where w.state <> 'consumed' for update of w
), taken as (
  update waits w set state = 'consumed', result = null from closed c where w.execution_id = c.execution_id and w.path = c.path
), expired as (
  ${closeApprovals('a.execution_id = c.execution_id and a.path = c.path', 'closed c')}
)
select * from closed`,
};

/** An approval that nobody decided ends with its time, or because nobody needs it any more. */
function closeApprovals(of: string, from: string): string {
  return `update approvals a
     set status = case when a.expires_at <= clock_timestamp() then 'expired' else 'cancelled' end, decided_at = clock_timestamp()
    from ${from} where ${of} and a.status = 'pending'`;
}

export interface TakenWait {
  execution_id: string;
  path: string;
  /** Of an attempt that followed: waits of earlier ones are meant. Null: of all. */
  before: number | null;
}

/** The steps at these paths have taken the ends of their waits, or gave them up. */
export async function takeWaits(tx: Tx, taken: readonly TakenWait[]): Promise<ClosedWait[]> {
  if (taken.length === 0) return [];
  const { rows } = await tx.query<ClosedWait>({
    ...take,
    values: [
      taken.map(({ execution_id }) => execution_id),
      taken.map(({ path }) => path),
      taken.map(({ before }) => before),
    ],
  });
  return rows;
}

const drop = {
  name: 'drop_waits',
  text: `
with expired as (
  ${closeApprovals('a.execution_id = x.id', 'unnest($1::uuid[]) as x(id)')}
)
delete from waits w using unnest($1::uuid[]) as x(id) where w.execution_id = x.id
returning w.execution_id, w.path, w.org_id, case when w.state = 'open' and w.attached then w.child_id end as child_id`,
};

/** These executions are over. */
export async function dropWaits(tx: Tx, execution_ids: readonly string[]): Promise<ClosedWait[]> {
  if (execution_ids.length === 0) return [];
  const { rows } = await tx.query<ClosedWait>({ ...drop, values: [execution_ids] });
  return rows;
}

/** Children that were waited for by what was closed. */
export function childrenOf(closed: readonly ClosedWait[]): string[] {
  return closed.flatMap(({ child_id }) => (child_id === null ? [] : [child_id]));
}
