/** While the database is away callers are let go after a moment; their executions are still written when it returns. */
import { isAway } from './database_errors.ts';
import { unavailable } from './refusals.ts';

const LOOK_MS = 250;

export class Patience {
  readonly #is_away: () => boolean;
  readonly #pending = new Set<(error: Error) => void>();
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
  async orUnavailable<T>(result: Promise<T>): Promise<T> {
    const away = Promise.withResolvers<never>();
    this.#pending.add(away.reject);
    try {
      return await Promise.race([result, away.promise]);
    } catch (error) {
      throw isAway(error) ? unavailable() : error;
    } finally {
      this.#pending.delete(away.reject);
    }
  }

  #releaseWhenAway(): void {
    if (this.#pending.size === 0 || !this.#is_away()) return;
    for (const reject of this.#pending) reject(unavailable());
  }
}
