import type { Failure } from '@millrace/core';
import type { GateRule } from './gate_of.ts';

/** Why an execution ended that was not let in, or had to make room, in words. */
export function overlapFailure({ limit, on_overlap }: GateRule): Failure {
  const allowed = limit === 1 ? 'one at a time' : `${limit} at a time`;
  if (on_overlap === 'skip') {
    return {
      code: 'skipped_overlap',
      message: `Skipped: ${limit === 1 ? 'an earlier execution was' : `${limit} earlier executions were`} not over yet`,
      hint: `The settings of the workflow allow ${allowed} and leave out what comes meanwhile. To make it wait instead, choose “Wait in line” there (on_overlap: queue).`,
    };
  }
  return {
    code: 'cancelled_overlap',
    message: 'Cancelled: a newer execution took its place',
    hint: `The settings of the workflow allow ${allowed} and cancel the oldest when more come. To let them wait instead, choose “Wait in line” there (on_overlap: queue).`,
  };
}
