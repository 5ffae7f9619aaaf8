/**
 * Executes a definition: what is ready is performed, what has an effect is journaled, again and again until it ends or waits.
 *
 *  1. Nothing is written before the first effect that is not `read`; an execution that only computes is written once, by
 *     its end (`outcome.ts`).
 *  2. Before an effect that is not `read` begins, three things are durable: the acceptance of the execution, what every
 *     earlier effect gave (and every other result that could not be computed again), and that this one has started.
 *  3. The result of an effect is sent to the storage in the turn in which it is known.
 *  4. The caller is answered after what the answer promises is durable: the end when nothing is left to do (`outcome.ts`),
 *     else acceptance and journal.
 *  5. What needs nobody else is settled first, so that a turn sends all its effects with one write.
 *  6. After a failed write nothing more is performed, written or answered.
 *  7. An execution that is over leaves nothing under way and no timer.
 */
import { HandBack, TimedOut } from './errors.ts';
import { Flight, type Landed } from './flight.ts';
import { isoText } from './iso_text.ts';
import type { Past } from './journal.ts';
import type { Ledger } from './ledger.ts';
import { perform } from './perform.ts';
import type { PlannedNode } from './plan.ts';
import { cutOffStep, land } from './settle_call.ts';
import type { Means, StepCall, Turn } from './turn.ts';
import type { Answer, Walk } from './walk.ts';

/** Local steps may use this much time, in milliseconds, before others in this process get theirs. */
const slice = 20;

export interface ExecutionOptions {
  walk: Walk;
  ledger: Ledger;
  means: Means;
  past: Map<string, Past>;
  /** Active time in earlier processes, in milliseconds. */
  active_ms: number;
  /** Longest delay in milliseconds that is waited for in memory; beyond it the execution parks. */
  idle_ms: number;
  onAnswer: ((answer: Answer) => void) | undefined;
}

export class Execution implements Turn {
  readonly walk: Walk;
  readonly ledger: Ledger;
  readonly means: Means;
  readonly past: Map<string, Past>;
  readonly delayed = new Map<PlannedNode, number>();
  readonly held = new Set<PlannedNode>();
  readonly calls: StepCall[] = [];
  /** Of the monotonic clock, so that the difference to now is the active time. */
  readonly began: number;
  handingBack = false;
  /** Somebody waits for an answer and has none. */
  owesAnswer: boolean;
  readonly #deadline: number;
  readonly #idle: number;
  readonly #onAnswer: ((answer: Answer) => void) | undefined;
  readonly #flights = new Map<PlannedNode, Flight>();
  readonly #landed: Landed[] = [];
  readonly #over = new AbortController();
  #answering = false;
  #broken: { error: unknown } | null = null;
  #wake: (() => void) | null = null;
  #deadlineIsSet = false;

  constructor(options: ExecutionOptions) {
    this.walk = options.walk;
    this.ledger = options.ledger;
    this.means = options.means;
    this.past = options.past;
    this.began = options.means.clock.monotonic() - options.active_ms;
    this.#deadline = this.began + options.walk.plan.timeout_seconds * 1000;
    this.#idle = options.idle_ms;
    this.#onAnswer = options.onAnswer;
    this.owesAnswer = options.onAnswer !== undefined;
  }

  /** Returns when the execution has ended, or waits for its time or for a person; rejects after a failed write (6). */
  async toEnd(signal?: AbortSignal): Promise<void> {
    const stop = () => this.#stop(signal?.reason);
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop);
    try {
      for (;;) {
        this.#land();
        this.#settleReady();
        this.#launch();
        if (this.#isOver()) return;
        this.#write();
        await this.#change();
      }
    } finally {
      signal?.removeEventListener('abort', stop);
      this.#cutOff(true);
      // Nobody listens before there is a deadline, and the error that an abort makes costs more than the whole walk.
      if (this.#deadlineIsSet) this.#over.abort();
    }
  }

  /** Since when the attempt of a node is under way, as ISO text; null when none is. */
  underWaySince(node: PlannedNode): string | null {
    const flight = this.#flights.get(node);
    return flight?.begun ? flight.call.started_at : null;
  }

  /** Tells the caller; whoever calls this has made durable what the answer promises (4). */
  giveAnswer(): void {
    const { answer } = this.walk;
    if (!this.owesAnswer || !answer) return;
    this.owesAnswer = false;
    try {
      this.#onAnswer?.(answer);
    } catch (error) {
      this.means.log.warn('The answer of an execution could not be given', { error: String(error) });
    }
  }

  #land(): void {
    for (const landed of this.#landed.splice(0)) {
      this.#flights.delete(landed.call.node);
      land(this, landed);
    }
    if (this.delayed.size === 0 || this.walk.ending || this.handingBack) return;
    const now = this.means.clock.now().getTime();
    for (const [node, due] of this.delayed) {
      if (due > now) continue;
      this.delayed.delete(node);
      perform(this, node);
    }
  }

