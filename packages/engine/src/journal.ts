/**
 * What the journal of an execution says about each of its steps.
 *
 *  1. A settled step is never run again.
 *  2. A `started` attempt with neither a failure nor an end was in flight when its process died: nobody knows whether it
 *     happened.
 *  3. Attempts and failures are counted over restarts.
 *
 * A person answers "Did it happen?" with an entry too: `settled` with the output marks it as done; `failed` of the attempt
 * in question with code {@link unknownOutcome} lets it run again.
 */
import type { Failure, Step } from '@millrace/core';
import type { JournalEntry } from './ports.ts';

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

export type Past = { kind: 'settled'; step: Step } | Tried;

export const untried: Readonly<Tried> = {
  kind: 'tried',
  attempt: 0,
  failures: 0,
  in_flight: false,
  repeated: false,
  retry_at: 0,
  failure: null,
};

/** The path of a node that is in no loop. */
export function pathOf(node_id: string): string {
  return node_id;
}

/** Folds entries, in any order and with repetitions, to what is known of each path. */
export function foldJournal(entries: readonly JournalEntry[]): Map<string, Past> {
  const past = new Map<string, Past>();
  if (entries.length === 0) return past;
  for (const [path, ofPath] of Map.groupBy(entries, (entry) => entry.path)) {
    const end = ofPath.find((entry) => entry.kind === 'settled');
    past.set(path, end ? { kind: 'settled', step: end.step } : foldAttempts(ofPath));
  }
  return past;
}

function foldAttempts(entries: readonly JournalEntry[]): Tried {
  const tried: Tried = { ...untried };
  const attempts = [...Map.groupBy(entries, (entry) => entry.attempt)].sort(([a], [b]) => a - b);
  for (const [attempt, ofAttempt] of attempts) {
    const failed = ofAttempt.find((entry) => entry.kind === 'failed');
    tried.repeated ||= tried.in_flight;
    tried.attempt = attempt;
    tried.in_flight = !failed;
    tried.failure = failed?.error ?? null;
    tried.retry_at = failed ? Date.parse(failed.retry_at) || 0 : 0;
    if (failed && countsAsFailure(failed.error)) tried.failures++;
  }
  return tried;
}

/** Waiting for a person is not the step's failure. */
export function countsAsFailure({ code }: Failure): boolean {
  return code !== unknownOutcome && code !== needsReconnect;
}
