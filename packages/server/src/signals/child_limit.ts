/**
 * How many executions workflows may add to the queue of their organization by starting others. A loop that starts a workflow with
 * a loop that starts a third makes a hundred million of one call, and a full queue refuses everybody. Callers from outside are
 * refused much earlier; so what was accepted finds room for what it starts.
 */
import { LRUCache } from 'lru-cache';
import type { Tx } from '../db/client.ts';
import { countQueuedOf } from '../queue/count_jobs.ts';

const CHECK_MS = 1_000;

interface Count {
  waiting: number;
  checked: number;
}

export class ChildLimit {
  /** Executions of one organization that may be queued. */
  readonly most: number;
  readonly #queue: string;
  readonly #counts = new LRUCache<string, Count>({ max: 10_000 });

  constructor({ queue, most }: { queue: string; most: number }) {
    this.#queue = queue;
    this.most = most;
  }

  /** Whether one more may be queued; it is counted then. Asks the database once a second for each organization. */
  async admits(tx: Tx, org_id: string): Promise<boolean> {
    const count = this.#counts.get(org_id) ?? { waiting: 0, checked: Number.NEGATIVE_INFINITY };
    this.#counts.set(org_id, count);
    const now = performance.now();
    if (now - count.checked > CHECK_MS) {
      count.checked = now;
      count.waiting = await countQueuedOf(tx, this.#queue, org_id, this.most);
    }
    if (count.waiting >= this.most) return false;
    count.waiting += 1;
    return true;
  }
}
