import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findUnstorable } from './storable.ts';

const limits = { depth: 100, bytes: 1024 * 1024 };

it('finds nothing in any JSON', () => {
  fc.assert(
    fc.property(
      fc.jsonValue({ maxDepth: 6, stringUnit: fc.constantFrom('a', 'é', '€', '😀', '"', '\n') }),
      (value) => {
        expect(findUnstorable(value, limits)).toEqual([]);
      },
    ),
  );
});

it.each([
  [{ a: ['x', { b: '\0' }] }, ['a', 1, 'b'], 'unstorable_text'],
  [{ a: '\udc00' }, ['a'], 'unstorable_text'],
  [{ 'a\0': 1 }, [], 'unstorable_text'],
  [[Number.NaN], [0], 'not_a_number'],
  [[1n], [0], 'not_json'],
  [[Symbol('x')], [0], 'not_json'],
  [{ at: new Map() }, ['at'], 'not_json'],
  ['x'.repeat(2 * 1024 * 1024), [], 'too_large'],
])('finds what cannot be stored (%#)', (value, path, code) => {
  expect(findUnstorable(value, limits)).toEqual([{ path, code, message: expect.any(String) }]);
});

it('lets data have reserved keys, and configuration not', () => {
  const value = JSON.parse('{"__proto__": {"constructor": 1}}');
  expect(findUnstorable(value, limits)).toEqual([]);
  expect(findUnstorable(value, { ...limits, reserved_keys: true }).map(({ path }) => path)).toEqual([
    ['__proto__'],
  ]);
});

it('lists at most 100 findings', () => {
  expect(findUnstorable(Array(5_000).fill('\0'), limits)).toHaveLength(100);
});

it('leaves out what is undefined, as JSON does', () => {
  expect(findUnstorable({ a: undefined }, limits)).toEqual([]);
});
