/**
 * How much of one kind an organization does at the same time in this process: what computes, or what waits for a service
 * outside, is bounded for each, so that one organization cannot take the process from the others.
 */
import { ApiError } from './errors.ts';

const RETRY_AFTER_S = 2;

/** Calls that people make outside of an execution to try something: Test Request, connections, choices of fields. */
export const TRIALS_AT_ONCE = 16;

export class OrgSlots {
  readonly #most: number;
  readonly #what: string;
  readonly #taken = new Map<string, number>();

  /** @param what is counted, in the plural, as in "8 tests" */
  constructor(most: number, what: string) {
    this.#most = most;
    this.#what = what;
  }

  /** Runs `work` in a slot of the organization. @throws ApiError `overloaded` when all of them are taken */
  async use<T>(org_id: string, work: () => Promise<T>): Promise<T> {
    const taken = this.#taken.get(org_id) ?? 0;
    if (taken >= this.#most)
      throw new ApiError('overloaded', {
        message: `${this.#most} ${this.#what} of your organization are running already. Try again in a moment.`,
        headers: { 'retry-after': String(RETRY_AFTER_S) },
      });
    this.#taken.set(org_id, taken + 1);
    try {
      return await work();
    } finally {
      const left = this.#taken.get(org_id)! - 1;
      if (left === 0) this.#taken.delete(org_id);
      else this.#taken.set(org_id, left);
    }
  }
}
