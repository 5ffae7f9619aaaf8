import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { storableText, toStorable } from './storable.ts';

const nested = (levels: number): unknown => {
  let value: unknown = 1;
  for (let i = 0; i < levels; i++) value = i % 2 ? { a: value } : [value];
  return value;
};
const cycle: Record<string, unknown> = { name: 'a' };
cycle.self = cycle;
const bush = { left: {}, right: {} };
bush.left = bush;
bush.right = bush;
const shared = () => {
  let value: unknown = ['x'];
  for (let i = 0; i < 60; i++) value = [value, value];
  return value;
};

describe('what can be stored', () => {
  test.each<[string, unknown, unknown]>([
    ['plain data', { a: [1, 'x', null, true] }, { a: [1, 'x', null, true] }],
    ['nothing', undefined, null],
    ['a missing field disappears', { a: undefined, b: 1 }, { b: 1 }],
    ['a missing item is null', [undefined, 1], [null, 1]],
    ['a date is text', { at: new Date(0) }, { at: '1970-01-01T00:00:00.000Z' }],
    ['an emoji', 'a😀', 'a😀'],
    ['100 levels', nested(100), nested(100)],
    ['an object without prototype', Object.assign(Object.create(null), { a: 1 }), { a: 1 }],
  ])('%s', (_name, value, expected) => {
    expect(toStorable(value)).toMatchObject({ ok: true, value: expected });
  });

  test('what needs no change is not copied', () => {
    const value = { a: [{ b: 1 }] };
    expect(toStorable(value)).toMatchObject({ ok: true });
    expect((toStorable(value) as { value: unknown }).value).toBe(value);
  });

  test('a key named __proto__ stays data', () => {
    const value = { ...JSON.parse('{"inner":{"__proto__":{"polluted":1}}}'), gone: undefined };
    const stored = toStorable(value) as { value: unknown };
    expect(JSON.stringify(stored.value)).toBe('{"inner":{"__proto__":{"polluted":1}}}');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test.each<[string, unknown, string, string | undefined]>([
    ['NUL in text', { a: ['x\0'] }, 'output_unstorable_text', 'a[0]'],
    ['NUL in a key', { 'x\0': 1 }, 'output_unstorable_text', undefined],
    ['half a surrogate pair', { a: '\ud800' }, 'output_unstorable_text', 'a'],
    ['101 levels', nested(101), 'output_too_deep', undefined],
    ['100,000 levels', nested(100_000), 'output_too_deep', undefined],
    ['a cycle', cycle, 'output_too_deep', undefined],
    ['a cycle that branches', bush, 'output_too_large', undefined],
    ['a small thing shared into an endless one', shared(), 'output_too_large', undefined],
    ['more than 10 MB', 'x'.repeat(10 * 1024 * 1024), 'output_too_large', undefined],
    [
      'more than 10 MB in parts',
      Array.from({ length: 1100 }, () => 'x'.repeat(10_000)),
      'output_too_large',
      undefined,
    ],
    ['an endless empty list', Object.assign([], { length: 4_000_000_000 }), 'output_too_large', undefined],
    ['a function', { f: () => 1 }, 'output_not_json', 'f'],
    ['a symbol', Symbol('s'), 'output_not_json', undefined],
    ['a BigInt', { n: 1n }, 'output_not_json', 'n'],
    ['not a number', { n: Number.NaN }, 'output_not_a_number', 'n'],
    ['infinity', [Number.POSITIVE_INFINITY], 'output_not_a_number', '[0]'],
    ['an invalid date', { d: new Date('x') }, 'output_not_a_number', 'd'],
    ['a map', { m: new Map() }, 'output_not_json', 'm'],
    ['bytes', { b: new Uint8Array(3) }, 'output_not_json', 'b'],
    [
      'a field that throws',
      {
        get a() {
          throw new Error('boom');
        },
      },
      'output_not_json',
      undefined,
    ],
  ])('not: %s', (_name, value, code, field) => {
    const stored = toStorable(value);
    expect(stored).toMatchObject({ ok: false, code });
    if (field) expect(stored).toMatchObject({ field });
    expect((stored as { message: string }).message).toMatch(/^The output/);
  });

  test('whatever JSON holds is stored as it is, when its text is sound', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        const sound = !JSON.stringify(value).includes('\\u0000');
        expect(toStorable(value).ok).toBe(sound);
      }),
    );
  });

  test('messages are cut and cleaned', () => {
    expect(storableText('a\0\ud800b')).toBe('a\ufffd\ufffdb');
    expect(storableText('x'.repeat(3_000))).toHaveLength(2_001);
  });
});
