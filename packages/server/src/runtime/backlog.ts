/**
 * How much waits in the queue: of all, and of each organization. Looked at once a second, and counted on in between, so that a
 * caller costs no query; who comes while it is full is refused.
 */
import { LRUCache } from 'lru-cache';
import type { ExecutionQueue } from '../queue.ts';
import { overloaded } from './refusals.ts';

const CHECK_MS = 1_000;
const RETRY_AFTER_S = 5;

export interface BacklogLimits {
  /** Executions that may wait in the queue before callers are refused. */
  all: number;
  /** Of one organization, with those in line before a gate. */
  organization: number;
}

interface Count {
  waiting: number;
  checked: number;
}

export class Backlog {
  readonly #queue: Pick<ExecutionQueue, 'ready' | 'queuedOf'>;
  readonly #limits: BacklogLimits;
  readonly #all: Count = unknown();
  readonly #organizations = new LRUCache<string, Count>({ max: 10_000 });

  constructor(queue: Pick<ExecutionQueue, 'ready' | 'queuedOf'>, limits: BacklogLimits) {
    this.#queue = queue;
    this.#limits = limits;
  }

  /** Makes room for one more of this organization. @throws ApiError `overloaded` */
  async admit(org_id: string): Promise<void> {
    const { all, organization } = this.#limits;
    const own = this.#organizations.get(org_id) ?? unknown();
    this.#organizations.set(org_id, own);
    await refresh(this.#all, () => this.#queue.ready(all));
    await refresh(own, () => this.#queue.queuedOf(org_id, organization));
    if (this.#all.waiting >= all) throw overloaded(RETRY_AFTER_S);
    if (own.waiting >= organization) throw overloaded(RETRY_AFTER_S, sentence(organization));
    this.#all.waiting += 1;
    own.waiting += 1;
  }
}

function unknown(): Count {
  return { waiting: 0, checked: Number.NEGATIVE_INFINITY };
}

async function refresh(count: Count, look: () => Promise<number>): Promise<void> {
  const now = performance.now();
  if (now - count.checked <= CHECK_MS) return;
  count.checked = now;
  count.waiting = await look();
}

function sentence(limit: number): string {
  return `${limit.toLocaleString('en')} executions of this organization are waiting already, which is as many as may (MILLRACE_MAX_QUEUED). Try again in a moment.`;
}
