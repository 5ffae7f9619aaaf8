import { expect, test } from 'vitest';
import { rawLines } from './raw_lines.ts';

test.each<[string, unknown]>([
  ['a text', 'a "quoted" text\nof two lines'],
  ['nothing', null],
  ['a number', 1.5],
  ['an empty list', []],
  ['an empty object', {}],
  ['a list of lists', [[1, [2, []]], [], [{}]]],
  ['an order', { id: 7, 'first name': 'Ada', lines: [{ sku: 'A', tags: [] }, { sku: 'B' }], note: null }],
  ['fields without a value', { a: undefined, b: [undefined, 1], c: { d: undefined } }],
])('the lines of %s are those of JSON.stringify', (_, value) => {
  expect([...rawLines(value)].join('\n')).toBe(JSON.stringify(value, null, 2));
});

test('deep data does not exhaust the stack', () => {
  let deep: unknown = 'needle';
  for (let level = 0; level < 3_000; level++) deep = [deep];
  expect([...rawLines(deep)]).toHaveLength(6_001);
});
