/** How much waits in the queue, looked at once a second: who comes while it is full is refused. */
import type { ExecutionQueue } from '../queue.ts';
import { overloaded } from './refusals.ts';

const CHECK_MS = 1_000;

export class Backlog {
  readonly #queue: Pick<ExecutionQueue, 'ready'>;
  readonly #limit: number;
  #waiting = 0;
  #checked = Number.NEGATIVE_INFINITY;

  /** @param limit executions that may wait in the queue before callers are refused */
  constructor(queue: Pick<ExecutionQueue, 'ready'>, limit: number) {
    this.#queue = queue;
    this.#limit = limit;
  }

  /** @throws ApiError `overloaded` */
  async refuseWhenFull(): Promise<void> {
    const now = performance.now();
    if (now - this.#checked > CHECK_MS) {
      this.#checked = now;
      this.#waiting = await this.#queue.ready(this.#limit);
    }
    if (this.#waiting >= this.#limit) throw overloaded(5);
  }
}
