import type { Step } from '@millrace/core';
import type { NodeStep } from '../../steps/node_steps.ts';

/** How an edge stands in the run that is shown: data went along it, is going along it, or took another way. */
export type EdgeFlow = 'none' | 'taken' | 'running' | 'left';

/** Told from the steps at its two ends. */
export function edgeFlow(
  steps: ReadonlyMap<string, Pick<NodeStep, 'status' | 'handle' | 'iterations' | 'counts'>>,
  source: string,
  target: string,
  handle: string,
): EdgeFlow {
  if (steps.size === 0) return 'none';
  const from = steps.get(source);
  if (handle === 'body') return bodyFlow(from, steps.get(target));
  // In a loop each round may have gone another way: the target says whether any of them came to it.
  if (from?.counts) return reached(steps.get(target)) ?? 'none';
  if (!from || from.status === 'pending' || from.status === 'running' || from.status === 'waiting')
    return 'none';
  if (from.status === 'skipped') return 'left';
  // A failed step goes on only by its error port; the others may name the port they took.
  const went = from.handle ?? (from.status === 'error' ? 'error' : null);
  if (went !== null && went !== handle) return 'left';
  return steps.get(target)?.status === 'running' ? 'running' : 'taken';
}

/** Into the body of a loop data goes while the loop itself still runs, and many times. */
function bodyFlow(
  loop: Pick<Step, 'iterations' | 'status'> | undefined,
  first: Pick<Step, 'status'> | undefined,
): EdgeFlow {
  const flow = reached(first);
  if (flow) return flow;
  if (!loop || loop.status === 'pending' || loop.status === 'running' || loop.status === 'waiting')
    return 'none';
  return (loop.iterations?.total ?? 0) > 0 ? 'taken' : 'left';
}

/** Null where the target has not begun. */
function reached(target: Pick<Step, 'status'> | undefined): EdgeFlow | null {
  if (!target || target.status === 'pending') return null;
  if (target.status === 'skipped') return 'left';
  return target.status === 'running' ? 'running' : 'taken';
}
