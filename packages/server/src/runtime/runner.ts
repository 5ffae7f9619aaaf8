/**
 * Runs executions in this process and knows which. Invariants:
 *  1. Whatever is in `running` has a slot until its walk is over; its end then waits for the database without one.
 *  2. What was not written after a quarter of a second is accepted, so that everybody can see and stop it.
 *  3. A run that rejects writes nothing more: the row, if there is one, is somebody else's or found as forgotten.
 *  4. After a write an effect begins only while this process owns for certain: it may have been frozen, and others may have
 *     done it meanwhile.
 */
import type { Step } from '@millrace/core';
import {
  type Engine,
  type ExecutionStart,
  type FinishedExecution,
  type JournalEntry,
  OwnershipLost,
  type ParkedExecution,
  type Running as RunHandle,
  type Signal,
  type Storage,
} from '@millrace/engine';
import type { ExecutionStorage, Hold } from '../storage/storage.ts';
import type { Slots } from './slots.ts';

export interface Response {
  status: number;
  headers: Record<string, string>;
  body: unknown;
}

export interface RunRequest {
  start: ExecutionStart;
  hold: Hold;
  journal?: readonly JournalEntry[];
  /** Of one that came through the queue: when it was claimed, and first began. */
  claimed_at?: Date;
  started_at?: Date;
  active_ms?: number;
  /** Somebody asked to stop it before this process took it: it only comes to its end. */
  cancelled?: boolean;
  onResponse?: (response: Response) => void;
}

interface Running {
  start: ExecutionStart;
  hold: Hold;
  abort: AbortController;
  since: number;
  has_slot: boolean;
  /** The engine's, from the moment that the walk begins. */
  handle: RunHandle;
  over: Promise<unknown>;
}

const ACCEPT_AFTER_MS = 250;
const LOOK_MS = 100;
const notBegun: RunHandle = { look: () => [], signal: () => undefined };

export class Runner {
  readonly running = new Map<string, Running>();
  readonly engine: Engine;
  readonly #storage: ExecutionStorage;
  readonly #slots: Slots;
  readonly #look: NodeJS.Timeout;

  /**
   * @param makeEngine builds the engine on the storage that the runner watches
   * @param certain resolves once this process knows what it still owns; nothing when it does
   */
  constructor(
    storage: ExecutionStorage,
    slots: Slots,
    makeEngine: (storage: Storage) => Engine,
    certain: () => Promise<void> | undefined,
  ) {
    this.#storage = storage;
    this.#slots = slots;
    this.engine = makeEngine({
      accept: (start, started_at) => storage.accept(start, started_at),
      append: async (start, entries) => {
        const signals = await storage.append(start, entries);
        await certain();
        const running = this.#runOf(start);
        if (!running || running.hold.lost) throw new OwnershipLost(start.id);
        return signals;
      },
      finish: (finished) => {
        this.#freeSlot(this.#runOf(finished.start));
        return storage.finish(finished);
      },
      park: (parked) => {
        this.#freeSlot(this.#runOf(parked.start));
        return storage.park(parked);
      },
    });
    this.#look = setInterval(() => this.#acceptSlow(), LOOK_MS);
  }

  /**
   * Runs an execution for which a slot was taken; begins at once. Resolves when it ended or parked and that is committed.
   * Rejects with what the storage rejected with.
   */
  run({
    start,
    hold,
    journal = [],
    claimed_at,
    started_at,
    active_ms = 0,
    cancelled = false,
    onResponse,
  }: RunRequest): Promise<FinishedExecution | ParkedExecution> {
    const abort = new AbortController();
    if (cancelled) abort.abort();
    const running: Running = {
      start,
      hold,
      abort,
      since: performance.now(),
      has_slot: true,
      handle: notBegun,
      over: Promise.resolve(),
    };
    // It came back to this process before its earlier run here learned that it was lost.
    const earlier = this.running.get(start.id);
    if (earlier) lose(earlier);
    this.running.set(start.id, running);
    this.#storage.hold(start, hold);
    const over = this.engine
      .run(start, {
        accepted: hold.accepted !== null,
        journal,
        ...(claimed_at ? { claimed_at } : {}),
        ...(started_at ? { started_at } : {}),
        active_ms,
        signal: abort.signal,
        onBegin: (handle) => {
          running.handle = handle;
        },
        ...(onResponse ? { onResponse } : {}),
      })
      .then((result) => hold.stored ?? result)
      .finally(() => {
        this.#freeSlot(running);
        if (this.running.get(start.id) === running) this.running.delete(start.id);
        this.#storage.release(start);
      });
    running.over = over;
    return over;
  }

  /** What an execution that runs here has come to; null for one that does not. */
  stateOf(id: string): { start: ExecutionStart; steps: Step[] } | null {
    const running = this.running.get(id);
    return running ? { start: running.start, steps: running.handle.look() } : null;
  }

  /** Waits of an execution have ended; the engine lets what it has taken already pass. Nothing when it does not run here. */
  signal(id: string, signals: readonly Signal[]): void {
    if (signals.length > 0) this.running.get(id)?.handle.signal(signals);
  }

  /** Whether it runs here; then it is told to stop. */
  cancel(id: string, reason?: Error): boolean {
    const running = this.running.get(id);
    running?.abort.abort(reason);
    return running !== undefined;
  }

  /** Tells all to stop for `reason`. */
  abortAll(reason: Error): void {
    for (const { abort } of this.running.values()) abort.abort(reason);
  }

  /**
   * Others took what `owner` ran: what has a row stops, and its writes will be refused. What lives in memory only is still
   * ours and goes on as `next`.
   */
  disown(owner: string, next: string): void {
    for (const running of this.running.values()) {
      if (running.hold.owner !== owner) continue;
      if (running.hold.accepted) lose(running);
      else running.hold.owner = next;
    }
  }

  /** Resolves when nothing runs any more, or after `ms`. */
  async drained(ms: number): Promise<boolean> {
    const timeout = AbortSignal.timeout(ms);
    while (this.running.size > 0 && !timeout.aborted) {
      const over = [...this.running.values()].map((running) => running.over.catch(() => undefined));
      await Promise.race([
        Promise.all(over),
        new Promise((resolve) => timeout.addEventListener('abort', resolve, { once: true })),
      ]);
    }
    return this.running.size === 0;
  }

  stop(): void {
    clearInterval(this.#look);
  }

  #runOf({ id, fence }: ExecutionStart): Running | undefined {
    const running = this.running.get(id);
    return running?.start.fence === fence ? running : undefined;
  }

  #freeSlot(running: Running | undefined): void {
    if (!running?.has_slot) return;
    running.has_slot = false;
    this.#slots.release(running.start.org_id);
  }

  #acceptSlow(): void {
    const before = performance.now() - ACCEPT_AFTER_MS;
    for (const { start, hold, since } of this.running.values()) {
      if (since > before) return; // in the order of their start
      if (hold.accepted || hold.finishing) continue;
      // If it fails, the execution learns so by its own next write.
      this.#storage.accept(start, start.created_at).catch(() => undefined);
    }
  }
}

/** Nothing is written for it any more, and what is under way is abandoned. */
function lose({ start, hold, abort }: Running): void {
  hold.lost = true;
  abort.abort(new OwnershipLost(start.id));
}
