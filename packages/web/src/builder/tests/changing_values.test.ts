import { expect, test } from 'vitest';
import { isChanging } from './changing_values.ts';

const at = Date.parse('2026-03-05T10:00:00Z');
const given = JSON.stringify({
  id: '5f0c7a54-8a55-4a6b-9a49-0c4a3c8f2f11',
  day: '2026-03-04',
  ratio: 0.1234567890123,
});
const known = { given, at, fixed: false };

test.each([
  ['the time of the run', '2026-03-05T10:00:00.120Z', true],
  ['its time inside of a text', 'Report of 2026-03-05 10:00', true],
  ['the day of the run', '2026-03-05', true],
  ['the time in milliseconds', at + 5, true],
  ['the time in seconds', Math.round(at / 1000), true],
  ['a new id', '0d9fbb0e-93cf-4f1f-8a65-0a30f0a5b3c2', true],
  ['a new id in an address', 'https://x.io/orders/0d9fbb0e-93cf-4f1f-8a65-0a30f0a5b3c2/lines', true],
  ['a random number', 0.7230591228813241, true],
  ['any of them in an object', { total: 42, made: { at: '2026-03-05T10:00:00Z' } }, true],
  ['an id that was given', '5f0c7a54-8a55-4a6b-9a49-0c4a3c8f2f11', false],
  ['a given id in an address', 'https://x.io/5f0c7a54-8a55-4a6b-9a49-0c4a3c8f2f11', false],
  ['a day that was given', 'Since 2026-03-04', false],
  ['a day long ago', '1815-12-10', false],
  ['a given ratio', 0.1234567890123, false],
  ['a price', 0.1, false],
  ['a sum of money', 1_250.5, false],
  ['a large number', 42_000_000_000, false],
  ['a text', 'Ada Lovelace', false],
  ['a word of hexadecimal letters', 'deadbeef', false],
  ['nothing', null, false],
  ['a list of texts', ['A-1', 'B-2'], false],
])('%s', (_, value, changes) => {
  expect(isChanging(value, known)).toBe(changes);
});

test('in a test with a fixed time nothing changes', () => {
  expect(isChanging('2026-03-05T10:00:00Z', { ...known, fixed: true })).toBe(false);
});
