import type { Failure } from '@millrace/core';
import type pg from 'pg';
import type { EndedExecution } from './end_hooks.ts';
import { isGated } from './end_hooks.ts';

/** A step that waits, or a loop that went on, as what it is now. One that was to be tried again keeps its own failure. */
const cutOff = `(s::jsonb - 'resume_at' - 'resume_url' || jsonb_build_object(
         'status', 'error', 'handle', null, 'error', coalesce(s::jsonb -> 'error', jsonb_build_object(
           'message', 'The execution was cancelled while this ' || case s ->> 'status' when 'waiting' then 'step was waiting' else 'loop was running' end,
           'code', 'cancelled', 'node_id', s ->> 'node_id'))))::json`;

/**
 * Ends executions that nobody runs as cancelled, with the reason. What is kept of their data follows `save_data` as in
 * kept_data.ts. In the order of their ids, like every batch of ends, and counted.
 */
const statement = {
  name: 'end_unowned',
  text: `
with target as (
  select e.id, e.steps, v.workflow_definition -> 'config' as settings
    from workflow_executions e
    left join workflow_versions v on v.workflow_id = e.workflow_id and v.version = e.version
   where e.id = any($1::uuid[]) and e.status in ('queued', 'waiting') order by e.id for no key update of e
), ended as (
  update workflow_executions e
     set status = 'cancelled', error = $2::json, finished_at = clock_timestamp(), resume_at = null,
         duration_ms = coalesce(e.duration_ms, 0),
         trigger = case when t.settings ->> 'save_data' = 'none' then '{"data":null}' else e.trigger end,
         trigger_blob = case when t.settings ->> 'save_data' = 'none' then null else e.trigger_blob end,
         steps = case when t.settings ->> 'save_data' = 'none'
                      then coalesce((select json_agg(s::jsonb - 'input' - 'output' - 'input_blob' - 'output_blob') from json_array_elements(closed.steps) s), '[]')
                      else closed.steps end
    from target t
   cross join lateral (
     select coalesce(json_agg(case when s ->> 'status' in ('waiting', 'running') then ${cutOff} else s end order by place), '[]') as steps
       from json_array_elements(t.steps) with ordinality as x(s, place)) closed
   where e.id = t.id
  returning e.id, e.org_id, e.workflow_id, e.version, e.trigger_type, e.depth, e.parent_execution_id, e.parent_path,
            e.started_at, e.finished_at, t.settings
), dropped as (
  delete from execution_journal j using ended where j.execution_id = ended.id
), erased as (
  delete from execution_blobs b using ended where b.execution_id = ended.id and ended.settings ->> 'save_data' = 'none'
), counted as (
  insert into workflow_counters as c (workflow_id, org_id, execution_count, last_executed_at, last_status)
  select workflow_id, (array_agg(org_id))[1], count(*), max(finished_at), 'cancelled' from ended group by workflow_id order by workflow_id
  on conflict (workflow_id) do update set
    execution_count  = c.execution_count + excluded.execution_count,
    last_executed_at = greatest(c.last_executed_at, excluded.last_executed_at),
    last_status      = excluded.last_status
)
select * from ended order by id`,
};

type Row = Pick<
  EndedExecution,
  | 'id'
  | 'org_id'
  | 'workflow_id'
  | 'version'
  | 'trigger_type'
  | 'depth'
  | 'settings'
  | 'started_at'
  | 'finished_at'
> & { parent_execution_id: string | null; parent_path: string | null };

/** Those that were still there to be ended; give them to the hooks of the end in the same transaction. */
export async function endUnowned(
  tx: pg.ClientBase,
  ids: readonly string[],
  error: Failure,
): Promise<EndedExecution[]> {
  if (ids.length === 0) return [];
  const { rows } = await tx.query<Row>({ ...statement, values: [ids, JSON.stringify(error)] });
  return rows.map(({ parent_execution_id, parent_path, ...row }) => ({
    ...row,
    status: 'cancelled',
    parent: parent_execution_id ? { execution_id: parent_execution_id, path: parent_path ?? '' } : null,
    gated: isGated(row.settings),
    waited: true,
    trigger: null,
    output: null,
    error,
  }));
}
