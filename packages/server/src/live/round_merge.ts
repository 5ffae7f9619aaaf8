/**
 * Events of steps inside loops, which may be ten thousands in a second: the first of each moment pass as they come, of the others
 * the last of each node (and its last failure) is told when the moment is over. So a watcher sees a loop move, is told how it
 * ended, and asks the REST route for the rest. Invariants:
 *  1. What was told last of a node is what happened last to it, and it is told before the end of the execution.
 *  2. Nothing is remembered of an execution a moment after its last event.
 */
export interface RoundMergeOptions {
  /** Events of one execution that pass in a moment (default 20). */
  most?: number;
  /** A moment in milliseconds (default 100). */
  moment_ms?: number;
}

interface Moment {
  passed: number;
  /** By node and kind, in the order of their happening. */
  kept: Map<string, () => void>;
  timer: NodeJS.Timeout;
}

export class RoundMerge {
  readonly #most: number;
  readonly #moment_ms: number;
  readonly #moments = new Map<string, Moment>();

  constructor({ most = 20, moment_ms = 100 }: RoundMergeOptions = {}) {
    this.#most = most;
    this.#moment_ms = moment_ms;
  }

  /** @param kind what a later event replaces: its node, or its node's failures */
  tell(execution_id: string, kind: string, publish: () => void): void {
    const moment = this.#moments.get(execution_id) ?? this.#begin(execution_id);
    if (moment.passed < this.#most) {
      moment.passed += 1;
      publish();
      return;
    }
    moment.kept.delete(kind);
    moment.kept.set(kind, publish);
  }

  /** The execution is over: what was kept is told now. */
  end(execution_id: string): void {
    const moment = this.#moments.get(execution_id);
    if (!moment) return;
    clearTimeout(moment.timer);
    this.#moments.delete(execution_id);
    for (const publish of moment.kept.values()) publish();
  }

  stop(): void {
    for (const { timer } of this.#moments.values()) clearTimeout(timer);
    this.#moments.clear();
  }

  #begin(execution_id: string): Moment {
    const moment: Moment = { passed: 0, kept: new Map(), timer: this.#turnLater(execution_id) };
    this.#moments.set(execution_id, moment);
    return moment;
  }

  #turnLater(execution_id: string): NodeJS.Timeout {
    return setTimeout(() => this.#turn(execution_id), this.#moment_ms).unref();
  }

  #turn(execution_id: string): void {
    const moment = this.#moments.get(execution_id);
    if (!moment) return;
    if (moment.passed === 0) {
      this.#moments.delete(execution_id);
      return;
    }
    const kept = [...moment.kept.values()];
    moment.kept.clear();
    moment.passed = 0;
    for (const publish of kept) publish();
    // What was told now counts, so that a body of many nodes does not double the rate.
    moment.passed = Math.min(kept.length, this.#most);
    moment.timer = this.#turnLater(execution_id);
  }
}
