/**
 * What the journal of an execution says about each of its steps.
 *
 *  1. A settled step is never run again.
 *  2. A `started` attempt with neither a failure nor an end was in flight when its process died: nobody knows whether it
 *     happened.
 *  3. Attempts and failures are counted over restarts.
 *  4. A step waits while the latest that is known of it is a wait; what ended the wait is kept with it.
 *
 * Where a value cannot be computed again and is no step's (the items of a loop, whether a round was begun), it is kept as a
 * `settled` entry under a path of its own that no step has: `loop[items]`, `loop[3]`.
 */
import type { Failure, Step } from '@millrace/core';
import type { JournalEntry, Wait, WaitResult } from './ports.ts';

/** The code of a step whose process died while it was in flight. */
export const unknownOutcome = 'unknown_outcome';
/** The code of a step whose connection needs a person. */
export const needsReconnect = 'reconnect';

/** What is known of a step that was tried and is not settled. */
export interface Tried {
  kind: 'tried';
  /** The highest attempt that began. */
  attempt: number;
  /** How many count against `max_attempts`. */
  failures: number;
  /** The highest attempt has no known end. */
  in_flight: boolean;
  /** An earlier attempt had no known end, and the step was run again. */
  repeated: boolean;
  /** When it may be tried again, in milliseconds since 1970; 0: now. */
  retry_at: number;
  /** Of the highest attempt, where it failed. */
  failure: Failure | null;
}

/** It waits, or its wait has ended. */
export interface Waiting {
  kind: 'waiting';
  attempt: number;
  /** Since when, as ISO text. */
  at: string;
  wait: Wait;
  /** How it ended; null: it has not, as far as is known. */
  result: WaitResult | null;
  before: Tried;
}

export type Past = { kind: 'settled'; step: Step; cut_off?: true } | Waiting | Tried;

export const untried: Readonly<Tried> = {
  kind: 'tried',
  attempt: 0,
  failures: 0,
  in_flight: false,
  repeated: false,
  retry_at: 0,
  failure: null,
};

/** Ends of waits, by {@link signalKey}. */
export type EarlySignals = Map<string, WaitResult>;

export function signalKey({ path, attempt }: { path: string; attempt: number }): string {
  return `${path} ${attempt}`;
}

/** Folds entries, in any order and with repetitions, to what is known of each path, and to what came before its step waited. */
export function foldJournal(entries: readonly JournalEntry[]): {
  past: Map<string, Past>;
  early: EarlySignals;
} {
  const past = new Map<string, Past>();
  const early: EarlySignals = new Map();
  if (entries.length === 0) return { past, early };
  for (const [path, ofPath] of Map.groupBy(entries, (entry) => entry.path)) {
    const known = foldPath(ofPath);
    if (known) past.set(path, known);
    if (known && known.kind !== 'tried') continue;
    for (const entry of ofPath) if (entry.kind === 'signalled') early.set(signalKey(entry), entry.result);
  }
  return { past, early };
}

function foldPath(entries: readonly JournalEntry[]): Past | null {
  let tried: Tried | null = null;
  let waiting: Waiting | null = null;
  const attempts = [...Map.groupBy(entries, (entry) => entry.attempt)].sort(([a], [b]) => a - b);
  for (const [attempt, ofAttempt] of attempts) {
    for (const entry of ofAttempt)
      if (entry.kind === 'settled') return { kind: 'settled', step: entry.step, cut_off: entry.cut_off };
    if (waiting) tried = answered(waiting);
    waiting = null;
    if (ofAttempt.some(({ kind }) => kind === 'started' || kind === 'failed'))
      tried = foldAttempt(tried ?? untried, attempt, ofAttempt);
    const wait = ofAttempt.find(({ kind }) => kind === 'waiting') as
      | Extract<JournalEntry, { kind: 'waiting' }>
      | undefined;
    if (!wait) continue;
    const signal = ofAttempt.find((entry) => entry.kind === 'signalled');
    const result = signal?.kind === 'signalled' ? signal.result : null;
    const before = endedBy(wait.wait, tried ?? untried);
    waiting = { kind: 'waiting', attempt, at: wait.at, wait: wait.wait, result, before };
  }
  return waiting ?? tried;
}

/** An attempt that led to a question has ended, unless that is the question. */
function endedBy(wait: Wait, tried: Tried): Tried {
  if (wait.kind !== 'question' || wait.failure.code === unknownOutcome) return tried;
  return { ...tried, in_flight: false, failure: wait.failure };
}

function foldAttempt(before: Tried, attempt: number, entries: readonly JournalEntry[]): Tried {
  const failed = entries.find((entry) => entry.kind === 'failed');
  return {
    kind: 'tried',
    attempt,
    failures: before.failures + (failed && countsAsFailure(failed.error) ? 1 : 0),
    in_flight: !failed,
    repeated: before.repeated || before.in_flight,
    retry_at: failed ? Date.parse(failed.retry_at) || 0 : 0,
    failure: failed?.error ?? null,
  };
}

/** A step that a person lets run again: what it was asked about counts as known. */
export function answered({ attempt, before }: Pick<Waiting, 'attempt' | 'before'>): Tried {
  const repeated = before.repeated || before.in_flight;
  return { ...before, attempt, in_flight: false, repeated, retry_at: 0, failure: null };
}

/** Waiting for a person is not the step's failure. */
export function countsAsFailure({ code }: Failure): boolean {
  return code !== unknownOutcome && code !== needsReconnect;
}
