import type pg from 'pg';
import { documentOf, documents, documentsSql, type FinishedRow, plainList } from './rows.ts';

/**
 * Ends executions that have a row: status, output and steps, the journal dropped, the workflow counted.
 * Only the row's owner at its fence gets through; the owner stays on it, which tells a repeated try that it was written.
 */
const statement = (large: boolean) => ({
  name: large ? 'finish_accepted_large' : 'finish_accepted',
  text: `
with input as (
  select * from unnest(
    $1::uuid[], $2::uuid[], $3::integer[], $4::text[],
    ${documentsSql('$5')}, ${documentsSql('$6')}, ${documentsSql('$7')}, ${documentsSql('$8')},
    $9::timestamptz[], $10::double precision[]${large ? `, ${documentsSql('$11')}` : ''}
  ) as x(id, owner, fence, status, trigger, output, error, steps, finished_at, duration_ms${large ? ', output_blob' : ''})
), held as materialized (
  select e.id, e.fence from workflow_executions e join input i on e.id = i.id and e.owner = i.owner and e.fence = i.fence
   where e.status = 'running' order by e.id for no key update of e
), done as (
  update workflow_executions e
     set status = i.status, trigger = coalesce(i.trigger::json, e.trigger), output = i.output::json, error = i.error::json,
         steps = i.steps::json, finished_at = i.finished_at, duration_ms = i.duration_ms, resume_at = null,
         trigger_blob = case when i.trigger is null then e.trigger_blob end${large ? ', output_blob = i.output_blob::json' : ''}
    from input i join held h on h.id = i.id and h.fence = i.fence
   where e.id = i.id
  returning e.id, e.fence, e.org_id, e.workflow_id, e.status, e.finished_at
), dropped as (
  delete from execution_journal j using done where j.execution_id = done.id
), counted as (
  insert into workflow_counters as c
    (workflow_id, org_id, execution_count, success_count, error_count, last_executed_at, last_status)
  select workflow_id, (array_agg(org_id))[1], count(*),
         count(*) filter (where status in ('success', 'partial_success')),
         count(*) filter (where status in ('error', 'timed_out')),
         max(finished_at), (array_agg(status order by finished_at desc))[1]
    from done group by workflow_id order by workflow_id
  on conflict (workflow_id) do update set
    execution_count  = c.execution_count + excluded.execution_count,
    success_count    = c.success_count + excluded.success_count,
    error_count      = c.error_count + excluded.error_count,
    last_executed_at = greatest(c.last_executed_at, excluded.last_executed_at),
    last_status      = excluded.last_status
)
select id, fence from done`,
});
const plain = statement(false);
const withLarge = statement(true);

/** Commits the ends of executions that were still ours at their fence; returns those, each with that fence. */
export async function finishAccepted(
  db: pg.Pool | pg.ClientBase,
  rows: readonly FinishedRow[],
): Promise<Map<string, number>> {
  const column = <T>(read: (row: FinishedRow) => T): T[] => rows.map(read);
  const listed = (read: (row: FinishedRow) => string | number): string => plainList(rows.map(read));
  const large = rows.some((row) => row.output_blob !== null);
  const result = await db.query<{ id: string; fence: number }>({
    ...(large ? withLarge : plain),
    values: [
      listed((row) => row.id),
      listed((row) => row.owner),
      listed((row) => row.fence),
      listed((row) => row.status),
      documents(column((row) => row.trigger)),
      documents(column((row) => row.output)),
      documents(column((row) => row.error)),
      documents(column((row) => row.steps)),
      listed((row) => row.finished_at.toISOString()),
      listed((row) => row.duration_ms),
      ...(large ? [documents(column((row) => documentOf(row.output_blob)))] : []),
    ],
  });
  return new Map(result.rows.map(({ id, fence }) => [id, fence]));
}
