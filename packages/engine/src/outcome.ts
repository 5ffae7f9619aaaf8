/** How an execution is recorded when it has ended, or parks because it waits. */
import { type Failure, type FinalStatus, findCycle, type Step } from '@millrace/core';
import type { Execution } from './execute.ts';
import { Place } from './place.ts';
import type { FinishedExecution, JournalEntry, ParkedExecution } from './ports.ts';
import { record, roundMs } from './record.ts';
import { resultOf } from './result_of.ts';
import { stepsOf, withUnreached } from './rounds_kept.ts';
import { triedBefore } from './turn.ts';
import { expiryOf, waitingStep } from './wait.ts';
import type { Walk } from './walk.ts';

/** Of an execution that goes on, this many steps are shown, the latest ones; and of those that failed as many again. */
const mostShown = 1_000;

/** Whether it waits for its time, for a person or for another process instead of having ended. */
export function isParked({ whole, waits, delayed, handingBack }: Execution): boolean {
  return whole.ending === null && (waits.size > 0 || delayed.size > 0 || handingBack);
}

export function parkedExecution(execution: Execution, journal: JournalEntry[]): ParkedExecution {
  const { whole, handingBack, means, ledger } = execution;
  return {
    start: whole.start,
    accepted: ledger.accepted,
    status: handingBack ? 'queued' : 'waiting',
    steps: stepsSoFar(execution),
    journal,
    resume_at: handingBack ? means.clock.now() : resumeAt(execution),
    duration_ms: activeMs(execution),
  };
}

/** The first moment at which something goes on by itself, be it that it gives up waiting. */
function resumeAt(execution: Execution): Date | null {
  let first = execution.nextDue();
  for (const wait of execution.waits.values()) {
    const expiry = expiryOf(wait);
    if (expiry !== null && (first === null || expiry < first)) first = expiry;
  }
  return first === null ? null : new Date(first);
}

/**
 * What is known while it runs or waits: the steps that settled, and those under way. Of very many, what is under way, what is
 * in no loop, and the latest of the others; what failed longer ago than what went well.
 */
export function stepsSoFar(execution: Execution): Step[] {
  const steps = stepsOf(execution.walk, (walk, index) => underWay(execution, walk, index));
  if (steps.length <= mostShown) return steps;
  const failed = steps.reduce(
    (count, step) => count + (isOfRound(step) && step.status === 'error' ? 1 : 0),
    0,
  );
  const surplus = { error: failed - mostShown, other: steps.length - failed - mostShown };
  return steps.filter((step) => {
    const { status } = step;
    if (!isOfRound(step) || status === 'running' || status === 'waiting') return true;
    return surplus[status === 'error' ? 'error' : 'other']-- <= 0;
  });
}

function isOfRound({ path }: Step): boolean {
  return path.includes('/');
}

function underWay(execution: Execution, walk: Walk, index: number): Step | null {
  const { waits, delayed, past } = execution;
  const place = walk.open.values().find(({ node }) => node.index === index);
  if (!place) return null;
  const loop = walk.loops.get(index);
  if (loop) {
    const { began, iterations } = loop;
    return record(place, { status: 'running', started_at: began.at, iterations });
  }
  const flight = execution.flights.get(place);
  if (flight)
    return flight.begun ? record(place, { status: 'running', started_at: flight.call.started_at }) : null;
  const open = waits.get(place.path);
  if (open) return waitingStep(execution, place, open.waiting);
  const known = past.get(place.path);
  if (!delayed.has(place) || known?.kind === 'settled') return null;
  if (known?.kind === 'waiting') return waitingStep(execution, place, known);
  const { attempt, failure } = triedBefore(execution, place);
  const resume_at = new Date(delayed.get(place)!).toISOString();
  return record(place, { status: 'waiting', error: failure, attempts: attempt, resume_at });
}

/** Completes the records of what the end left open, and sums up. */
export function finishedExecution(execution: Execution): FinishedExecution {
  const { walk, whole, means } = execution;
  const ending = whole.ending ?? endOf(walk);
  const reached = stepsOf(walk, (of, index) => unsettledStep(execution, of, index));
  const steps = whole.ending && execution.isResumed ? withUnreached(reached, execution.past) : reached;
  return {
    start: whole.start,
    accepted: execution.ledger.accepted,
    status: ending.status === 'success' && whole.partial ? 'partial_success' : ending.status,
    output: ending.error ? null : resultOf(walk),
    error: ending.error,
    steps,
    started_at: whole.started_at,
    finished_at: means.clock.now(),
    duration_ms: activeMs(execution),
  };
}

/**
 * What the end left open: never begun, which is not recorded in a round of a loop; or begun, and now nobody knows or cares how
 * it ends.
 */
function unsettledStep(execution: Execution, walk: Walk, index: number): Step | null {
  const place =
    walk.open.values().find(({ node }) => node.index === index) ?? new Place(walk, walk.plan.nodes[index]!);
  // The end came before this process got to what an earlier one had settled, and told of.
  const past = execution.past.get(place.path);
  if (past?.kind === 'settled') return past.step;
  const step = leftOpen(execution, place);
  if (step) walk.cutOff(place, step);
  return step;
}

function leftOpen(execution: Execution, place: Place): Step | null {
  const { walk, node } = place;
  const reason = execution.whole.ending?.reason ?? 'The execution ended';
  const cancelled = (message: string): Failure => ({ message, code: 'cancelled', node_id: node.id });
  const loop = walk.loops.get(node.index);
  if (loop) {
    const { began, iterations } = loop;
    const error = cancelled(`${reason} while this loop was running`);
    return record(place, { status: 'error', handle: null, error, started_at: began.at, iterations });
  }
  const past = execution.past.get(place.path);
  if (past?.kind === 'waiting' && past.wait.kind !== 'question') {
    const { at, attempt, wait } = past;
    const error = cancelled(`${reason} while this step was waiting`);
    return record(place, {
      status: 'error',
      handle: null,
      error,
      started_at: at,
      ...(attempt > 1 && { attempts: attempt }),
      ...(wait.kind === 'execution' && { execution_id: wait.execution_id }),
      ...(wait.kind === 'approval' && { approval_id: wait.approval_id }),
    });
  }
  const { attempt, failure } = triedBefore(execution, place);
  if (attempt === 0) return walk.round ? null : record(place, { status: 'skipped' });
  const error = failure ?? cancelled(`${reason}; it is not known whether this step happened`);
  return record(place, { status: 'error', handle: null, error, attempts: attempt });
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
    const circle = (findCycle(walk.whole.start.definition) ?? []).map(
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
