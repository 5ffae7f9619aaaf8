/**
 * Executes a definition: what is ready is performed, what has an effect is journaled, again and again until it ends or waits.
 *
 *  1. Nothing is written before the first effect that is not `read`, or before somebody has to know of a wait; an execution
 *     that only computes is written once, by its end (`outcome.ts`).
 *  2. Before an effect that is not `read` begins, three things are durable: the acceptance of the execution, what every
 *     earlier effect gave (and every other result that could not be computed again), and that this one has started.
 *  3. The result of an effect is sent to the storage in the turn in which it is known.
 *  4. The caller is answered after what the answer promises is durable: the end when nothing is left to do (`outcome.ts`),
 *     else acceptance and journal.
 *  5. What needs nobody else is settled first, so that a turn sends all its effects with one write.
 *  6. After a failed write nothing more is performed, written or answered.
 *  7. An execution that is over leaves nothing under way and no timer.
 */
import { cutOffRound } from './cut_off.ts';
import { HandBack } from './errors.ts';
import { Flights } from './flights.ts';
import type { EarlySignals, Past } from './journal.ts';
import type { Ledger } from './ledger.ts';
import { endRecalled, endRound } from './loop.ts';
import { perform } from './perform.ts';
import type { Place } from './place.ts';
import type { Signal } from './ports.ts';
import { land } from './settle_call.ts';
import type { Means, OpenWait, StepCall, Turn } from './turn.ts';
import { takeSignal } from './wait.ts';
import type { Walk } from './walk.ts';
import type { Answer, Whole } from './whole.ts';

/** Local steps may use this much time, in milliseconds, before others in this process get theirs. */
const slice = 20;
/** No timer takes more milliseconds; what is due later is looked at again then. */
const longestTimer = 2 ** 31 - 1;

export interface ExecutionOptions {
  walk: Walk;
  ledger: Ledger;
  means: Means;
  past: Map<string, Past>;
  early: EarlySignals;
  /** When this process took it over, in milliseconds since 1970. */
  claimed_at: number;
  /** Active time in earlier processes, in milliseconds. */
  active_ms: number;
  /** Longest delay in milliseconds that is waited for in memory; beyond it the execution parks. */
  idle_ms: number;
  onAnswer: ((answer: Answer) => void) | undefined;
}

export class Execution implements Turn {
  /** Of the whole graph. */
  readonly walk: Walk;
  readonly whole: Whole;
  readonly ledger: Ledger;
  readonly means: Means;
  readonly past: Map<string, Past>;
  readonly early: EarlySignals;
  readonly isResumed: boolean;
  readonly claimed_at: number;
  readonly delayed = new Map<Place, number>();
  readonly waits = new Map<string, OpenWait>();
  readonly calls: StepCall[] = [];
  readonly flights: Flights;
  /** Of the monotonic clock, so that the difference to now is the active time. */
  readonly began: number;
  handingBack = false;
  /** Somebody waits for an answer and has none. */
  owesAnswer: boolean;
  readonly #deadline: number;
  readonly #idle: number;
  readonly #onAnswer: ((answer: Answer) => void) | undefined;
  readonly #signals: Signal[] = [];
  readonly #deferred: Place[] = [];
  #answering = false;
  /** A wait is to be in force: soon, or before anything else is decided. */
  #registers: 'no' | 'soon' | 'at_once' = 'no';
  #registering = false;
  /** Whose waits are to be in force. */
  #unregistered: Place[] = [];
  #broken: { error: unknown } | null = null;
  #wake: (() => void) | null = null;
  #cancelDeadline: (() => void) | null = null;

