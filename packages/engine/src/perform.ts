/**
 * Performs one node that is ready: resolves what its configuration says, checks it, then computes, or prepares the call.
 *
 *  1. In a test every action gets its output here, from a mock, before anything could call outside; only what merely
 *     computes really runs.
 *  2. An attempt that was cut off is repeated with the same idempotency key, unless its effect or its node forbids it.
 */
import { invalidInput } from './errors.ts';
import { isoText } from './iso_text.ts';
import type { Operation } from './operation.ts';
import type { PlannedNode } from './plan.ts';
import { record, roundMs } from './record.ts';
import { failCall, failStep, holdForAnswer, settleCall } from './settle_call.ts';
import { prepareCall } from './step_call.ts';
import { type StepCall, settleStep, type Turn } from './turn.ts';

/** Settles the node, delays it, holds it for a person, or leaves a prepared call in `turn.calls`. */
export function perform(turn: Turn, node: PlannedNode): void {
  const past = turn.past.get(node.path);
  if (past?.kind === 'settled') turn.walk.recall(node, past.step);
  else if (past && !past.in_flight && past.retry_at > turn.means.clock.now().getTime()) {
    turn.delayed.set(node, past.retry_at);
  } else begin(turn, node);
}

function begin(turn: Turn, node: PlannedNode): void {
  const { clock } = turn.means;
  const began = { at: isoText(clock.now()), ms: clock.monotonic() };
  const { operation } = node;
  try {
    if (node.disabled) passThrough(turn, node);
    else if (operation.kind === 'control') control(turn, node, operation, began);
    else if (operation.kind === 'action') action(turn, node, operation, began);
    else if (operation.kind === 'trigger') trigger(turn, node, began);
    else throw operation.error;
  } catch (error) {
    failStep(turn, node, began, error);
  }
}

interface Began {
  at: string;
  ms: number;
}

function trigger(turn: Turn, node: PlannedNode, began: Began): void {
  const { trigger } = turn.walk.start;
  turn.walk.allowance.count(trigger);
  const step = record(node, { status: 'success', output: trigger, started_at: began.at, duration_ms: 0 });
  settleStep(turn, node, step, 'no');
}

/** What comes in goes out, as if the node were not there. */
function passThrough(turn: Turn, node: PlannedNode): void {
  const arrivals = turn.walk.arrivals(node);
  const output =
    arrivals.length === 1
      ? arrivals[0]!.output
      : Object.fromEntries(arrivals.map(({ key, output }) => [key, output]));
  const kept = turn.walk.allowance.output(output);
  settleStep(turn, node, record(node, { status: 'skipped', handle: 'out', output: kept }), 'no');
}

function control(
  turn: Turn,
  node: PlannedNode,
  { control }: Operation & { kind: 'control' },
  began: Began,
): void {
  const { walk, means } = turn;
  started(turn, node);
  const { timezone } = walk.plan;
  const arrivals = () => walk.arrivals(node);
  const result = control.run({ scope: walk.scopeOf(node), timezone, now: () => means.clock.now(), arrivals });
  const step = record(node, {
    status: 'success',
    handle: result.handle,
    input: walk.allowance.input(result.input ?? node.node.config),
    output: walk.allowance.output(result.output),
    started_at: began.at,
    duration_ms: roundMs(means.clock.monotonic() - began.ms),
  });
  settleStep(turn, node, step, 'no');
  if (result.end) {
    const { status, error } = result.end;
    walk.end({
      status,
      error: error && { ...error, node_id: node.id },
      reason: `"${node.label}" ended the execution`,
    });
  }
}

function action(
  turn: Turn,
  node: PlannedNode,
  operation: Operation & { kind: 'action' },
  began: Began,
): void {
  const { walk, means } = turn;
  const scope = walk.scopeOf(node);
  const { timezone } = walk.plan;
  const resolved = operation.config.evaluate(scope, { timezone, now: () => means.clock.now() });
  const parsed = operation.action.input.safeParse(resolved);
  if (!parsed.success) throw invalidInput(parsed.error, { value: resolved });
  const call = prepareCall(turn, node, operation, parsed.data, began);
  const mocked = means.mock?.(call);
  if (mocked) settleCall(turn, call, mocked.output, true);
  else if (call.effect === 'local') compute(turn, call);
  else if (!call.before.in_flight || !holdForAnswer(turn, call)) turn.calls.push(call);
}

/** Runs an action that only computes: without a promise where it needs none. */
function compute(turn: Turn, call: StepCall): void {
  started(turn, call.node);
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
    turn.calls.push(call);
  } else settleCall(turn, call, value, false);
}

function started({ means, walk }: Turn, { id: node_id, label, path }: PlannedNode): void {
  means.observer?.stepStarted?.(walk.start, { node_id, label, path });
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === 'object' && value !== null && typeof (value as PromiseLike<unknown>).then === 'function'
  );
}
