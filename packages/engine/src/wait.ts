/**
 * Steps that wait: how they begin to, what ends them, and how they show meanwhile.
 *
 *  1. An external wait is in force once its entry is durable. It leaves with the park, or at once where other steps go on.
 *  2. It is ended by a signal, each one once; or by its time, on the knowledge of a fresh claim alone: then the storage has
 *     told of every signal that it took before the time was over.
 *  3. What ended it is durable before anything that follows from it has an effect.
 *  4. A time is waited for in memory while that is short; its end is drawn from the clock.
 */
import type { Failure, Step } from '@millrace/core';
import { failStep, faultIn, settleFailure } from './fail_step.ts';
import { answered, signalKey, type Waiting } from './journal.ts';
import type { Waiter } from './nodes/waiter.ts';
import type { Place } from './place.ts';
import type { Signal, Wait } from './ports.ts';
import { type Recorded, record } from './record.ts';
import {
  type Began,
  delayStep,
  type Mocked,
  type OpenWait,
  settleStep,
  type Turn,
  triedBefore,
} from './turn.ts';

/** A node that waits was reached. */
export function beginWait(turn: Turn, place: Place, waiter: Waiter, began: Began): void {
  const { walk, node } = place;
  const { clock, mock } = turn.means;
  const { start, makers } = walk.whole;
  const begun = waiter.begin({
    scope: walk.scopeOf(node),
    timezone: walk.plan.timezone,
    now: () => clock.now(),
    depth: start.depth,
    newId: () => makers.newId(),
    ...(turn.means.random && { random: turn.means.random }),
  });
  const waiting: Waiting = {
    kind: 'waiting',
    attempt: 1,
    at: began.at,
    wait: begun.wait,
    result: null,
    before: triedBefore(turn, place),
  };
  turn.means.observer?.stepStarted?.(start, { node_id: node.id, label: node.label, path: place.path });
  const mocked = mock?.(place, () => sampleOf(begun.wait));
  if (mocked) settleMocked(turn, place, waiting, mocked);
  else if (begun.over) settleDone(turn, place, waiting, timeOutput(begun.wait), { warnings: [begun.over] });
  else openWait(turn, place, waiting);
}

/** Lets a step wait from now on. */
export function openWait(turn: Turn, place: Place, waiting: Waiting): void {
  const { path } = place;
  const { attempt, at, wait } = waiting;
  const key = signalKey({ path, attempt });
  const early = turn.early.get(key);
  if (early) {
    turn.early.delete(key);
    turn.past.set(path, { ...waiting, result: early });
    endWait(turn, place, { ...waiting, result: early });
    return;
  }
  turn.past.set(path, waiting);
  turn.ledger.note({ kind: 'waiting', path, attempt, at, wait }, false);
  if (wait.kind !== 'time') turn.register(place, wait.kind === 'execution' && !wait.attached);
  keepWaiting(turn, place, waiting);
}

/** A step that waited in an earlier process, or waited for its time, is looked at again. */
export function resumeWait(turn: Turn, place: Place, waiting: Waiting): void {
  const { wait } = waiting;
  const now = turn.means.clock.now().getTime();
  if (waiting.result) endWait(turn, place, waiting);
  else if (wait.kind === 'time' && Date.parse(wait.until) <= now)
    settleDone(turn, place, waiting, timeOutput(wait));
  else if ('expires_at' in wait && Date.parse(wait.expires_at) <= turn.claimed_at)
    timeOut(turn, place, waiting, wait.expires_at);
  else keepWaiting(turn, place, waiting);
}

/** It goes on waiting; what is said about it is durable, or noted. */
export function keepWaiting(turn: Turn, place: Place, waiting: Waiting): void {
  if (waiting.wait.kind === 'time') delayStep(turn, place, Date.parse(waiting.wait.until));
  else {
    turn.waits.set(place.path, { place, waiting });
    place.walk.keepOpen(place);
  }
}

/** Finds the wait that a signal ends and removes it from those that are open; what comes early is remembered. */
export function takeSignal(turn: Turn, signal: Signal): Place | null {
  const open = turn.waits.get(signal.path);
  if (!open || open.waiting.attempt !== signal.attempt) {
    if (turn.past.get(signal.path)?.kind !== 'settled') turn.early.set(signalKey(signal), signal.result);
    return null;
  }
  turn.waits.delete(signal.path);
  turn.past.set(signal.path, { ...open.waiting, result: signal.result });
  return open.place;
}

function endWait(turn: Turn, place: Place, waiting: Waiting): void {
  const { result } = waiting;
  if (result?.outcome === 'done') settleDone(turn, place, waiting, result.output);
  else if (result?.outcome === 'failed')
    settleFailed(turn, place, waiting, { ...result.failure, node_id: place.node.id });
  else if (result?.outcome === 'stop') stopByPerson(turn, place, waiting);
  // Only a question can be answered otherwise; what else waits goes on waiting.
  else {
    const open = { ...waiting, result: null };
    turn.past.set(place.path, open);
    keepWaiting(turn, place, open);
  }
}

function timeOut(turn: Turn, place: Place, waiting: Waiting, until: string): void {
  const { wait } = waiting;
  if (place.node.timeout_is_handled) {
    const fields: Recorded = { status: 'success', handle: 'timeout', output: timeoutOutput(wait) };
    settleStep(turn, place, recordWait(turn, place, waiting, fields), 'at_once');
    return;
  }
  const isApproval = wait.kind === 'approval';
  settleFailed(turn, place, waiting, {
    message: `${isApproval ? 'Nobody decided' : 'Nothing came'} until ${until}`,
    code: isApproval ? 'approval_timed_out' : 'wait_timed_out',
    node_id: place.node.id,
    hint: 'Connect the timeout path of this node to go on without it.',
  });
}

