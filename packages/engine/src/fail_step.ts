/** The end of a step that failed, with the way out that its node has for that. */
import type { Failure, Step } from '@millrace/core';
import { type Fault, faultOf } from './errors.ts';
import type { Place } from './place.ts';
import { errorOutput, type Recorded, record, roundMs } from './record.ts';
import { type Began, type Keep, settleStep, type Turn } from './turn.ts';

/** A step failed before anything was attempted: its configuration cannot be resolved or is not valid. */
export function failStep(
  turn: Turn,
  place: Place,
  began: Began,
  error: unknown,
  { keep = 'no', ...more }: { keep?: Keep } & Partial<Recorded> = {},
): void {
  const { id } = place.node;
  const { failure } = faultIn(turn, id, error);
  const duration_ms = roundMs(turn.means.clock.monotonic() - began.ms);
  const timed = { started_at: began.at, duration_ms, ...more };
  settleFailure(turn, place, failure, (fields) => record(place, { ...fields, ...timed }), keep);
}

/** What went wrong, and what is to be done about it; what no operation should throw is logged. */
export function faultIn(
  turn: Turn,
  node_id: string,
  error: unknown,
  erase: <T>(value: T) => T = (value) => value,
): Fault {
  return faultOf(erase, error, node_id, (unexpected) => {
    const details = { execution_id: turn.whole.start.id, node_id, error: unexpected };
    turn.means.log.warn('A node failed in a way that it should not', details);
  });
}

/** Records a step as failed, with the way out that its node has for that. */
export function settleFailure(
  turn: Turn,
  place: Place,
  failure: Failure,
  recordWith: (fields: Recorded) => Step,
  keep: Keep,
): void {
  const { node } = place;
  const handle = { stop: null, branch: 'error', continue: node.otherwise }[node.on_error];
  const output = node.on_error === 'stop' ? undefined : errorOutput(failure);
  settleStep(turn, place, recordWith({ status: 'error', handle, error: failure, output }), keep);
}
