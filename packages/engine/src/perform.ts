/**
 * Performs one node that is ready: resolves what its configuration says, checks it, then computes, waits, begins the rounds of
 * a loop, or prepares the call.
 *
 *  1. In a test every action gets its output here, from a mock, before anything could call outside; only what merely
 *     computes really runs.
 *  2. An attempt that was cut off is repeated with the same idempotency key, unless its effect or its node forbids it.
 *  3. In a round that is walked for its record alone, nothing reaches out.
 */
import { handleOfOutput, outputJsonSchema, sampleOfSchema } from '@millrace/core';
import { stillStep } from './call_record.ts';
import { invalidInput } from './errors.ts';
import { failStep } from './fail_step.ts';
import { isoText } from './iso_text.ts';
import type { Past, Waiting } from './journal.ts';
import { beginLoop, endRecalled } from './loop.ts';
import { isOutside, type Operation } from './operation.ts';
import type { Place } from './place.ts';
import { answerFor, holdForAnswer } from './question.ts';
import { record, roundMs } from './record.ts';
import { failCall, settleCall, settleMock } from './settle_call.ts';
import { prepareCall } from './step_call.ts';
import { type Began, delayStep, type StepCall, settleStep, type Turn } from './turn.ts';
import { beginWait, forgetQuestion, resumeWait, stopByPerson } from './wait.ts';

/**
 * Settles the node, lets it wait, begins its rounds, or leaves a prepared call in `turn.calls`.
 * @param is_last nothing else was left to be performed
 */
export function perform(turn: Turn, place: Place, is_last = false): void {
  const past = turn.past.size > 0 ? turn.past.get(place.path) : undefined;
  if (past === undefined) begin(turn, place);
  else if (!is_last && mayEnd(past, place)) turn.defer(place);
  else if (past.kind === 'settled') {
    if (place.node.operation.kind === 'loop' && past.step.iterations) begin(turn, place);
    else place.walk.recall(place, past.step, past.cut_off);
  } else if (past.kind === 'waiting') goOnWaiting(turn, place, past);
  else if (!past.in_flight && past.retry_at > turn.means.clock.now().getTime())
    delayStep(turn, place, past.retry_at);
  else begin(turn, place);
}

/**
 * What an earlier process has learned may end everything: then what it did comes first, so that the record is complete. An end
 * of a wait is such news too.
 */
function mayEnd(past: Past, { node, walk }: Place): boolean {
  if (past.kind === 'waiting') return past.wait.kind !== 'time';
  return past.kind === 'settled' && past.step.status === 'error' && node.on_error === 'stop' && !walk.round;
}

function goOnWaiting(turn: Turn, place: Place, past: Waiting): void {
  if (past.wait.kind !== 'question') resumeWait(turn, place, past);
  else if (past.result?.outcome === 'stop') stopByPerson(turn, place, past);
  else {
    if (past.result?.outcome === 'repeat') forgetQuestion(turn, place, past);
    begin(turn, place);
  }
}

function begin(turn: Turn, place: Place): void {
  const { clock } = turn.means;
  const began = { at: isoText(clock.now()), ms: clock.monotonic() };
  const { operation, disabled } = place.node;
  try {
    if (disabled) passThrough(turn, place);
    else if (settledByMock(turn, place, operation, began)) return;
    else if (place.walk.round?.is_recalled && isOutside(operation)) notReached(turn, place);
    else if (operation.kind === 'control') control(turn, place, operation, began);
    else if (operation.kind === 'action') action(turn, place, operation, began);
    else if (operation.kind === 'trigger') trigger(turn, place);
    else if (operation.kind === 'loop') beginLoop(turn, place, operation.rule, began);
    else if (operation.kind === 'wait') beginWait(turn, place, operation.waiter, began);
    else throw operation.error;
  } catch (error) {
    failStep(turn, place, began, error);
  }
}

/**
 * In a test a node that steers the flow takes the way that its mock names, and a loop gives its mock without a round. Those
 * that end something still do.
 */
function settledByMock(turn: Turn, place: Place, operation: Operation, began: Began): boolean {
  const { walk, node } = place;
  const isFlow = operation.kind === 'loop' || (operation.kind === 'control' && !endsAnything(operation));
  const mocked = isFlow ? turn.means.mock?.(place, null) : null;
  if (!mocked) return false;
  if ('error' in mocked) throw mocked.error;
  const output = walk.allowance.output(mocked.output);
  const handle = handleOfOutput(node.node, output);
  const fields = { handle, output, mocked: true, started_at: began.at, duration_ms: 0 };
  settleStep(turn, place, record(place, { status: 'success', ...fields }), 'no');
  return true;
}