  constructor(options: ExecutionOptions) {
    this.walk = options.walk;
    this.whole = options.walk.whole;
    this.ledger = options.ledger;
    this.means = options.means;
    this.past = options.past;
    this.early = options.early;
    this.flights = new Flights(this, () => this.#wake?.());
    this.isResumed = options.past.size > 0;
    this.claimed_at = options.claimed_at;
    this.began = options.means.clock.monotonic() - options.active_ms;
    this.#deadline = this.began + options.walk.plan.timeout_seconds * 1000;
    this.#idle = options.idle_ms;
    this.#onAnswer = options.onAnswer;
    this.owesAnswer = options.onAnswer !== undefined;
    for (const [path, past] of options.past)
      if (past.kind === 'waiting' && past.wait.kind !== 'time') this.ledger.keepOpen(path, past.attempt);
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
      this.flights.cutOff(true);
      this.#cancelDeadline?.();
    }
  }

  /** Hands over ends of waits, from whoever was told of them. */
  signal(signals: readonly Signal[]): void {
    this.#signals.push(...signals);
    this.#wake?.();
  }

  defer(place: Place): void {
    this.#deferred.push(place);
    place.walk.keepOpen(place);
  }

  isOpen(path: string): boolean {
    if (this.waits.has(path)) return true;
    const places = [
      ...this.flights.places(),
      ...this.delayed.keys(),
      ...this.calls.map(({ place }) => place),
    ];
    return places.some((place) => place.path === path);
  }

  register(place: Place, at_once: boolean): void {
    this.#unregistered.push(place);
    if (at_once) this.#registers = 'at_once';
    else if (this.#registers === 'no') this.#registers = 'soon';
  }

  /** Tells the caller; whoever calls this has made durable what the answer promises (4). */
  giveAnswer(): void {
    const { answer } = this.whole;
    if (!this.owesAnswer || !answer) return;
    this.owesAnswer = false;
    try {
      this.#onAnswer?.(answer);
    } catch (error) {
      this.means.log.warn('The answer of an execution could not be given', { error: String(error) });
    }
  }

  #land(): void {
    for (const landed of this.flights.takeLanded()) land(this, landed);
    if (this.whole.ending || this.handingBack) return;
    if (this.#signals.length > 0) this.#takeSignals();
    if (this.delayed.size === 0) return;
    const now = this.means.clock.now().getTime();
    for (const [place, due] of this.delayed) {
      if (due > now) continue;
      this.delayed.delete(place);
      if (!place.walk.isOver) perform(this, place);
    }
  }

  #takeSignals(): void {
    for (const signal of this.#signals.splice(0)) {
      const place = takeSignal(this, signal);
      if (place) perform(this, place);
    }
  }

  #settleReady(): void {
    const { clock } = this.means;
    const until = clock.monotonic() + slice;
    while (!this.handingBack && !this.whole.ending) {
      const walk = this.whole.toDo;
      const place = walk ? walk.next() : this.#nextDeferred();
      if (place) perform(this, place, walk === undefined);
      else if (walk) this.#look(walk);
      else break;
      const now = clock.monotonic();
      if (now > this.#deadline) this.#outOfTime();
      if (now > until) break;
    }
    if (this.whole.ending) this.flights.cutOff(false);
  }

