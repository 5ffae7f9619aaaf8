/** What the canvas shows of each node: its step, and for a node in a loop how its many steps went. Pure. */
import type { Step, StepStatus } from '@millrace/core';
import { isInRound, roundsOf } from './round_path.ts';

/** How often a node in the body of a loop ran, and how that went. */
export interface RoundCounts {
  done: number;
  failed: number;
  skipped: number;
  /** Runs or waits at this moment. */
  going: number;
  /** The record leaves out steps of rounds that went well: there were more than these. */
  partial: boolean;
}

export interface NodeStep extends Step {
  /** Of a node in a loop that has several steps. */
  counts?: RoundCounts;
}

/** By node id. A node in a loop has the data of its last step and a status of all of them. */
export function nodeSteps(steps: readonly Step[]): Map<string, NodeStep> {
  const last = new Map<string, Step>();
  const counted = new Map<string, RoundCounts>();
  for (const step of steps) {
    last.set(step.node_id, step);
    if (!isInRound(step.path)) {
      counted.delete(step.node_id);
      continue;
    }
    let counts = counted.get(step.node_id);
    if (!counts) {
      counts = { done: 0, failed: 0, skipped: 0, going: 0, partial: false };
      counted.set(step.node_id, counts);
    }
    counts[counterOf[step.status]] += 1;
  }
  // One object for each node and not for each of ten thousand steps.
  const found = new Map<string, NodeStep>();
  for (const [id, step] of last) {
    const counts = counted.get(id);
    found.set(id, counts ? { ...step, counts } : step);
  }
  const shortened = shortenedLoops(steps);
  for (const step of found.values())
    if (step.counts && shortened.size > 0)
      step.counts.partial = roundsOf(step.path).some(({ loop }) => shortened.has(loop));
  for (const [id, step] of found)
    if (step.counts)
      found.set(id, { ...step, status: statusOf(step.counts, step.status), duration_ms: null });
  return found;
}

/** Ids of the loops of which the record has fewer rounds than there were. */
function shortenedLoops(steps: readonly Step[]): Set<string> {
  const loops = steps.filter((step) => step.iterations && !isInRound(step.path));
  if (loops.length === 0) return new Set();
  const known = new Map<string, Set<string>>();
  for (const { path } of steps) {
    const cut = path.indexOf('/');
    if (cut < 0) continue;
    const round = path.slice(0, cut);
    const loop = round.slice(0, round.lastIndexOf('['));
    const rounds = known.get(loop);
    if (rounds) rounds.add(round);
    else known.set(loop, new Set([round]));
  }
  const shortened = loops.filter(({ path, iterations }) => {
    const { done, failed } = iterations!;
    return done + failed > (known.get(path)?.size ?? 0);
  });
  return new Set(shortened.map(({ node_id }) => node_id));
}

const counterOf: Record<StepStatus, Exclude<keyof RoundCounts, 'partial'>> = {
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
