import type pg from 'pg';
import { passGates } from '../gates/pass_gates.ts';
import type { QueuedStart } from '../gates/queued_start.ts';
import { standInLine } from '../gates/stand_in_line.ts';
import type { ExecutionQueue } from '../queue.ts';
import type { ChildLimit } from '../signals/child_limit.ts';
import type { Ends } from './end_hooks.ts';
import { insertExecutions } from './insert_executions.ts';

export interface InsertParts {
  queue: Pick<ExecutionQueue, 'insert'>;
  ends: Ends;
  /** How much may be queued by calling other workflows; absent: whatever they call. */
  children?: ChildLimit | undefined;
}

/**
 * Rows and jobs in one transaction: what is accepted is always on its way, or in line before a gate and then gets its job with
 * its turn. One that ends by being inserted ends as every other does.
 */
export async function insertQueued(
  tx: pg.ClientBase,
  { queue, ends }: InsertParts,
  starts: readonly QueuedStart[],
): Promise<void> {
  await insertExecutions(
    tx,
    starts.map(({ row }) => row),
  );
  await settleQueued(tx, { queue, ends }, starts);
}

/** Everything but the rows, which the caller has inserted in this transaction. */
export async function settleQueued(
  tx: pg.ClientBase,
  { queue, ends }: InsertParts,
  starts: readonly QueuedStart[],
): Promise<void> {
  const gates = starts.flatMap(({ gate }) => gate ?? []);
  await standInLine(
    tx,
    starts.flatMap(({ row: { id, org_id, workflow_id }, gate }) =>
      gate ? [{ execution_id: id, org_id, workflow_id, gate: gate.gate }] : [],
    ),
  );
  await queue.insert(
    tx,
    starts.flatMap(({ row: { id, fence, org_id }, priority, gate, ended }) =>
      gate || ended ? [] : [{ execution_id: id, fence, org_id, priority }],
    ),
  );
  await passGates(tx, queue, gates, { entering: true });
  const over = starts.flatMap(({ ended }) => ended ?? []);
  if (over.length > 0) await ends.run(tx, over);
}
