import { describe, expect, test } from 'vitest';
import {
  adviceBeside,
  formatBytes,
  formatComing,
  formatDuration,
  formatRelative,
  formatShare,
  sentences,
} from './format.ts';

describe('durations', () => {
  test.each([
    [null, '—'],
    [undefined, '—'],
    [Number.NaN, '—'],
    [0, '0 ms'],
    [0.4, '<1 ms'],
    [1, '1 ms'],
    [320, '320 ms'],
    [999.4, '999 ms'],
    [999.6, '1 s'],
    [1_234, '1.2 s'],
    [59_949, '59.9 s'],
    [59_960, '1 min'],
    [64_000, '1 min 4 s'],
    [3_599_600, '1 h'],
    [7_440_000, '2 h 4 min'],
  ])('%s ms is written as %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});

describe('relative times', () => {
  const now = Date.parse('2026-11-20T12:00:00Z');
  test.each([
    ['2026-11-20T11:59:55Z', 'just now'],
    ['2026-11-20T12:00:05Z', 'just now'],
    ['2026-11-20T11:59:30Z', '30 s ago'],
    ['2026-11-20T11:57:01Z', '2 min ago'],
    ['2026-11-20T09:00:00Z', '3 h ago'],
    ['2026-11-19T11:00:00Z', 'yesterday'],
    ['2026-11-20T12:05:00Z', 'in 5 min'],
    ['2026-11-20T12:59:50Z', 'in 1 h'],
    ['2026-11-21T11:59:50Z', 'tomorrow'],
    ['2026-11-22T11:59:50Z', 'in 2 days'],
    ['2026-11-20T11:00:01Z', '59 min ago'],
    ['2027-11-20T12:00:00Z', 'Nov 20, 2027'],
    ['2026-09-01T12:00:00Z', 'Sep 1, 2026'],
  ])('%s is %s', (at, text) => {
    expect(formatRelative(at, now)).toBe(text);
  });

  test.each([
    ['2026-11-20T12:00:07Z', 'in a moment'],
    ['2026-11-20T11:59:58Z', 'in a moment'],
    ['2026-11-20T12:00:30Z', 'in 30 s'],
    ['2026-11-20T11:59:00Z', '1 min ago'],
  ])('what is waited for until %s comes %s', (at, text) => {
    expect(formatComing(at, now)).toBe(text);
  });
});

test.each([
  ['The braces are never closed', 'add }}', 'The braces are never closed. Add }}'],
  ['The braces are never closed', 'add }}, or write', 'The braces are never closed. Add }}, or write'],
  ['It was refused.', 'Ask an operator.', 'It was refused. Ask an operator.'],
  ['id is empty', 'order_id, or nothing', 'id is empty. order_id, or nothing'],
  ['id is empty', undefined, 'id is empty'],
  [
    'id is empty; use id ?? … for a fallback',
    'Use id ?? … for a fallback.',
    'id is empty; use id ?? … for a fallback',
  ],
])('%s and %s are said as %s', (first, second, text) => {
  expect(sentences(first, second)).toBe(text);
});

test.each([
  ['total is text "12,50"; use toNumber', 'use toNumber', null],
  ['total is text "12,50"', 'use toNumber', 'Use toNumber'],
  ['The list is empty', 'Look at the step before.', 'Look at the step before.'],
  ['The list is empty', undefined, null],
])('beside %j the advice %j is %j', (message, hint, expected) => {
  expect(adviceBeside({ message, hint })).toBe(expected);
});

test.each([
  [null, '—'],
  [1, '100 %'],
  [0.99999, '99.9 %'],
  [0.9871, '98.7 %'],
  [0, '0 %'],
])('the share %s is written as %s', (share, text) => {
  expect(formatShare(share)).toBe(text);
});

test.each([
  [512, '512 B'],
  [1_250, '1.3 kB'],
  [5_242_880, '5.2 MB'],
])('%s bytes are written as %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});
