/**
 * Draws from the result of an attempt what is recorded, and whether the step is tried again, waits for a person or fails.
 *
 *  1. Every output passes the boundary of what can be stored; one that cannot fails its step and nothing else.
 *  2. An output that does not match its schema is a warning: other systems change.
 *  3. Nobody knows whether an irreversible action that ran out of time happened: it is treated like one that was cut off.
 */
import type { Failure, Step } from '@millrace/core';
import { cleanFailure, faultOf, TimedOut } from './errors.ts';
import type { Landed } from './flight.ts';
import { countsAsFailure, unknownOutcome } from './journal.ts';
import type { PlannedNode } from './plan.ts';
import { errorOutput, type Recorded, record, roundMs } from './record.ts';
import { retryDelay } from './retry.ts';
import { storableText } from './storable.ts';
import { type Keep, type StepCall, settleStep, type Turn } from './turn.ts';

/** Takes the result of an attempt that was under way. */
export function land(turn: Turn, landed: Landed): void {
  if (landed.ok) settleCall(turn, landed.call, landed.value, false);
  else failCall(turn, landed.call, landed.error);
}

export function settleCall(turn: Turn, call: StepCall, value: unknown, mocked: boolean): void {
  let output: unknown;
  try {
    output = turn.walk.allowance.output(call.erase(value));
  } catch (error) {
    failCall(turn, call, error);
    return;
  }
  const warning = mismatch(call, output);
  const step = recordCall(turn, call, {
    status: 'success',
    output,
    ...(warning !== null && { warnings: [warning] }),
    ...(mocked && { mocked }),
  });
  settleStep(turn, call.node, step, keepOf(call));
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

/** An attempt failed: it is tried again, waits for a person, or is the end of the step. */
export function failCall(turn: Turn, call: StepCall, error: unknown): void {
  const { node } = call;
  const fault = faultOf(call.erase, error, node.id, (unexpected) => {
    const details = { execution_id: turn.walk.start.id, node_id: node.id, error: unexpected };
    turn.means.log.warn('A node failed in a way that it should not', details);
  });
  const goesOn = !turn.walk.ending && turn.means.retries;
  if (error instanceof TimedOut && call.effect === 'irreversible' && goesOn) {
    turn.past.set(node.path, { ...call.before, attempt: call.attempt, in_flight: true });
    if (holdForAnswer(turn, call)) return;
  }
  if (fault.next === 'reconnect' && goesOn) {
    noteFailure(turn, call, fault.failure, turn.means.clock.now().getTime());
    turn.held.add(node);
    return;
  }
  if (fault.next === 'retry' && goesOn) {
    const failures = call.before.failures + 1;
    const delay = retryDelay(node.retry, failures, fault.after_ms, Math.random());
    if (delay !== null) {
      const due = turn.means.clock.now().getTime() + delay;
      noteFailure(turn, call, fault.failure, due);
      turn.delayed.set(node, due);
      return;
    }
  }
  settleFailure(turn, node, fault.failure, (fields) => recordCall(turn, call, fields), keepOf(call));
}

/** A step failed before anything was attempted: its configuration cannot be resolved or is not valid. */
export function failStep(
  turn: Turn,
  node: PlannedNode,
  began: { at: string; ms: number },
  error: unknown,
): void {
  const fault = faultOf(
    (value) => value,
    error,
    node.id,
    (unexpected) => {
      turn.means.log.warn('A node failed in a way that it should not', {
        node_id: node.id,
        error: unexpected,
      });
    },
  );
  const duration_ms = roundMs(turn.means.clock.monotonic() - began.ms);
  const timed = { started_at: began.at, duration_ms };
  settleFailure(turn, node, fault.failure, (fields) => record(node, { ...fields, ...timed }), 'no');
}

function settleFailure(
  turn: Turn,
  node: PlannedNode,
  failure: Failure,
  recordWith: (fields: Recorded) => Step,
  keep: Keep,
): void {
  const handle = { stop: null, branch: 'error', continue: node.otherwise }[node.on_error];
  const output = node.on_error === 'stop' ? undefined : errorOutput(failure, node);
  settleStep(turn, node, recordWith({ status: 'error', handle, error: failure, output }), keep);
}

function noteFailure(turn: Turn, call: StepCall, failure: Failure, retry_at: number): void {
  const { node, attempt, before } = call;
  const at = new Date(retry_at).toISOString();
  turn.ledger.note({ kind: 'failed', path: node.path, attempt, error: failure, retry_at: at }, true);
  turn.past.set(node.path, {
    kind: 'tried',
    attempt,
    failures: before.failures + (countsAsFailure(failure) ? 1 : 0),
    in_flight: false,
    repeated: isRepeated(call),
    retry_at,
    failure,
  });
}

/** Does as the node says with an attempt of which nobody knows whether it happened; false: it is run again. */
export function holdForAnswer(turn: Turn, call: StepCall): boolean {
  const { node } = call;
  const wish = node.on_unknown ?? (call.effect === 'irreversible' ? 'ask' : 'repeat');
  if (wish === 'repeat') return false;
  if (wish === 'ask') {
    turn.held.add(node);
    return true;
  }
  const warnings = ['It is not known whether this happened; it was not run again'];
  const step = recordCall(turn, call, { status: 'skipped', handle: 'out', output: null, warnings });
  settleStep(turn, node, step, 'at_once');
  return true;
}

/** The question for a person about a step whose process died, or whose time ran out, while it was in flight. */
export function didItHappen(node: PlannedNode): Failure {
  return cleanFailure({
    message: `Did it happen? "${node.label}" was cut off, and running it again could do it twice`,
    code: unknownOutcome,
    node_id: node.id,
    hint: 'Look at the other system, then run it again, mark it as done, or stop the execution.',
  });
}

/** The record of a step that the end of the execution cut off. */
export function cutOffStep(turn: Turn, call: StepCall): Step {
  const reason = turn.walk.ending?.reason ?? 'The execution stopped';
  const doubt =
    call.effect === 'read' || call.effect === 'local' ? '' : '; it is not known whether it happened';
  const message = storableText(`${reason} while this step was running${doubt}`);
  return recordCall(turn, call, {
    status: 'error',
    handle: null,
    error: { message, code: 'cancelled', node_id: call.node.id },
  });
}

function isRepeated({ before, effect }: StepCall): boolean {
  return before.repeated || (before.in_flight && effect !== 'read' && effect !== 'local');
}

function recordCall(turn: Turn, call: StepCall, fields: Recorded): Step {
  return record(call.node, {
    ...fields,
    input: call.shown,
    started_at: call.started_at,
    duration_ms: roundMs(turn.means.clock.monotonic() - call.began),
    ...(call.attempt > 1 && { attempts: call.attempt }),
    ...(isRepeated(call) && { repeated: true }),
  });
}
