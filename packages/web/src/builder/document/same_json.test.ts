import { describe, expect, it } from 'vitest';
import { sameJson } from './same_json.ts';

describe('sameJson', () => {
  it.each([
    [1, 1],
    [Number.NaN, Number.NaN],
    [
      { a: 1, b: 2 },
      { b: 2, a: 1 },
    ],
    [{ a: 1, b: undefined }, { a: 1 }],
    [[{ x: [] }], [{ x: [] }]],
    [null, null],
  ])('%j is %j', (a, b) => expect(sameJson(a, b)).toBe(true));

  it.each([
    [1, '1'],
    [null, undefined],
    [null, {}],
    [[], {}],
    [
      [1, 2],
      [2, 1],
    ],
    [{ a: undefined }, { b: 1 }],
    [{ toString: 1 }, {}],
    [{ a: { b: [1] } }, { a: { b: [2] } }],
  ])('%j is not %j', (a, b) => {
    expect(sameJson(a, b)).toBe(false);
    expect(sameJson(b, a)).toBe(false);
  });
});
