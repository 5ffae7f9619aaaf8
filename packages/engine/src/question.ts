/**
 * What only a person can say about a step: whether it happened when nobody knows, and that its account works again. The step
 * waits for the answer like others wait for a call.
 */
import type { Failure, Step } from '@millrace/core';
import { recordCall } from './call_record.ts';
import { cleanFailure } from './errors.ts';
import { failStep } from './fail_step.ts';
import { unknownOutcome, type Waiting } from './journal.ts';
import type { Place } from './place.ts';
import type { PlannedNode } from './plan.ts';
import { type StepCall, settleStep, type Turn } from './turn.ts';
import { keepWaiting, openWait } from './wait.ts';

/** Asks about an attempt, the latest of its step. */
export function ask(turn: Turn, place: Place, failure: Failure, before: Waiting['before']): void {
  const at = turn.means.clock.now().toISOString();
  const wait = { kind: 'question', failure } as const;
  openWait(turn, place, { kind: 'waiting', attempt: before.attempt, at, wait, result: null, before });
}

/** Does as the node says with an attempt of which nobody knows whether it happened; false: it is run again. */
export function holdForAnswer(turn: Turn, call: StepCall, before = call.before): boolean {
  const { node } = call.place;
  const wish = node.on_unknown ?? (call.effect === 'irreversible' ? 'ask' : 'repeat');
  if (wish === 'repeat') return false;
  if (wish === 'ask') {
    ask(turn, call.place, didItHappen(node), before);
    return true;
  }
  const warnings = ['It is not known whether this happened; it was not run again'];
  const step = recordCall(turn, call, { status: 'skipped', handle: 'out', output: null, warnings });
  settleStep(turn, call.place, step, 'at_once');
  return true;
}

/** The step of a call is the subject of a question: it goes on waiting, or takes what the person says came out. */
export function answerFor(turn: Turn, call: StepCall, waiting: Waiting): void {
  const { result, attempt } = waiting;
  if (result?.outcome !== 'done') {
    keepWaiting(turn, call.place, { ...waiting, result: null });
    return;
  }
  const answeredCall = { ...call, attempt, started_at: waiting.at };
  let output: unknown;
  try {
    output = call.place.walk.allowance.output(result.output ?? null);
  } catch (error) {
    failStep(turn, call.place, { at: waiting.at, ms: call.began }, error, { keep: 'at_once' });
    return;
  }
  settleStep(turn, call.place, saidStep(turn, answeredCall, output), 'at_once');
}

function saidStep(turn: Turn, call: StepCall, output: unknown): Step {
  const { repeated: _repeated, ...step } = recordCall(turn, call, { status: 'success', output });
  return step;
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
