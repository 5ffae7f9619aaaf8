/** Callers that wait for the end of an execution that runs who knows where. */
import type pg from 'pg';
import { findFinished } from '../storage/read_execution.ts';
import type { Response } from './runner.ts';

/** What ended the wait: the workflow's own answer, the end of the execution, or neither in time. */
export type Outcome = { kind: 'response'; response: Response } | { kind: 'finished' } | { kind: 'late' };

const LOOK_MS = 250;

export class Waiters {
  readonly #engine: pg.Pool;
  readonly #waiting = new Map<string, Set<(outcome: Outcome) => void>>();
  #timer: NodeJS.Timeout | undefined;

  constructor(engine: pg.Pool) {
    this.#engine = engine;
  }

  /** Resolves when the execution ended, answered, or after `ms`. */
  wait(id: string, ms: number): Promise<Outcome> {
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(id) ?? new Set();
      this.#waiting.set(id, waiting);
      const timer = setTimeout(() => settle({ kind: 'late' }), ms);
      const settle = (outcome: Outcome): void => {
        clearTimeout(timer);
        waiting.delete(settle);
        if (waiting.size === 0) this.#waiting.delete(id);
        resolve(outcome);
      };
      waiting.add(settle);
      this.#timer ??= setTimeout(() => void this.#look(), LOOK_MS);
    });
  }

  isWaited(id: string): boolean {
    return this.#waiting.has(id);
  }

  tell(id: string, outcome: Outcome): void {
    for (const settle of this.#waiting.get(id) ?? []) settle(outcome);
  }

  /** Lets go of everybody. */
  stop(): void {
    clearTimeout(this.#timer);
    for (const id of [...this.#waiting.keys()]) this.tell(id, { kind: 'late' });
  }

  /** Another process may have ended it: nobody tells us, so we look, for all at once. */
  async #look(): Promise<void> {
    const finished = await findFinished(this.#engine, [...this.#waiting.keys()]).catch(() => []);
    for (const id of finished) this.tell(id, { kind: 'finished' });
    this.#timer = this.#waiting.size > 0 ? setTimeout(() => void this.#look(), LOOK_MS) : undefined;
  }
}
