import type pg from 'pg';
import type { ExecutionJob } from './execution_job.ts';

const statement = `
update workflow_executions e
   set status = 'queued', owner = null, fence = e.fence + 1, recoveries = e.recoveries + $3
 where e.owner = $1 and e.status = 'running' and e.id = any($2::uuid[])
returning e.id as execution_id, e.fence, e.org_id, e.recoveries as deaths`;

/**
 * Gives up executions of this owner so that a runner goes on with them; queue what comes back in the same transaction.
 * `as_recovery` counts it against the execution: its process did not stop it, it lost it.
 */
export async function handBack(
  tx: pg.ClientBase,
  { owner, ids, as_recovery }: { owner: string; ids: readonly string[]; as_recovery: boolean },
): Promise<ExecutionJob[]> {
  const { rows } = await tx.query<ExecutionJob>(statement, [owner, ids, as_recovery ? 1 : 0]);
  return rows;
}
