import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldJournal, unknownOutcome } from './journal.ts';
import type { JournalEntry } from './ports.ts';

const at = '2026-11-20T10:00:00.000Z';
const started = (path: string, attempt: number): JournalEntry => ({ kind: 'started', path, attempt, at });
const failed = (path: string, attempt: number, code = 'timeout'): JournalEntry => ({
  kind: 'failed',
  path,
  attempt,
  error: { message: 'no answer', code },
  retry_at: at,
});
const settled = (path: string, attempt: number): JournalEntry => ({
  kind: 'settled',
  path,
  attempt,
  step: {
    node_id: path,
    key: path,
    label: path,
    subtype: 'http_request',
    path,
    status: 'success',
    output: attempt,
  },
});

describe('what a journal says', () => {
  test.each<[string, JournalEntry[], object | undefined]>([
    ['nothing of a step that is not in it', [], undefined],
    [
      'a started step was in flight',
      [started('a', 1)],
      { kind: 'tried', attempt: 1, failures: 0, in_flight: true },
    ],
    [
      'a failed one waits for its time',
      [started('a', 1), failed('a', 1)],
      { attempt: 1, failures: 1, in_flight: false, retry_at: Date.parse(at) },
    ],
    [
      'a failure without a start counts (a read)',
      [failed('a', 1), failed('a', 2)],
      { attempt: 2, failures: 2, in_flight: false },
    ],
    [
      'the next attempt is in flight',
      [started('a', 1), failed('a', 1), started('a', 2)],
      { attempt: 2, failures: 1, in_flight: true },
    ],
    [
      'a repeated one counts attempts, not failures',
      [started('a', 1), started('a', 2)],
      { attempt: 2, failures: 0, in_flight: true },
    ],
    ['settled wins', [started('a', 1), settled('a', 1)], { kind: 'settled' }],
    [
      'a person may let it run again',
      [started('a', 1), failed('a', 1, unknownOutcome)],
      { failures: 0, in_flight: false },
    ],
    ['an entry written twice counts once', [failed('a', 1), failed('a', 1)], { failures: 1 }],
  ])('%s', (_name, entries, expected) => {
    const past = foldJournal(entries).past.get('a');
    if (expected) expect(past).toMatchObject(expected);
    else expect(past).toBeUndefined();
  });

  test('the order of the entries does not matter', () => {
    const entries = [
      started('a', 1),
      failed('a', 1),
      started('a', 2),
      failed('a', 2),
      started('a', 3),
      started('b', 1),
      settled('b', 1),
    ];
    const expected = foldJournal(entries);
    fc.assert(
      fc.property(fc.shuffledSubarray(entries, { minLength: entries.length }), (shuffled) => {
        expect(foldJournal(shuffled)).toEqual(expected);
      }),
    );
  });
});
