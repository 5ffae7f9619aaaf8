/**
 * A clock that jumps to the next timer as soon as nothing else can happen: all promises that can settle have settled before
 * it moves. So a test of hours takes milliseconds, and the order of events is always the same.
 */
import type { Clock } from '../ports.ts';

/** The longest time that a timer of the platform takes, in milliseconds; one that is longer rings at once. */
const longest = 2 ** 31 - 1;

interface Timer {
  due: number;
  ring: () => void;
}

export class FakeClock implements Clock {
  #ms: number;
  readonly #began: number;
  readonly #timers = new Set<Timer>();
  #moving = false;

  constructor(start: string | Date = '2026-11-20T10:00:00.000Z') {
    this.#ms = new Date(start).getTime();
    this.#began = this.#ms;
  }

  now(): Date {
    return new Date(this.#ms);
  }

  monotonic(): number {
    return this.#ms - this.#began;
  }

  /** Timers that have not rung: none when nothing leaks. */
  get pending(): number {
    return this.#timers.size;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (ms > longest) throw new RangeError(`No timer takes ${ms} ms`);
    return this.pass(ms, signal);
  }

  after(ms: number, act: () => void): () => void {
    if (ms > longest) throw new RangeError(`No timer takes ${ms} ms`);
    const timer: Timer = { due: this.#ms + Math.max(ms, 0), ring: act };
    this.#timers.add(timer);
    this.#move();
    return () => this.#timers.delete(timer);
  }

  /** Sleeps as the test does, for however long. */
  pass(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = () => {
        this.#timers.delete(timer);
        reject(signal?.reason);
      };
      const ring = () => {
        signal?.removeEventListener('abort', stop);
        resolve();
      };
      const timer: Timer = { due: this.#ms + Math.max(ms, 0), ring };
      if (signal?.aborted) return reject(signal.reason);
      signal?.addEventListener('abort', stop);
      this.#timers.add(timer);
      this.#move();
    });
  }

  /** Moves on by hand, as when a process was down; what falls due rings in the next turn. */
  moveTo(time: Date): void {
    this.#ms = Math.max(this.#ms, time.getTime());
  }

  #move(): void {
    if (this.#moving) return;
    this.#moving = true;
    setImmediate(() => {
      this.#moving = false;
      if (this.#timers.size === 0) return;
      const due = Math.min(...[...this.#timers].map((timer) => timer.due));
      this.#ms = Math.max(this.#ms, due);
      for (const timer of this.#timers) {
        if (timer.due > this.#ms) continue;
        this.#timers.delete(timer);
        timer.ring();
      }
      this.#move();
    });
  }
}
