/** How an execution is recorded when it has ended, or parks because it waits. */
import { type Failure, type FinalStatus, findCycle, type Step } from '@millrace/core';
import type { Execution } from './execute.ts';
import type { PlannedNode } from './plan.ts';
import type { FinishedExecution, JournalEntry, ParkedExecution } from './ports.ts';
import { record, roundMs } from './record.ts';
import { didItHappen } from './settle_call.ts';
import { triedBefore } from './turn.ts';
import type { Walk } from './walk.ts';

/** Whether it waits for its time, for a person or for another process instead of having ended. */
export function isParked({ walk, held, delayed, handingBack }: Execution): boolean {
  return walk.ending === null && (held.size > 0 || delayed.size > 0 || handingBack);
}

export function parkedExecution(execution: Execution, journal: JournalEntry[]): ParkedExecution {
  const { walk, held, handingBack, means } = execution;
  const due = execution.nextDue();
  const now = means.clock.now();
  const waiting = new Map<PlannedNode, Step>();
  for (const node of [...held, ...execution.delayed.keys()]) waiting.set(node, waitingStep(execution, node));
  return {
    start: walk.start,
    accepted: execution.ledger.accepted,
    status: handingBack ? 'queued' : 'waiting',
    steps: walk.plan.nodes.flatMap((node) => walk.steps[node.index] ?? waiting.get(node) ?? []),
    journal,
    resume_at: handingBack ? now : due === null ? null : new Date(due),
    duration_ms: activeMs(execution),
  };
}

/** What is known while it runs: the steps that settled and those under way. */
export function stepsSoFar(execution: Execution): Step[] {
  const { plan, steps } = execution.walk;
  return plan.nodes.flatMap((node) => {
    const since = execution.underWaySince(node);
    const running = since === null ? [] : record(node, { status: 'running', started_at: since });
    return steps[node.index] ?? running;
  });
}

function waitingStep(execution: Execution, node: PlannedNode): Step {
  const { attempt, failure } = triedBefore(execution, node);
  const error = failure ?? didItHappen(node);
  return record(node, { status: 'waiting', error, ...(attempt > 0 && { attempts: attempt }) });
}

/** What the end left open: never begun, or tried and now not tried again. */
function unsettledStep(execution: Execution, node: PlannedNode): Step {
  const { attempt, failure } = triedBefore(execution, node);
  if (attempt === 0) return record(node, { status: 'skipped' });
  const reason = execution.walk.ending?.reason ?? 'The execution ended';
  const message = `${reason}; it is not known whether this step happened`;
  const error = failure ?? { message, code: 'cancelled', node_id: node.id };
  return record(node, { status: 'error', handle: null, error, attempts: attempt });
}

/** Completes the records of what the end left open, and sums up. */
export function finishedExecution(execution: Execution, started_at: Date): FinishedExecution {
  const { walk, means } = execution;
  const ending = walk.ending ?? endOf(walk);
  const steps = walk.plan.nodes.map((node) => {
    if (!walk.steps[node.index]) walk.cutOff(node, unsettledStep(execution, node));
    return walk.steps[node.index]!;
  });
  return {
    start: walk.start,
    accepted: execution.ledger.accepted,
    status: ending.status === 'success' && walk.partial ? 'partial_success' : ending.status,
    output: ending.error ? null : outputOf(walk),
    error: ending.error,
    steps,
    started_at,
    finished_at: means.clock.now(),
    duration_ms: activeMs(execution),
  };
}

function activeMs({ began, means }: Execution): number {
  return roundMs(means.clock.monotonic() - began);
}

/** The end of an execution that nothing ended early. */
function endOf(walk: Walk): { status: FinalStatus; error: Failure | null } {
  const { plan } = walk;
  if (plan.graph.start < 0) {
    const hint = 'Add a trigger and connect it to the first step.';
    return { status: 'error', error: { message: 'The workflow has no trigger', code: 'no_trigger', hint } };
  }
  if (walk.hasUnreached) {
    const circle = (findCycle(walk.start.definition) ?? []).map(
      (id) => plan.nodes.find((node) => node.id === id)?.label ?? id,
    );
    const message = `These nodes wait for each other: ${circle.join(' → ')}`;
    return {
      status: 'error',
      error: { message, code: 'cycle', hint: 'Remove one of the edges between them.' },
    };
  }
  return { status: 'success', error: null };
}

/**
 * What the execution gives: the output of its last step; where several branches ended, each by its key. Steps count as last
 * when nothing ran after them, `stop` not counted.
 */
function outputOf(walk: Walk): unknown {
  const { plan, steps } = walk;
  const last = plan.nodes.filter(
    (node) => walk.taken(node.index) !== null && node.node.subtype !== 'stop' && !goesOn(walk, node),
  );
  // The trigger is the last only when nothing follows it.
  if (last.length === 1)
    return last[0]!.operation.kind === 'trigger' ? null : (steps[last[0]!.index]!.output ?? null);
  return Object.fromEntries(last.map((node) => [node.key, steps[node.index]!.output ?? null]));
}

function goesOn(walk: Walk, node: PlannedNode): boolean {
  const handle = walk.taken(node.index);
  return walk.plan.graph.outgoing[node.index]!.some(
    (edge) => edge.handle === handle && walk.plan.nodes[edge.target]!.node.subtype !== 'stop',
  );
}
