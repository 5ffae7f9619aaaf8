/** What performing a step reads and changes of the execution that it belongs to. */
import type { Effect, Step } from '@millrace/core';
import type { Action, ActionContext, HttpClient, Log } from '@millrace/sdk';
import { type Past, type Tried, untried, type Waiting } from './journal.ts';
import type { Ledger } from './ledger.ts';
import type { Place } from './place.ts';
import type { Clock, Connections, Observer, WaitResult } from './ports.ts';
import type { Walk } from './walk.ts';
import type { Whole } from './whole.ts';

/** What stands in a test for performing an action or waiting: what comes of it, or how it fails. */
export type Mocked = { output: unknown } | { error: Error };

/** What an execution is given to work with. */
export interface Means {
  clock: Clock;
  http: HttpClient;
  /** Absent where nothing goes out. */
  connections?: Connections | undefined;
  log: Log;
  observer: Observer | undefined;
  /**
   * In a test: the output to take instead of performing an action or waiting, or null to perform it. `sample` makes one
   * where nobody gave any.
   */
  mock: ((place: Place, sample: (() => unknown) | null) => Mocked | null) | null;
  /** Random bytes for expressions, where they must be the same every time. */
  random?: (count: number) => Uint8Array;
  /** Failed attempts are tried again. */
  retries: boolean;
}

/** One attempt of one action. */
export interface StepCall {
  readonly place: Place;
  readonly action: Action;
  readonly context: ActionContext;
  /** `local` where it only computes. */
  readonly effect: Effect | 'local';
  /** Counts from 1, over restarts. */
  readonly attempt: number;
  readonly before: Tried;
  /** The input with its secrets masked, as it is recorded. */
  readonly shown: unknown;
  /** Replaces the step's secrets in what came back. */
  readonly erase: <T>(value: T) => T;
  started_at: string;
  /** Of the monotonic clock, in milliseconds. */
  began: number;
  /** Of an action that only computes and did not finish at once. */
  pending: PromiseLike<unknown> | null;
  abort(reason: Error): void;
}

/** When a step was begun: as ISO text, and in milliseconds of the monotonic clock. */
export interface Began {
  at: string;
  ms: number;
}

/** A step that waits for somebody. */
export interface OpenWait {
  place: Place;
  waiting: Waiting;
}

export interface Turn {
  readonly whole: Whole;
  readonly ledger: Ledger;
  readonly means: Means;
  /** What is known of each path from earlier attempts, here or in another process. */
  readonly past: Map<string, Past>;
  /** An earlier process has left a journal. */
  readonly isResumed: boolean;
  /** When this process took the execution over, in milliseconds since 1970: what had run out by then is out of time. */
  readonly claimed_at: number;
  /** Steps that wait for their time, in milliseconds since 1970. */
  readonly delayed: Map<Place, number>;
  /** Steps that wait for somebody, by path. */
  readonly waits: Map<string, OpenWait>;
  /** Ends of waits that have not begun, by path and attempt. */
  readonly early: Map<string, WaitResult>;
  /** Calls that are prepared and not yet begun. */
  readonly calls: StepCall[];
  /** Performs a place when nothing else is left to be performed in this turn. */
  defer(place: Place): void;
  /** Whether the step at a path is under way, or waits for something, in this process. */
  isOpen(path: string): boolean;
  /**
   * The wait of this place, which was noted, is to be in force soon; `at_once`: also when nothing else is under way, because the storage
   * itself is likely to end it.
   */
  register(place: Place, at_once: boolean): void;
}

export function triedBefore(turn: Turn, { path }: Pick<Place, 'path'>): Tried {
  if (turn.past.size === 0) return untried;
  const past = turn.past.get(path);
  if (past?.kind === 'waiting') return past.before;
  return past?.kind === 'tried' ? past : untried;
}

/** Lets a step wait for its time. */
export function delayStep(turn: Turn, place: Place, due: number): void {
  turn.delayed.set(place, due);
  place.walk.keepOpen(place);
}

/**
 * How a record is kept before the execution ends: not at all, because it is computed again; with the next commit; or at
 * once, where the execution is accepted.
 */
export type Keep = 'no' | 'with_next' | 'at_once';

/** Records the end of a step. */
export function settleStep(turn: Turn, place: Place, step: Step, keep: Keep): void {
  const { walk, node, path } = place;
  const isOwed = keep === 'no' && (!node.repeatable || turn.ledger.openWaits.has(path));
  const kept = isDecision(walk, place, step) || isOwed ? 'at_once' : keep;
  if (kept !== 'no') {
    turn.ledger.note({ kind: 'settled', path, attempt: step.attempts ?? 1, step }, kept === 'at_once');
  }
  walk.settle(place, step);
}

/** It ends its round, and with other steps that run beside it could as well have been another that does. */
function isDecision(walk: Walk, { node }: Place, step: Step): boolean {
  return walk.plan.has_rivals && walk.ended === null && walk.endsRound(node, step);
}