  #settleReady(): void {
    const { clock } = this.means;
    const until = clock.monotonic() + slice;
    while (!this.handingBack) {
      const node = this.walk.next();
      if (!node) break;
      perform(this, node);
      const now = clock.monotonic();
      if (now > this.#deadline) this.#outOfTime();
      if (now > until) break;
    }
    if (this.walk.ending) this.#cutOff(false);
  }

  #launch(): void {
    if (this.calls.length === 0) return;
    const calls = this.calls.splice(0);
    if (this.walk.ending) return;
    const unsafe: Flight[] = [];
    for (const call of calls) {
      const flight = new Flight(call, (landed) => {
        this.#landed.push(landed);
        this.#wake?.();
      });
      this.#flights.set(call.node, flight);
      if (call.effect === 'local' || call.effect === 'read') {
        this.#begin(flight);
        continue;
      }
      unsafe.push(flight);
      const { path } = call.node;
      this.ledger.note({ kind: 'started', path, attempt: call.attempt, at: call.started_at }, false);
    }
    if (unsafe.length === 0) return;
    this.#afterCommit(() => {
      for (const flight of unsafe) this.#begin(flight);
    });
  }

  #begin(flight: Flight): void {
    const { call } = flight;
    const { clock, observer } = this.means;
    if (!flight.isOpen) return;
    if (!call.pending) {
      call.began = clock.monotonic();
      call.started_at = isoText(clock.now());
      const { id: node_id, label, path } = call.node;
      observer?.stepStarted?.(this.walk.start, { node_id, label, path });
    }
    const seconds = call.node.timeout_seconds;
    flight.begin(
      clock,
      seconds,
      () => new TimedOut(seconds),
      () => call.pending ?? call.action.run(call.context),
    );
  }

  #isOver(): boolean {
    if (this.#broken) throw this.#broken.error;
    if (this.#flights.size > 0 || this.#answering) return false;
    if (this.walk.ending || this.handingBack) return true;
    if (this.walk.hasReady) return false;
    const due = this.nextDue();
    return due === null || due - this.means.clock.now().getTime() > this.#idle;
  }

  /** When the first delayed step may go on, in milliseconds since 1970. */
  nextDue(): number | null {
    return this.delayed.size === 0 ? null : Math.min(...this.delayed.values());
  }

  #write(): void {
    if (this.walk.answer && this.owesAnswer && !this.#answering) {
      this.#answering = true;
      this.#afterCommit(() => {
        this.giveAnswer();
        this.#answering = false;
        this.#wake?.();
      });
    } else if (this.ledger.isUrgent) this.#afterCommit(() => {});
  }

  #afterCommit(act: () => void): void {
    this.ledger
      .commit()
      .then(act)
      .catch((error: unknown) => this.#break(error));
  }

  /** The one place where an execution waits: for a result, a time, an answer given, a cancellation or a broken storage. */
  async #change(): Promise<void> {
    const { clock } = this.means;
    if (this.#landed.length > 0) return;
    if (this.walk.hasReady && !this.handingBack) return clock.sleep(0);
    this.#setDeadline();
    const due = this.nextDue();
    const waitsForTime = due !== null && !this.walk.ending && !this.handingBack;
    const timer = waitsForTime ? new AbortController() : null;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      if (!timer) return;
      clock.sleep(Math.max(due! - clock.now().getTime(), 0), timer.signal).then(resolve, () => {});
    });
    this.#wake = null;
    timer?.abort();
  }

  #setDeadline(): void {
    if (this.#deadlineIsSet) return;
    this.#deadlineIsSet = true;
    const left = Math.max(this.#deadline - this.means.clock.monotonic(), 0);
    this.means.clock.sleep(left, this.#over.signal).then(
      () => this.#outOfTime(),
      () => {},
    );
  }

  #outOfTime(): void {
    if (this.#over.signal.aborted) return;
    const seconds = this.walk.plan.timeout_seconds;
    const message = `The execution took longer than ${seconds} s`;
    const hint = 'Raise the time limit in the workflow settings, or look at the steps that took long.';
    this.walk.end({ status: 'timed_out', error: { message, code: 'timeout', hint }, reason: message });
    this.#cutOff(true);
    this.#wake?.();
  }

  #stop(reason: unknown): void {
    if (reason instanceof HandBack) this.handingBack = true;
    else {
      const message = 'The execution was cancelled';
      this.walk.end({ status: 'cancelled', error: { message, code: 'cancelled' }, reason: message });
      this.#cutOff(true);
    }
    this.#wake?.();
  }

  #break(error: unknown): void {
    this.#broken ??= { error };
    this.#wake?.();
  }

  /** Abandons what is under way: everything, or what has no effect that somebody should know the end of. */
  #cutOff(everything: boolean): void {
    for (const [node, flight] of this.#flights) {
      const { effect } = flight.call;
      if (!everything && flight.begun && effect !== 'read' && effect !== 'local') continue;
      this.#flights.delete(node);
      flight.abandon(new Error(this.walk.ending?.reason ?? 'The execution stopped'));
      if (this.walk.ending && flight.begun) this.walk.cutOff(node, cutOffStep(this, flight.call));
    }
  }
}
