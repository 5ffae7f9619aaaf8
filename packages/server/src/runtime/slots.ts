import type { Shares } from '../queue/take_jobs.ts';

/** How many executions this process runs at once, and whose they are. */
export class Slots {
  readonly limit: number;
  #taken = 0;
  readonly #by_org = new Map<string, number>();
  #waiters: (() => void)[] = [];

  constructor(limit: number) {
    this.limit = limit;
  }

  get taken(): number {
    return this.#taken;
  }

  get free(): number {
    return Math.max(0, this.limit - this.#taken);
  }

  /** The most that one organization may hold: all but a fifth, so that another one always finds room at once. */
  get share(): number {
    return Math.max(1, Math.ceil(this.limit * 0.8));
  }

  /** Takes a slot if there is one for this organization. */
  take(org_id: string): boolean {
    if (this.#taken >= this.limit || (this.#by_org.get(org_id) ?? 0) >= this.share) return false;
    this.occupy(org_id);
    return true;
  }

  /** Takes a slot whatever the limit: the execution is here already. */
  occupy(org_id: string): void {
    this.#taken += 1;
    this.#by_org.set(org_id, (this.#by_org.get(org_id) ?? 0) + 1);
  }

  release(org_id: string): void {
    this.#taken -= 1;
    const left = (this.#by_org.get(org_id) ?? 1) - 1;
    if (left > 0) this.#by_org.set(org_id, left);
    else this.#by_org.delete(org_id);
    if (this.#waiters.length === 0) return;
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const wake of waiters) wake();
  }

  /** What each organization may hold, and what it holds. */
  shares(): Shares {
    return { most: this.share, held: this.#by_org };
  }

  /** Whether an organization holds all that it may: more of it can be taken as soon as one of its own ends. */
  get someShareIsFull(): boolean {
    const { share } = this;
    for (const held of this.#by_org.values()) if (held >= share) return true;
    return false;
  }

  /** Calls `wake` once when the next slot becomes free. */
  onRelease(wake: () => void): void {
    this.#waiters.push(wake);
  }
}