/** A person ends the execution at the question about a step. */
export function stopByPerson(turn: Turn, place: Place, waiting: Waiting): void {
  const { label, id } = place.node;
  const reason = `A person stopped the execution at "${label}"`;
  const error: Failure = { message: reason, code: 'stopped_by_person', node_id: id };
  turn.whole.end({ status: 'error', error, reason });
  const step = recordWait(turn, place, waiting, { status: 'error', handle: null, error });
  turn.ledger.note({ kind: 'settled', path: place.path, attempt: waiting.attempt, step }, true);
  place.walk.cutOff(place, step);
}

/** The attempts that a person was asked about, and that are now run again. */
export function forgetQuestion(turn: Turn, { path }: Place, waiting: Waiting): void {
  turn.past.set(path, answered(waiting));
}

function settleDone(
  turn: Turn,
  place: Place,
  waiting: Waiting,
  output: unknown,
  more: Partial<Recorded> = {},
): void {
  const { wait } = waiting;
  let fields: Recorded;
  try {
    const given = wait.kind === 'execution' && !wait.attached ? { execution_id: wait.execution_id } : output;
    const kept = place.walk.allowance.output(given ?? null);
    fields = { status: 'success', handle: handleAfter(wait, kept), output: kept, ...more };
  } catch (error) {
    failStep(turn, place, { at: waiting.at, ms: turn.means.clock.monotonic() }, error, { keep: 'at_once' });
    return;
  }
  settleStep(turn, place, recordWait(turn, place, waiting, fields), 'at_once');
}

function settleMocked(turn: Turn, place: Place, waiting: Waiting, mocked: Mocked): void {
  if ('output' in mocked) settleDone(turn, place, waiting, mocked.output, { mocked: true });
  else {
    const { failure } = faultIn(turn, place.node.id, mocked.error);
    settleFailed(turn, place, waiting, failure, { mocked: true });
  }
}

function settleFailed(
  turn: Turn,
  place: Place,
  waiting: Waiting,
  failure: Failure,
  more: Partial<Recorded> = {},
): void {
  settleFailure(
    turn,
    place,
    failure,
    (fields) => recordWait(turn, place, waiting, { ...fields, ...more }),
    'at_once',
  );
}

function handleAfter({ kind }: Wait, output: unknown): string {
  if (kind !== 'approval') return 'out';
  const decision = (output as { decision?: unknown } | null)?.decision;
  return decision === 'approved' || decision === 'timeout' ? decision : 'rejected';
}

function timeOutput(wait: Wait): unknown {
  return wait.kind === 'time' ? { waited_until: wait.until } : null;
}

function timeoutOutput({ kind }: Wait): unknown {
  if (kind !== 'approval') return { timed_out: true };
  return { decision: 'timeout', comment: null, decided_by: null, decided_at: null };
}

/** What a test takes where nobody gave an output. */
function sampleOf(wait: Wait): unknown {
  if (wait.kind === 'approval')
    return { decision: 'approved', comment: null, decided_by: null, decided_at: null };
  return wait.kind === 'time' ? timeOutput(wait) : {};
}

function recordWait(turn: Turn, place: Place, { at, wait, attempt }: Waiting, fields: Recorded): Step {
  const duration_ms = Math.max(turn.means.clock.now().getTime() - Date.parse(at), 0);
  return record(place, {
    input: place.walk.allowance.input(shownWait(wait)),
    started_at: at,
    duration_ms,
    ...(attempt > 1 && { attempts: attempt }),
    // In a test nobody was called or asked.
    ...(!fields.mocked && idsOf(wait)),
    ...fields,
  });
}

/** Where to find what a step waits for. */
function idsOf(wait: Wait): Pick<Step, 'execution_id' | 'approval_id'> {
  if (wait.kind === 'execution') return { execution_id: wait.execution_id };
  return wait.kind === 'approval' ? { approval_id: wait.approval_id } : {};
}

function shownWait(wait: Wait): unknown {
  switch (wait.kind) {
    case 'question':
      return null;
    case 'execution':
      return { workflow_id: wait.workflow_id, input: wait.input, wait: wait.attached };
    case 'approval': {
      const { kind: _kind, approval_id: _id, ...shown } = wait;
      return shown;
    }
    default: {
      const { kind: _kind, ...shown } = wait;
      return shown;
    }
  }
}

/** How a step shows that waits for somebody, or for a time that its node says. */
export function waitingStep(turn: Turn, place: Place, { at, wait, attempt }: Waiting): Step {
  const { start, makers } = turn.whole;
  const address = wait.kind === 'callback' || wait.kind === 'approval' ? wait.kind : null;
  const until = wait.kind === 'time' ? wait.until : 'expires_at' in wait ? wait.expires_at : null;
  return record(place, {
    status: 'waiting',
    started_at: at,
    ...(wait.kind === 'question' && { error: wait.failure, attempts: attempt }),
    ...(until !== null && { resume_at: until }),
    ...(address && { resume_url: makers.resumeUrl(start, place.path, address) }),
    ...idsOf(wait),
  });
}

/** The time at which a wait gives up by itself, in milliseconds since 1970. */
export function expiryOf({ waiting: { wait } }: OpenWait): number | null {
  return 'expires_at' in wait ? Date.parse(wait.expires_at) : null;
}
