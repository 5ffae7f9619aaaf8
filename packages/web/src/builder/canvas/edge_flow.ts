import type { Step } from '@millrace/core';

/** How an edge stands in the run that is shown: data went along it, is going along it, or took another way. */
export type EdgeFlow = 'none' | 'taken' | 'running' | 'left';

/** Told from the steps at its two ends. */
export function edgeFlow(
  steps: ReadonlyMap<string, Pick<Step, 'status' | 'handle' | 'iterations'>>,
  source: string,
  target: string,
  handle: string,
): EdgeFlow {
  if (steps.size === 0) return 'none';
  const from = steps.get(source);
  if (handle === 'body') return bodyFlow(from, steps.get(target));
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
  if (first && first.status !== 'pending' && first.status !== 'skipped')
    return first.status === 'running' ? 'running' : 'taken';
  if (!loop || loop.status === 'pending' || loop.status === 'running' || loop.status === 'waiting')
    return 'none';
  return (loop.iterations?.total ?? 0) > 0 ? 'taken' : 'left';
}
