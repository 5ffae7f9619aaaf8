/** Stops an execution wherever it runs. */
import type { ExecutionStatus } from '@millrace/core';
import type { Database } from '../db/client.ts';
import { ApiError } from '../errors.ts';
import { readExecution } from '../storage/read_execution.ts';
import { requestCancel } from '../storage/request_cancel.ts';
import type { Runner } from './runner.ts';

/** Told to every process with the id of an execution; the one that runs it stops it. */
export const cancelChannel = 'millrace_cancel';

export interface CancelParts {
  db: Database;
  runner: Runner;
  /** Of an execution that nobody ran and that is over now. */
  onEnded(ended: { id: string; org_id: string; workflow_id: string }): void;
}

/**
 * The mark in the row and the notification are one transaction. The owner also looks for the mark by itself, so that a lost
 * notification costs a second and not the cancellation.
 * @throws ApiError `not_found`, `already_finished`
 */
export async function cancelExecution(
  { db, runner, onEnded }: CancelParts,
  org_id: string,
  execution_id: string,
): Promise<{ execution_id: string; status: ExecutionStatus }> {
  const answer = await db.asEngine(async (tx) => {
    const marked = await requestCancel(tx, org_id, execution_id);
    if (marked?.status === 'running')
      await tx.query('select pg_notify($1, $2)', [cancelChannel, execution_id]);
    return marked;
  });
  if (answer) {
    if (answer.ended) onEnded({ id: execution_id, org_id, workflow_id: answer.workflow_id });
    return { execution_id, status: answer.status };
  }
  // It may run here without a row yet.
  if (runner.running.get(execution_id)?.start.org_id === org_id && runner.cancel(execution_id))
    return { execution_id, status: 'running' };
  throw new ApiError(
    (await readExecution(db.engine, org_id, execution_id)) ? 'already_finished' : 'not_found',
  );
}
