/** While the database is away callers are let go after a moment; their executions are still written when it returns. */
import { isAway } from './database_errors.ts';
import { unavailable } from './refusals.ts';

const LOOK_MS = 250;

export class Patience {
  readonly #is_away: () => boolean;
  readonly #pending = new Set<(error: unknown) => void>();
  readonly #timer: NodeJS.Timeout;

  /** @param is_away whether the database cannot be reached now */
  constructor(is_away: () => boolean) {
    this.#is_away = is_away;
    this.#timer = setInterval(() => this.#releaseWhenAway(), LOOK_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** @throws ApiError `unavailable` when the database went away meanwhile; what `result` rejects with otherwise */
  orUnavailable<T>(result: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#pending.add(reject);
      result.then(
        (value) => {
          this.#pending.delete(reject);
          resolve(value);
        },
        (error: unknown) => {
          this.#pending.delete(reject);
          reject(isAway(error) ? unavailable() : error);
        },
      );
    });
  }

  #releaseWhenAway(): void {
    if (this.#pending.size === 0 || !this.#is_away()) return;
    for (const reject of this.#pending) reject(unavailable());
    this.#pending.clear();
  }
}
