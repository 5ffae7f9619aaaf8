import { expect, test } from 'vitest';
import { kindOf, LogFlood } from './log_flood.ts';

test('of many lines that say the same a few pass, and the next one tells how many were held back', () => {
  let now = 0;
  const flood = new LogFlood(() => now);
  const passed = Array.from({ length: 1_000 }, () => flood.pass('away')).filter((count) => count !== null);
  expect(passed).toEqual([0, 0, 0, 0, 0]);
  expect(flood.pass('another')).toBe(0);
  now = 10_000;
  expect(flood.pass('away')).toBe(995);
  expect(flood.pass('away')).toBe(0);
});

test('however many different lines there are, what is remembered is bounded', () => {
  const flood = new LogFlood();
  for (let line = 0; line < 100_000; line += 1) expect(flood.pass(`line ${line}`)).toBe(0);
});

test.each([
  [
    'the same error elsewhere',
    [{ err: new Error('away') }, 'failed'],
    [{ err: new Error('away') }, 'failed'],
    true,
  ],
  ['another error', [{ err: new Error('away') }, 'failed'], [{ err: new Error('full') }, 'failed'], false],
  ['the same code', [{ code: 'ECONNREFUSED' }, 'refused'], [{ code: 'ECONNREFUSED' }, 'refused'], true],
  [
    'the same of another execution',
    [{ execution_id: 'a', error: 'x' }, 'failed'],
    [{ execution_id: 'b', error: 'x' }, 'failed'],
    true,
  ],
  ['a text alone', ['stopped'], ['started'], false],
])('two lines are of one kind or not: %s', (_what, first, second, same) => {
  expect(kindOf(first) === kindOf(second)).toBe(same);
});
