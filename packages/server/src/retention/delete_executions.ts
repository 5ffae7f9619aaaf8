import type pg from 'pg';
import { firstIdAt } from '../storage/partitions.ts';

export interface Doomed {
  workflow_id: string;
  statuses: readonly string[];
  /** They ended before this, and began before it. */
  before: Date;
}

export interface Deleted {
  executions: number;
  blobs: number;
}

/**
 * A batch of executions with everything that belongs to them. The time inside the id leaves out the partitions of the months that
 * are kept; the end decides, so that one that waited for weeks is kept as long as others.
 */
const statement = {
  name: 'delete_executions',
  text: `
with doomed as (
  select e.id from workflow_executions e
   where e.workflow_id = $1 and e.id < $2 and e.status = any($3::text[]) and e.finished_at < $4
   order by e.id limit $5 for update skip locked
), blobs as (
  delete from execution_blobs b using doomed d where b.execution_id = d.id and b.execution_id < $2 returning 1
), approvals as (
  delete from approvals a using doomed d where a.execution_id = d.id
), waits as (
  delete from waits w using doomed d where w.execution_id = d.id
), gates as (
  delete from execution_gates g using doomed d where g.execution_id = d.id
), journal as (
  delete from execution_journal j using doomed d where j.execution_id = d.id
), gone as (
  delete from workflow_executions e using doomed d where e.id = d.id and e.id < $2 returning 1
)
select (select count(*) from gone)::integer as executions, (select count(*) from blobs)::integer as blobs`,
};

export async function deleteExecutions(
  engine: pg.Pool,
  { workflow_id, statuses, before }: Doomed,
  batch: number,
): Promise<Deleted> {
  const { rows } = await engine.query<Deleted>({
    ...statement,
    values: [workflow_id, firstIdAt(before), statuses, before, batch],
  });
  return rows[0]!;
}
