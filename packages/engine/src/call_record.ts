/** How an attempt is recorded. */
import type { Failure, Step } from '@millrace/core';
import type { Place } from './place.ts';
import { type Recorded, record, roundMs } from './record.ts';
import { storableText } from './storable.ts';
import { type StepCall, type Turn, triedBefore } from './turn.ts';

/** An attempt before it had no known end, and what it did may have been done twice. */
export function isRepeated({ before, effect }: StepCall): boolean {
  return before.repeated || (before.in_flight && effect !== 'read' && effect !== 'local');
}

export function recordCall(turn: Turn, call: StepCall, fields: Recorded): Step {
  return record(call.place, {
    ...fields,
    input: call.shown,
    started_at: call.started_at,
    duration_ms: roundMs(turn.means.clock.monotonic() - call.began),
    ...(call.attempt > 1 && { attempts: call.attempt }),
    ...(isRepeated(call) && { repeated: true }),
  });
}

/**
 * The record of a step that was not under way when its round was cut off. What was tried before is no step that was skipped:
 * others have seen it.
 */
export function stillStep(turn: Turn, place: Place, isWaiting = false): Step {
  const { attempt, failure } = triedBefore(turn, place);
  if (attempt > 0) {
    const error = failure ?? unknownEnd(place);
    return record(place, { status: 'error', handle: null, error, attempts: attempt });
  }
  const warnings = ['The round of its loop ended while this step was waiting'];
  return record(place, { status: 'skipped', handle: null, ...(isWaiting && { warnings }) });
}

/** An attempt of which nobody will know any more how it ended. */
function unknownEnd({ node }: Pick<Place, 'node'>): Failure {
  const message = 'The round of its loop ended; it is not known whether this step happened';
  return { message, code: 'cancelled', node_id: node.id };
}

/** The record of a step that the end of the execution, or of its round, cut off. */
export function cutOffStep(turn: Turn, call: StepCall): Step {
  const reason = turn.whole.ending?.reason;
  if (reason === undefined) {
    const { attempt, failure } = call.before;
    if (attempt === 0) return recordCall(turn, call, { status: 'skipped', handle: null });
    const error = failure ?? unknownEnd(call.place);
    return recordCall(turn, call, { status: 'error', handle: null, error, attempts: attempt });
  }
  const doubt =
    call.effect === 'read' || call.effect === 'local' ? '' : '; it is not known whether it happened';
  const message = storableText(`${reason} while this step was running${doubt}`);
  return recordCall(turn, call, {
    status: 'error',
    handle: null,
    error: { message, code: 'cancelled', node_id: call.place.node.id },
  });
}
