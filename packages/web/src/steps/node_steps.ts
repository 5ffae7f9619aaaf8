/** What the canvas shows of each node: its step, and for a node in a loop how its many steps went. Pure. */
import type { Step, StepStatus } from '@millrace/core';
import { isInRound } from './round_path.ts';

/** How often a node in the body of a loop ran, and how that went. */
export interface RoundCounts {
  done: number;
  failed: number;
  skipped: number;
  /** Runs or waits at this moment. */
  going: number;
}

export interface NodeStep extends Step {
  /** Of a node in a loop that has several steps. */
  counts?: RoundCounts;
}

/** By node id. A node in a loop has the data of its last step and a status of all of them. */
export function nodeSteps(steps: readonly Step[]): Map<string, NodeStep> {
  const found = new Map<string, NodeStep>();
  for (const step of steps) {
    if (!isInRound(step.path)) {
      found.set(step.node_id, step);
      continue;
    }
    const counts = found.get(step.node_id)?.counts ?? { done: 0, failed: 0, skipped: 0, going: 0 };
    // The object is this function's own: one for each node and not for each of ten thousand steps.
    counts[counterOf[step.status]] += 1;
    found.set(step.node_id, { ...step, counts, status: step.status });
  }
  for (const [id, step] of found)
    if (step.counts)
      found.set(id, { ...step, status: statusOf(step.counts, step.status), duration_ms: null });
  return found;
}

const counterOf: Record<StepStatus, keyof RoundCounts> = {
  success: 'done',
  error: 'failed',
  skipped: 'skipped',
  running: 'going',
  waiting: 'going',
  pending: 'going',
};

function statusOf({ done, failed, going }: RoundCounts, last: StepStatus): StepStatus {
  if (going > 0) return last === 'waiting' ? 'waiting' : 'running';
  if (failed > 0) return 'error';
  return done > 0 ? 'success' : last;
}
