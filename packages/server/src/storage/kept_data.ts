/** What is kept of an execution that ended. */
import type { ExecutionStatus, FinalStatus, Step } from '@millrace/core';
import type { FinishedExecution } from '@millrace/engine';

export type SaveData = 'all' | 'errors' | 'none';

/** What is written of a finished execution. `trigger`: undefined keeps it, null drops its data. */
export type Kept = FinishedExecution & { trigger?: null };

/** Whether inputs and outputs of an execution that ended so are kept. */
export function keepsData(status: ExecutionStatus, save_data: SaveData = 'all'): boolean {
  return save_data === 'all' || (save_data === 'errors' && status !== 'success');
}

export function keptData(finished: FinishedExecution, save_data: SaveData): Kept {
  if (keepsData(finished.status, save_data)) return finished;
  return { ...finished, trigger: null, output: null, steps: finished.steps.map(withoutData) };
}

function withoutData({ input: _input, output: _output, ...step }: Step): Step {
  return step;
}

/** The end of an execution whose data PostgreSQL refused: everything that a person wrote is left out. */
export function unstorable(finished: FinishedExecution, cause: Error): FinishedExecution {
  const status: FinalStatus = 'error';
  const message = `The data of this execution cannot be stored: ${cause.message}`;
  const hint = 'Look for texts or numbers that are no valid JSON in what the steps return.';
  return {
    ...finished,
    status,
    output: null,
    steps: finished.steps.map(withoutData),
    error: { code: 'unstorable', message, hint },
  };
}
