/** Stops an execution wherever it runs, and what it called. */
import type { ExecutionStatus } from '@millrace/core';
import type { Database } from '../db/client.ts';
import { ApiError } from '../errors.ts';
import { cancelExecutions } from '../storage/cancel_executions.ts';
import type { Ends } from '../storage/end_hooks.ts';
import { readStatus } from '../storage/read_execution.ts';
import type { Runner } from './runner.ts';

export { cancelChannel } from '../storage/cancel_executions.ts';

export interface CancelParts {
  db: Database;
  ends: Ends;
  runner: Runner;
  /** Of an execution that nobody ran and that is over now. */
  onEnded(ended: { id: string; org_id: string; workflow_id: string }): void;
}

/**
 * One that somebody runs ends within moments; one that waits, stands in line or is queued ends here.
 * @throws ApiError `not_found`, `already_finished`
 */
export async function cancelExecution(
  { db, ends, runner, onEnded }: CancelParts,
  org_id: string,
  execution_id: string,
): Promise<{ execution_id: string; status: ExecutionStatus }> {
  const { found, running, ended } = await db.asEngine(async (tx) => {
    const found = await readStatus(tx, org_id, execution_id);
    return { found, ...(await cancelExecutions(tx, ends, found ? [execution_id] : [])) };
  });
  const [over] = ended;
  if (over) {
    onEnded(over);
    return { execution_id, status: 'cancelled' };
  }
  if (running.length > 0) return { execution_id, status: 'running' };
  if (found) throw new ApiError('already_finished');
  // It may run here without a row yet.
  if (runner.running.get(execution_id)?.start.org_id === org_id && runner.cancel(execution_id))
    return { execution_id, status: 'running' };
  throw new ApiError('not_found');
}
