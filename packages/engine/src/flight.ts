/**
 * Attempts that are under way outside this loop.
 *
 *  1. An attempt lands once: with its result, or when it runs out of time. What comes later is discarded.
 *  2. An abandoned attempt never lands; its signal is aborted, and nobody waits for it.
 *  3. An attempt that lands or is abandoned leaves no timer behind.
 */
import type { Clock } from './ports.ts';
import type { StepCall } from './turn.ts';

export type Landed = { call: StepCall } & ({ ok: true; value: unknown } | { ok: false; error: unknown });

export class Flight {
  readonly call: StepCall;
  begun = false;
  #open = true;
  #cancelTimer: (() => void) | null = null;
  readonly #land: (landed: Landed) => void;

  constructor(call: StepCall, land: (landed: Landed) => void) {
    this.call = call;
    this.#land = land;
  }

  get isOpen(): boolean {
    return this.#open;
  }

  /** Starts the attempt, or follows one that has started already; `seconds` after now it is out of time. */
  begin(clock: Clock, seconds: number, timedOut: () => Error, attempt: () => unknown): void {
    if (!this.#open) return;
    this.begun = true;
    this.#cancelTimer = clock.after(seconds * 1000, () => {
      const error = timedOut();
      if (this.#finish({ call: this.call, ok: false, error })) this.call.abort(error);
    });
    // In a promise of its own, so that an attempt that throws at once lands like any other.
    new Promise((resolve) => resolve(attempt())).then(
      (value) => this.#finish({ call: this.call, ok: true, value }),
      (error: unknown) => this.#finish({ call: this.call, ok: false, error }),
    );
  }

  abandon(reason: Error): void {
    if (!this.#open) return;
    this.#open = false;
    this.#cancelTimer?.();
    this.call.abort(reason);
  }

  #finish(landed: Landed): boolean {
    if (!this.#open) return false;
    this.#open = false;
    this.#cancelTimer?.();
    this.#land(landed);
    return true;
  }
}