function endsAnything({ control }: Operation & { kind: 'control' }): boolean {
  return control.ends === true || control.ends_round !== undefined;
}

function notReached(turn: Turn, place: Place): void {
  place.walk.cutOff(place, stillStep(turn, place));
  endRecalled(place.walk);
}

/** It happens once, at the beginning, however often the execution is resumed. */
function trigger(turn: Turn, place: Place): void {
  const { start, started_at: since } = turn.whole;
  const { trigger } = start;
  turn.whole.allowance.count(trigger);
  const started_at = isoText(since);
  const step = record(place, { status: 'success', output: trigger, started_at, duration_ms: 0 });
  settleStep(turn, place, step, 'no');
}

const throughHandles: Readonly<Record<string, string>> = { loop: 'done', approval: 'approved' };

/** What comes in goes out, as if the node were not there. */
function passThrough(turn: Turn, place: Place): void {
  const { walk, node } = place;
  const arrivals = walk.arrivals(node);
  const output =
    arrivals.length === 1
      ? arrivals[0]!.output
      : Object.fromEntries(arrivals.map(({ key, output }) => [key, output]));
  const kept = walk.allowance.output(output);
  const handle = throughHandles[node.node.subtype] ?? 'out';
  settleStep(turn, place, record(place, { status: 'skipped', handle, output: kept }), 'no');
}

function control(turn: Turn, place: Place, { control }: Operation & { kind: 'control' }, began: Began): void {
  const { means, whole } = turn;
  const { walk, node } = place;
  started(turn, place);
  const result = control.run({
    scope: walk.scopeOf(node),
    timezone: walk.plan.timezone,
    now: () => means.clock.now(),
    arrivals: () => walk.arrivals(node),
    in_loop: walk.round !== null,
  });
  const step = record(place, {
    status: 'success',
    handle: result.handle,
    input: walk.allowance.input(result.input ?? node.node.config),
    output: walk.allowance.output(result.output),
    started_at: began.at,
    duration_ms: roundMs(means.clock.monotonic() - began.ms),
  });
  settleStep(turn, place, step, 'no');
  // A loop that is known to be over ended otherwise.
  if (result.end && !walk.round?.is_recalled) {
    const { status, error } = result.end;
    whole.end({
      status,
      error: error && { ...error, node_id: node.id },
      reason: `"${node.label}" ended the execution`,
    });
  }
}

function action(turn: Turn, place: Place, operation: Operation & { kind: 'action' }, began: Began): void {
  const { means } = turn;
  const { walk, node, path } = place;
  const now = () => means.clock.now();
  const scope = walk.scopeOf(node);
  const random = means.random && { random: means.random };
  const resolved = operation.config.evaluate(scope, { timezone: walk.plan.timezone, now, ...random });
  const parsed = operation.action.input.safeParse(resolved);
  if (!parsed.success) throw invalidInput(parsed.error, { value: resolved, schema: operation.action.input });
  const call = prepareCall(turn, place, operation, parsed.data, scope, began);
  const mocked = means.mock?.(place, call.effect === 'local' ? null : () => sampleOf(call));
  const past = turn.past.size > 0 ? turn.past.get(path) : undefined;
  if (mocked) settleMock(turn, call, mocked);
  else if (past?.kind === 'waiting') answerFor(turn, call, past);
  else if (call.effect === 'local') compute(turn, call);
  else if (!call.before.in_flight || !holdForAnswer(turn, call)) leave(turn, call);
}

function sampleOf({ action }: StepCall): unknown {
  return sampleOfSchema(outputJsonSchema(action.output));
}

/** Runs an action that only computes: without a promise where it needs none. */
function compute(turn: Turn, call: StepCall): void {
  started(turn, call.place);
  let value: unknown;
  try {
    value = call.action.run(call.context);
  } catch (error) {
    failCall(turn, call, error);
    return;
  }
  if (isPromise(value)) {
    // Should the execution end before it is followed, nobody else would hear that it failed.
    value.then(undefined, () => {});
    call.pending = value;
    leave(turn, call);
  } else settleCall(turn, call, value, false);
}

function leave(turn: Turn, call: StepCall): void {
  turn.calls.push(call);
  call.place.walk.keepOpen(call.place);
}

function started({ means, whole }: Turn, { node, path }: Place): void {
  means.observer?.stepStarted?.(whole.start, { node_id: node.id, label: node.label, path });
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === 'object' && value !== null && typeof (value as PromiseLike<unknown>).then === 'function'
  );
}
