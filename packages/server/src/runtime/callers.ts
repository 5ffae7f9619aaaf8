/** Runs what was accepted here, and tells whoever started it how it went: at once, or when it has ended wherever it runs. */
import type { ExecutionStatus } from '@millrace/core';
import {
  type ExecutionStart,
  type FinishedExecution,
  OwnershipLost,
  type ParkedExecution,
} from '@millrace/engine';
import type { Database } from '../db/client.ts';
import { readExecution } from '../storage/read_execution.ts';
import type { ExecutionStorage, Hold } from '../storage/storage.ts';
import { answerOf, type ExecuteAnswer, isFinished, storedAnswer } from './answers.ts';
import type { ExecuteRequest } from './execute_request.ts';
import type { Response, Runner } from './runner.ts';
import type { Waiters } from './waiters.ts';

export interface CallerParts {
  db: Database;
  storage: ExecutionStorage;
  runner: Runner;
  waiters: Waiters;
  onError(error: unknown, execution_id: string): void;
}

type Wish = Pick<ExecuteRequest, 'wait' | 'wait_ms'>;

const WAIT_MS = 60_000;

export class Callers {
  readonly #parts: CallerParts;

  constructor(parts: CallerParts) {
    this.#parts = parts;
  }

  /** Runs it now, in the slot that was taken for it. */
  async runHere(start: ExecutionStart, hold: Hold, wish: Wish): Promise<ExecuteAnswer> {
    const { runner, storage } = this.#parts;
    if (wish.wait) return this.#inTime(start, hold, wish);
    const run = runner.run({ start, hold });
    run.catch((error: unknown) => this.#parts.onError(error, start.id));
    // Most executions are over within this turn: they are then written once, and complete.
    await new Promise(setImmediate);
    if (!hold.accepted && !hold.finishing)
      void storage.accept(start, start.created_at).catch(() => undefined);
    const running = { execution_id: start.id, status: 'running' as const };
    const result = await (hold.accepted ?? run).catch(whenLost);
    return result && result !== 'elsewhere' ? answerOf(result) : running;
  }

  /** Runs what a transaction has accepted; who waits for it is told by its id. */
  runAside(start: ExecutionStart, hold: Hold): void {
    const { runner, waiters } = this.#parts;
    const onResponse = (response: Response): void => waiters.tell(start.id, { kind: 'response', response });
    runner.run({ start, hold, onResponse }).then(
      (result) => isFinished(result) && waiters.tell(start.id, { kind: 'finished' }),
      (error) => this.#parts.onError(error, start.id),
    );
  }

  /** What is said of an execution that runs who knows where: `status` when nobody waits for more. */
  async waitElsewhere(
    start: ExecutionStart,
    { wait, wait_ms = WAIT_MS }: Wish,
    status: ExecutionStatus,
  ): Promise<ExecuteAnswer> {
    const execution_id = start.id;
    if (!wait) return { execution_id, status };
    const outcome = await this.#parts.waiters.wait(execution_id, wait_ms, wait);
    if (outcome.kind === 'response') return { execution_id, status: 'running', response: outcome.response };
    const stored =
      outcome.kind === 'late' ? null : await readExecution(this.#parts.db.engine, start.org_id, execution_id);
    return stored?.finished_at
      ? storedAnswer(start, stored)
      : { execution_id, status: stored?.status ?? status };
  }

  /** The first of: the workflow's answer, its end, the end of the caller's patience. */
  async #inTime(start: ExecutionStart, hold: Hold, wish: Wish): Promise<ExecuteAnswer> {
    const { runner, onError } = this.#parts;
    const first = Promise.withResolvers<FinishedExecution | ParkedExecution | Given | 'elsewhere' | 'late'>();
    const onResponse = (response: Response): void => first.resolve({ response });
    const run = runner.run({ start, hold, ...(wish.wait === 'response' ? { onResponse } : {}) });
    run.then(first.resolve, (error: unknown) => {
      onError(error, start.id);
      if (error instanceof OwnershipLost) first.resolve('elsewhere');
      else first.reject(error);
    });
    const timer = setTimeout(first.resolve, wish.wait_ms ?? WAIT_MS, 'late');
    try {
      const result = await first.promise;
      if (result === 'elsewhere') return await this.waitElsewhere(start, wish, 'running');
      if (result === 'late') {
        await hold.accepted;
        return { execution_id: start.id, status: 'running' };
      }
      if ('response' in result)
        return { execution_id: start.id, status: 'running', response: result.response };
      if (isFinished(result)) return answerOf(result);
      return await this.waitElsewhere(start, wish, result.status);
    } finally {
      clearTimeout(timer);
    }
  }
}

interface Given {
  response: Response;
}

/** Another process took the execution over: it is accepted, and its end is found in its row. */
function whenLost(error: unknown): 'elsewhere' {
  if (error instanceof OwnershipLost) return 'elsewhere';
  throw error;
}
