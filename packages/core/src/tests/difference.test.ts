import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatPath } from '../field_path.ts';
import { compareValues } from './compare_values.ts';
import { differences, mostDifferences, shapeDifferences, TooMuchToCompare } from './difference.ts';
import { longestShown, shownValue } from './shown_value.ts';
import { parseValuePath, valueAtPath } from './value_path.ts';

const json = fc.jsonValue({ maxDepth: 4 });
const copy = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('differences', () => {
  it.each<[string, unknown, unknown, unknown]>([
    ['of a number that became a text', { total: 5 }, { total: '5' }, [['total', 5, '5']]],
    ['of a field that is gone', { a: 1, b: 2 }, { a: 1 }, [['b', 2, undefined]]],
    ['of a field that came', { a: 1 }, { a: 1, b: null }, [['b', undefined, null]]],
    ['deep in a list', [{ sku: 'A' }, { sku: 'B' }], [{ sku: 'A' }, { sku: 'C' }], [['[1].sku', 'B', 'C']]],
    ['of a longer list', [1], [1, 2], [['[1]', undefined, 2]]],
    ['of null and nothing', null, undefined, [['', null, undefined]]],
    ['of a list and an object', [], {}, [['', [], {}]]],
    ['of names that need quotes', { 'a.b': 1 }, { 'a.b': 2 }, [['["a.b"]', 1, 2]]],
  ])('%s', (_name, expected, actual, found) => {
    expect(differences(expected, actual).map((each) => [each.path, each.expected, each.actual])).toEqual(
      found,
    );
  });

  it('do not depend on the order of keys, and a value equals its copy', () => {
    expect(differences({ a: 1, b: 2 }, { b: 2, a: 1 })).toEqual([]);
    fc.assert(
      fc.property(json, (value) => {
        expect(differences(value, copy(value))).toEqual([]);
      }),
    );
  });

  it('are there exactly where two values differ, and each names a place where they do', () => {
    fc.assert(
      fc.property(json, json, (a, b) => {
        const [left, right] = [copy(a), copy(b)];
        const found = differences(left, right);
        for (const { path, expected, actual } of found) {
          expect(valueAtPath(left, parseValuePath(path)!)).toEqual(expected);
          expect(valueAtPath(right, parseValuePath(path)!)).toEqual(actual);
          expect(JSON.stringify(expected)).not.toBe(JSON.stringify(actual));
        }
        const mirrored = differences(right, left);
        expect(mirrored.length).toBe(found.length);
      }),
    );
  });

  it('are no more than a person reads', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => index);
    expect(differences(many, [])).toHaveLength(mostDifferences);
  });
});

describe('the shape', () => {
  it.each<[string, unknown, unknown, string[]]>([
    ['may have other values', { id: 1, name: 'a' }, { id: 2, name: 'b' }, []],
    ['may have more fields', { id: 1 }, { id: 1, more: true }, []],
    ['misses a field', { id: 1, name: 'a' }, { id: 1 }, ['name']],
    ['has another type', { id: 1 }, { id: '1' }, ['id']],
    ['is of any type where the sample says null', { id: null }, { id: 'x' }, []],
    ['is a list of any length', [{ id: 1 }], [{ id: 1 }, { id: 2 }, { id: 3 }], []],
    ['has one entry that does not fit', [{ id: 1 }], [{ id: 1 }, { id: 'x' }], ['[1].id']],
    ['fits one of several samples', [{ id: 1 }, { name: 'a' }], [{ name: 'b' }], []],
    ['of an empty list is any list', [], [1, 'a'], []],
    ['is nothing', { id: 1 }, undefined, ['']],
  ])('%s', (_name, sample, actual, paths) => {
    expect(shapeDifferences(sample, actual).map(({ path }) => path)).toEqual(paths);
  });

  it('of a value is its own', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(shapeDifferences(copy(value), copy(value))).toEqual([]);
      }),
    );
  });
});

describe('what could hold up the process', () => {
  const nested = (value: unknown, depth: number): unknown =>
    Array.from({ length: depth }).reduce((inner) => [inner], value);

  it('is the work of one pass where lists are in lists', () => {
    const path = '[0]'.repeat(60);
    expect(shapeDifferences(nested('a', 60), nested(1, 60))).toEqual([
      { path, expected: 'text', actual: 'a number' },
    ]);
  });

  it('is given up where every entry has to be compared with all of twenty kinds', () => {
    const fields = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`f${index}`, index]));
    const kinds = Array.from({ length: 20 }, (_, index) => ({ ...fields, last: index < 19 ? 'a' : 1 }));
    const entries = Array.from({ length: 1_000 }, () => kinds.at(-1));
    expect(() => shapeDifferences(kinds, entries)).toThrow(TooMuchToCompare);
    expect(compareValues('matches_shape', entries, kinds)).toEqual({
      message: 'is too much to be compared in one test',
    });
  });

  it('is no more than the budget for operators of conditions too', () => {
    const work = { left: 1_000 };
    expect(compareValues('matches', 'a'.repeat(990), '^b', work)).toEqual({ message: 'does not match' });
    expect(compareValues('matches', 'a'.repeat(990), '^b', work)).toEqual({
      message: 'is too much to be compared in one test',
    });
  });
});

describe('what is shown of a value', () => {
  it.each([[{ total: 5, lines: ['a', null] }], ['text'], [undefined], [0], [[]]])('%j is itself', (value) => {
    expect(shownValue(value)).toBe(value);
  });

  it.each<[string, unknown]>([
    ['a long text', 'x'.repeat(1_000_000)],
    ['a long list', Array.from({ length: 500_000 }, (_, index) => index)],
    ['many fields', Object.fromEntries(Array.from({ length: 50_000 }, (_, index) => [`f${index}`, index]))],
    ['a long name', { ['n'.repeat(1_000_000)]: 1, b: 2 }],
    ['a long text in a list', [['x'.repeat(1_000_000), 1]]],
  ])('%s is cut', (_name, value) => {
    const text = JSON.stringify(shownValue(value));
    expect(text.length).toBeLessThan(2 * longestShown + 100);
    expect(text).toMatch(/…/);
  });

  it('keeps names that are those of a prototype', () => {
    const value = JSON.parse(`{"__proto__":{"x":1},"text":"${'x'.repeat(9_000)}"}`);
    expect(Object.keys(shownValue(value) as object)).toEqual(['__proto__', 'text']);
  });
});

describe('a path', () => {
  it('reads back what is written', () => {
    const part = fc.oneof(fc.nat(100), fc.string({ minLength: 1 }));
    fc.assert(
      fc.property(fc.array(part), (path) => {
        expect(parseValuePath(formatPath(path))).toEqual(path);
      }),
    );
  });

  it.each(['a..b', 'a[', 'a]', 'a["x]', '[-1]', 'a[b]', '.'])('%s is none', (text) => {
    expect(parseValuePath(text)).toBeNull();
  });

  it('reads own properties only', () => {
    expect(valueAtPath({}, ['constructor'])).toBeUndefined();
    expect(valueAtPath([1], ['length'])).toBe(1);
    expect(valueAtPath('text', ['length'])).toBeUndefined();
  });
});
