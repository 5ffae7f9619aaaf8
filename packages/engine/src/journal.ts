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
import type { Step } from '@millrace/core';
import type { JournalEntry } from './ports.ts';

/** The code of a step whose process died while it was in flight. */
export const unknownOutcome = 'unknown_outcome';
/** The code of a step whose connection needs a person. */
export const needsReconnect = 'reconnect';

export type Past =
  | { kind: 'settled'; step: Step }
  | {
      kind: 'tried';
      /** The highest attempt that began. */
      attempt: number;
      /** How many count against `max_attempts`. */
      failures: number;
      /** The highest attempt has no known end. */
      in_flight: boolean;
      /** When it may be tried again, in milliseconds since 1970; 0: now. */
      retry_at: number;
    };

/** The path of a node that is in no loop. */
export function pathOf(node_id: string): string {
  return node_id;
}

/** Folds entries, in any order and with repetitions, to what is known of each path. */
export function foldJournal(entries: readonly JournalEntry[]): Map<string, Past> {
  const past = new Map<string, Past>();
  const failed = new Set<string>();
  for (const entry of entries) {
    const known = past.get(entry.path);
    if (known?.kind === 'settled') continue;
    if (entry.kind === 'settled') {
      past.set(entry.path, { kind: 'settled', step: entry.step });
      continue;
    }
    const tried = known ?? { kind: 'tried' as const, attempt: 0, failures: 0, in_flight: false, retry_at: 0 };
    past.set(entry.path, tried);
    const attempt = `${entry.path}\n${entry.attempt}`;
    if (entry.kind === 'started') {
      if (entry.attempt <= tried.attempt) continue;
      tried.attempt = entry.attempt;
      tried.in_flight = !failed.has(attempt);
      tried.retry_at = 0;
      continue;
    }
    if (failed.has(attempt)) continue;
    failed.add(attempt);
    if (entry.error.code !== unknownOutcome && entry.error.code !== needsReconnect) tried.failures++;
    if (entry.attempt < tried.attempt) continue;
    tried.attempt = entry.attempt;
    tried.in_flight = false;
    tried.retry_at = Date.parse(entry.retry_at) || 0;
  }
  return past;
}
