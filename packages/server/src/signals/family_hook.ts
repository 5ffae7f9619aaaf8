/**
 * What the end of an execution means for those it called and for the one that called it: children that were waited for are
 * stopped, whoever waits for this one goes on.
 */
import type { Tx } from '../db/client.ts';
import type { ExecutionQueue } from '../queue.ts';
import { cancelExecutions } from '../storage/cancel_executions.ts';
import type { EndedExecution, EndHook } from '../storage/end_hooks.ts';
import { childrenOf, dropWaits } from './close_waits.ts';
import { endWaits } from './end_waits.ts';
import { childFailure } from './start_children.ts';
import { wake } from './wake.ts';

/** Every wait of the execution is dropped, its approvals are closed, its children stopped. */
export const waitsHook: EndHook = {
  needed: ({ waited }) => waited,
  async run(tx, ended, ends) {
    const closed = await dropWaits(
      tx,
      ended.map(({ id }) => id),
    );
    await cancelExecutions(tx, ends, childrenOf(closed));
  },
};

/** The end of a called execution ends the wait of the step that called it. */
export function parentHook(queue: Pick<ExecutionQueue, 'insert'>): EndHook {
  return {
    needed: ({ parent, trigger_type }) => parent !== null && trigger_type === 'sub_workflow',
    run: (tx, ended) => tellParents(tx, queue, ended),
  };
}

async function tellParents(
  tx: Tx,
  queue: Pick<ExecutionQueue, 'insert'>,
  ended: readonly EndedExecution[],
): Promise<void> {
  const told = await endWaits(
    tx,
    ended.map((child) => ({ ...child.parent!, result: resultOf(child) })),
  );
  await wake(tx, queue, [...new Set(told.map(({ execution_id }) => execution_id))].sort());
}

function resultOf({ id, status, output, error }: EndedExecution) {
  if (status === 'success' || status === 'partial_success')
    return { outcome: 'done', output: output ?? null } as const;
  return { outcome: 'failed', failure: childFailure(id, status, error) } as const;
}
