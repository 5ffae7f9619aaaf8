import type pg from 'pg';
import type { ExecutionQueue } from '../queue.ts';
import { insertExecutions } from './insert_executions.ts';
import type { NewExecution } from './rows.ts';

/** Rows and jobs in one transaction: what is accepted is always on its way. */
export async function insertQueued(
  tx: pg.ClientBase,
  queue: Pick<ExecutionQueue, 'insert'>,
  rows: readonly { row: NewExecution; priority: number }[],
): Promise<void> {
  await insertExecutions(
    tx,
    rows.map(({ row }) => row),
  );
  await queue.insert(
    tx,
    rows.map(({ row: { id, fence, org_id }, priority }) => ({ execution_id: id, fence, org_id, priority })),
  );
}
