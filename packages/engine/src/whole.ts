/**
 * What all walks of one execution share: how it ends, what its caller is answered, and in which walks something is to be done.
 *
 *  1. The end is decided once; after that no walk starts anything.
 *  2. A walk in which something changed is on the agenda until it was looked at; rounds are looked at in the order in which
 *     they were begun.
 */
import type { Failure, FinalStatus } from '@millrace/core';
import { Allowance } from './allowance.ts';
import type { ExecutionStart, Makers, Observer } from './ports.ts';
import type { Walk } from './walk.ts';

export interface Ending {
  status: FinalStatus;
  error: Failure | null;
  /** What ended it, for the steps that it cut off; a sentence without a full stop. */
  reason: string;
}

/** The answer for whoever called. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: unknown;
}

export class Whole {
  readonly start: ExecutionStart;
  /** When the first process began to run it. */
  readonly started_at: Date;
  readonly makers: Makers;
  readonly observer: Observer | undefined;
  readonly allowance = new Allowance();
  ending: Ending | null = null;
  /** The walk of the whole graph. */
  root: Walk | null = null;
  /** A step failed and the execution went on. */
  partial = false;
  answer: Answer | null = null;
  /** Steps of rounds that are kept for the record. */
  keptSteps = 0;
  /** There were so many that those of rounds that went well are left out. */
  isCrowded = false;
  #agenda: (Walk | undefined)[] = [];
  #next = 0;

  constructor(start: ExecutionStart, started_at: Date, makers: Makers, observer: Observer | undefined) {
    this.start = start;
    this.started_at = started_at;
    this.makers = makers;
    this.observer = observer;
  }

  /** Decides the end; the first decision holds. */
  end(ending: Ending): void {
    this.ending ??= ending;
  }

  /** Something changed in a walk: it is to be looked at. */
  touch(walk: Walk): void {
    if (walk.isOnAgenda) return;
    walk.isOnAgenda = true;
    this.#agenda.push(walk);
  }

  /** The walk to be looked at next; it stays the next one until {@link seen}. */
  get toDo(): Walk | undefined {
    return this.#agenda[this.#next];
  }

  /** The next walk on the agenda was looked at. */
  seen(): void {
    const walk = this.#agenda[this.#next]!;
    walk.isOnAgenda = false;
    // What it gave may be large, and it may be over.
    this.#agenda[this.#next++] = undefined;
    if (this.#next === this.#agenda.length) {
      this.#agenda.length = 0;
      this.#next = 0;
    } else if (this.#next > 1_000) {
      this.#agenda = this.#agenda.slice(this.#next);
      this.#next = 0;
    }
  }
}
