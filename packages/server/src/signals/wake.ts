import type { Tx } from '../db/client.ts';
import type { ExecutionQueue } from '../queue.ts';
import type { ExecutionJob } from '../storage/execution_job.ts';
import { signalChannel } from './read_signals.ts';

/** Whoever stands in a line keeps its place: it was not parked with a wait. */
const queueWaiting = {
  name: 'wake_waiting',
  text: `
with waiting as (
  select e.id, coalesce((v.workflow_definition -> 'config' ->> 'priority')::integer, 0) as priority
    from workflow_executions e left join workflow_versions v on v.workflow_id = e.workflow_id and v.version = e.version
   where e.id = any($1::uuid[]) and e.status = 'waiting' order by e.id for no key update of e
)
update workflow_executions e set status = 'queued', resume_at = null from waiting w where e.id = w.id
returning e.id as execution_id, e.fence, e.org_id, w.priority`,
};

const tellRunning = {
  name: 'wake_running',
  text: `select pg_notify('${signalChannel}', id::text) from workflow_executions where id = any($1::uuid[]) and status = 'running'`,
};

/** Lets executions go on for which there is a signal: those that wait are queued, whoever runs one is told. */
export async function wake(
  tx: Tx,
  queue: Pick<ExecutionQueue, 'insert'>,
  execution_ids: readonly string[],
): Promise<void> {
  if (execution_ids.length === 0) return;
  const { rows } = await tx.query<ExecutionJob>({ ...queueWaiting, values: [execution_ids] });
  await queue.insert(tx, rows);
  const queued = new Set(rows.map(({ execution_id }) => execution_id));
  const others = execution_ids.filter((id) => !queued.has(id));
  if (others.length > 0) await tx.query({ ...tellRunning, values: [others] });
}
