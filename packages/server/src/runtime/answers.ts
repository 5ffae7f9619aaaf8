/** What a caller of `execute` is told, from an execution that ended here or from its row. */
import type { ExecutionStatus } from '@millrace/core';
import type { ExecutionStart, FinishedExecution, ParkedExecution } from '@millrace/engine';
import type { StoredExecution } from '../storage/read_execution.ts';
import type { Response } from './runner.ts';

export interface ExecuteAnswer {
  execution_id: string;
  status: ExecutionStatus;
  /** With `wait`, when it ended in time. */
  finished?: FinishedExecution;
  response?: Response;
  /** The key was used before: this is what was started then. */
  replayed?: boolean;
}

export function isFinished(result: FinishedExecution | ParkedExecution): result is FinishedExecution {
  return 'finished_at' in result;
}

export function answerOf(result: FinishedExecution | ParkedExecution): ExecuteAnswer {
  const { start, status } = result;
  return { execution_id: start.id, status, ...(isFinished(result) ? { finished: result } : {}) };
}

/** The answer of an execution that another process may have run; `start` says which. */
export function storedAnswer(start: ExecutionStart, stored: StoredExecution): ExecuteAnswer {
  const { status, output, error, steps, created_at, started_at, finished_at, duration_ms } = stored;
  const finished: FinishedExecution = {
    start: { ...start, trigger: stored.trigger, created_at },
    accepted: true,
    status: status as FinishedExecution['status'],
    output,
    error,
    steps,
    started_at: started_at ?? created_at,
    finished_at: finished_at ?? created_at,
    duration_ms: duration_ms ?? 0,
  };
  const answered = steps.find((step) => step.subtype === 'respond' && step.status === 'success');
  const response = responseOf(answered?.output);
  return { execution_id: start.id, status, finished, ...(response ? { response } : {}) };
}

function responseOf(output: unknown): Response | null {
  if (typeof output !== 'object' || output === null) return null;
  const { status, headers, body } = output as Partial<Response>;
  return typeof status === 'number' ? { status, headers: headers ?? {}, body: body ?? null } : null;
}