  #nextDeferred(): Place | undefined {
    let place = this.#deferred.shift();
    while (place?.walk.isOver) place = this.#deferred.shift();
    return place;
  }

  /** Nothing more can begin in a walk; when it is a round, that may be its end. */
  #look(walk: Walk): void {
    this.whole.seen();
    if (!walk.round) return;
    if (walk.ended) cutOffRound(this, walk);
    if (!walk.isQuiet || walk.round.loop.open.get(walk.round.index) !== walk) return;
    if (walk.wasCutOff && !walk.ended) {
      // What cut it off is computed again, and does so again.
      if (!walk.round.is_recalled) return;
      endRecalled(walk);
    }
    endRound(this, walk);
  }

  #launch(): void {
    if (this.calls.length === 0) return;
    const calls = this.calls.splice(0);
    if (!this.whole.ending) this.flights.launch(calls, (act) => this.#afterCommit(act));
  }

  #isOver(): boolean {
    if (this.#broken) throw this.#broken.error;
    if (this.flights.size > 0 || this.#answering || this.#registering) return false;
    if (this.whole.ending || this.handingBack) return true;
    if (this.#hasToDo || this.#signals.length > 0 || this.#registers === 'at_once') return false;
    const due = this.nextDue();
    return due === null || due - this.means.clock.now().getTime() > this.#idle;
  }

  get #hasToDo(): boolean {
    return this.whole.toDo !== undefined || this.#deferred.length > 0;
  }

  /** When the first delayed step may go on, in milliseconds since 1970. */
  nextDue(): number | null {
    let next: number | null = null;
    for (const due of this.delayed.values()) if (next === null || due < next) next = due;
    return next;
  }

  #write(): void {
    const registers = this.#registers;
    this.#registers = 'no';
    const places = this.#unregistered;
    if (places.length > 0) this.#unregistered = [];
    if (this.whole.answer && this.owesAnswer && !this.#answering) {
      this.#answering = true;
      this.#afterCommit(() => {
        this.giveAnswer();
        this.#tellWaiting(places);
        this.#answering = false;
        this.#wake?.();
      });
    } else if (registers !== 'no') {
      this.#registering ||= registers === 'at_once';
      this.#afterCommit(() => {
        this.#tellWaiting(places);
        if (registers !== 'at_once') return;
        this.#registering = false;
        this.#wake?.();
      });
    } else if (this.ledger.isUrgent) this.#afterCommit(() => {});
  }

  /** Of those that have not ended meanwhile. */
  #tellWaiting(places: readonly Place[]): void {
    const { observer, start } = this.whole;
    for (const { path, node } of places)
      if (this.waits.has(path)) observer?.stepWaiting?.(start, { node_id: node.id, path });
  }

  #afterCommit(act: () => void): void {
    this.ledger
      .commit()
      .then(() => {
        const signals = this.ledger.takeSignals();
        if (signals.length > 0) this.signal(signals);
        act();
      })
      .catch((error: unknown) => this.#break(error));
  }

  /** The one place where an execution waits: for a result, a time, a signal, an answer given, a cancellation or a broken storage. */
  async #change(): Promise<void> {
    const { clock } = this.means;
    if (this.flights.hasLanded) return;
    const goesOn = !this.whole.ending && !this.handingBack;
    if (goesOn && this.#signals.length > 0) return;
    if (goesOn && this.#hasToDo) return clock.sleep(0);
    this.#setDeadline();
    const due = this.nextDue();
    let cancel: (() => void) | null = null;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      if (due === null || !goesOn) return;
      const left = Math.min(Math.max(due - clock.now().getTime(), 0), longestTimer);
      cancel = clock.after(left, resolve);
    });
    this.#wake = null;
    (cancel as (() => void) | null)?.();
  }

  #setDeadline(): void {
    if (this.#cancelDeadline) return;
    const left = Math.max(this.#deadline - this.means.clock.monotonic(), 0);
    this.#cancelDeadline = this.means.clock.after(left, () => this.#outOfTime());
  }

  #outOfTime(): void {
    const seconds = this.walk.plan.timeout_seconds;
    const message = `The execution took longer than ${seconds} s`;
    const hint = 'Raise the time limit in the workflow settings, or look at the steps that took long.';
    this.whole.end({ status: 'timed_out', error: { message, code: 'timeout', hint }, reason: message });
    this.flights.cutOff(true);
    this.#wake?.();
  }

  #stop(reason: unknown): void {
    if (reason instanceof HandBack) this.handingBack = true;
    else {
      const message = 'The execution was cancelled';
      this.whole.end({ status: 'cancelled', error: { message, code: 'cancelled' }, reason: message });
      this.flights.cutOff(true);
    }
    this.#wake?.();
  }

  #break(error: unknown): void {
    this.#broken ??= { error };
    this.#wake?.();
  }
}
