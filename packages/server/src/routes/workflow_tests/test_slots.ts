/** How many test runs an organization has at the same time in this process: computing is what they cost. */
import { ApiError } from '../../errors.ts';

const RETRY_AFTER_S = 2;

export class TestSlots {
  readonly #most: number;
  readonly #taken = new Map<string, number>();

  constructor(most: number) {
    this.#most = most;
  }

  /** Runs `work` in a slot of the organization. @throws ApiError `overloaded` when all of them are taken */
  async use<T>(org_id: string, work: () => Promise<T>): Promise<T> {
    const taken = this.#taken.get(org_id) ?? 0;
    if (taken >= this.#most)
      throw new ApiError('overloaded', {
        message: `${this.#most} tests of your organization are running already. Try again in a moment.`,
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
