/**
 * Draws from the result of an attempt what is recorded, and whether the step is tried again, waits for a person or fails.
 *
 *  1. Every output passes the boundary of what can be stored; one that cannot fails its step and nothing else.
 *  2. An output that does not match its schema is a warning: other systems change.
 *  3. Nobody knows whether an irreversible action that ran out of time happened: it is treated like one that was cut off.
 *  4. What has succeeded is never tried again, whatever is wrong with its output.
 */
import type { Failure } from '@millrace/core';
import { isRepeated, recordCall } from './call_record.ts';
import { type Fault, TimedOut } from './errors.ts';
import { faultIn, settleFailure } from './fail_step.ts';
import type { Landed } from './flight.ts';
import { countsAsFailure } from './journal.ts';
import { ask, holdForAnswer } from './question.ts';
import { isRetried, retryDelay } from './retry.ts';
import { storableText } from './storable.ts';
import { delayStep, type Keep, type Mocked, type StepCall, settleStep, type Turn } from './turn.ts';

/** Takes the result of an attempt that was under way. */
export function land(turn: Turn, landed: Landed): void {
  if (landed.ok) settleCall(turn, landed.call, landed.value, false);
  else failCall(turn, landed.call, landed.error);
}

/** Takes what a test says came of the call: nothing went out. */
export function settleMock(turn: Turn, call: StepCall, mocked: Mocked): void {
  if ('output' in mocked) {
    settleCall(turn, call, mocked.output, true);
    return;
  }
  const { failure } = faultIn(turn, call.place.node.id, mocked.error, call.erase);
  settleFailure(
    turn,
    call.place,
    failure,
    (fields) => recordCall(turn, call, { ...fields, mocked: true }),
    keepOf(call),
  );
}

export function settleCall(turn: Turn, call: StepCall, value: unknown, mocked: boolean): void {
  let output: unknown;
  try {
    output = call.place.walk.allowance.output(call.erase(value));
  } catch (error) {
    failCall(turn, call, error, true);
    return;
  }
  const warning = mismatch(call, output);
  const step = recordCall(turn, call, {
    status: 'success',
    output,
    ...(warning !== null && { warnings: [warning] }),
    ...(mocked && { mocked }),
  });
  settleStep(turn, call.place, step, keepOf(call));
}

function mismatch(call: StepCall, output: unknown): string | null {
  const result = call.action.output.safeParse(output);
  if (result.success) return null;
  const [issue] = result.error.issues;
  const place = issue && issue.path.length > 0 ? ` at ${issue.path.map(String).join('.')}` : '';
  return storableText(
    `The output is not what ${call.action.name} promises${place}: ${issue?.message ?? 'it differs'}`,
    500,
  );
}

function keepOf({ effect }: StepCall): Keep {
  if (effect === 'local') return 'no';
  return effect === 'read' ? 'with_next' : 'at_once';
}

/**
 * An attempt failed: it is tried again, waits for a person, or is the end of the step.
 * @param has_happened the action itself succeeded
 */
export function failCall(turn: Turn, call: StepCall, error: unknown, has_happened = false): void {
  const { place } = call;
  const fault = faultIn(turn, place.node.id, error, call.erase);
  const mayGoOn = turn.means.retries && !has_happened;
  if (mayGoOn && place.walk.isOver) {
    if (leaveOpen(turn, call, error, fault)) return;
  } else if (mayGoOn && goOn(turn, call, error, fault)) return;
  settleFailure(turn, place, fault.failure, (fields) => recordCall(turn, call, fields), keepOf(call));
}

/** Whether it is tried again, or waits for a person. */
function goOn(turn: Turn, call: StepCall, error: unknown, fault: Fault): boolean {
  const { place, before, attempt } = call;
  if (isInDoubt(call, error) && holdForAnswer(turn, call, { ...before, attempt, in_flight: true }))
    return true;
  if (fault.next === 'reconnect') {
    ask(turn, place, fault.failure, { ...before, attempt, in_flight: false, failure: fault.failure });
    return true;
  }
  const due = dueAgain(turn, call, fault);
  if (due === null) return false;
  noteFailure(turn, call, fault.failure, due);
  delayStep(turn, place, due);
  return true;
}

/**
 * It would have gone on, had the end not come before: its step is recorded as it is and nothing follows from it. The journal does not
 * say that it is over, because in another process, should this end be lost, it is not.
 */
function leaveOpen(turn: Turn, call: StepCall, error: unknown, fault: Fault): boolean {
  const isOpen = isInDoubt(call, error);
  const due = fault.next === 'reconnect' ? nowOf(turn) : dueAgain(turn, call, fault);
  if (!isOpen && due === null) return false;
  const keeps = call.effect !== 'read' && call.effect !== 'local';
  if (!isOpen && keeps) noteFailure(turn, call, fault.failure, due!);
  const { place } = call;
  place.walk.cutOff(place, recordCall(turn, call, { status: 'error', handle: null, error: fault.failure }));
  turn.whole.touch(place.walk);
  return true;
}

function isInDoubt({ effect }: StepCall, error: unknown): boolean {
  return error instanceof TimedOut && effect === 'irreversible';
}

/** When it is tried again, in milliseconds since 1970. */
function dueAgain(turn: Turn, { place, before }: StepCall, fault: Fault): number | null {
  const { retry } = place.node;
  if (!isRetried(retry, fault)) return null;
  const delay = retryDelay(retry, before.failures + 1, fault.after_ms, Math.random());
  return delay === null ? null : nowOf(turn) + delay;
}

function nowOf(turn: Turn): number {
  return turn.means.clock.now().getTime();
}

function noteFailure(turn: Turn, call: StepCall, failure: Failure, retry_at: number): void {
  const { attempt, before } = call;
  const { path } = call.place;
  const at = new Date(retry_at).toISOString();
  turn.ledger.note({ kind: 'failed', path, attempt, error: failure, retry_at: at }, true);
  turn.past.set(path, {
    kind: 'tried',
    attempt,
    failures: before.failures + (countsAsFailure(failure) ? 1 : 0),
    in_flight: false,
    repeated: isRepeated(call),
    retry_at,
    failure,
  });
}
