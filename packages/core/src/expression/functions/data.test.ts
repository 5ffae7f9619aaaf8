/** Lists, objects, logic and encoding. */
import { describe, expect, test } from 'vitest';
import { evaluate, failureOf } from '../testing/evaluate.ts';

const scope = {
  rows: [
    { id: 2, name: 'b', tags: ['x'], when: '2025-01-02' },
    { id: 10, name: 'a', tags: ['x', 'y'] },
    { id: 1, name: null, tags: [] },
  ],
};

describe('lists', () => {
  test.each([
    ["sort(rows, 'id') | pluck('id')", [1, 2, 10]],
    ["sort(rows, 'name') | pluck('id')", [10, 2, 1]],
    ["sort(rows, 'name', 'desc') | pluck('id')", [2, 10, 1]],
    ['sort([true, false])', [false, true]],
    ["sort(['b', 'B', 'a', 'ä'])", ['B', 'a', 'b', 'ä']],
    ['[3, 1, 2].sort((a, b) => b - a)', [3, 2, 1]],
    ['[[2, 1], [1, 2]].sort(r => r[0])[0]', [1, 2]],
    ["rows | where('name') | count", 2],
    ["rows.map('tags').flat()", ['x', 'x', 'y']],
    ['rows | flatten | count', 3],
    ["rows | map('tags') | flatten | unique", ['x', 'y']],
    ["unique([1, '1', null, undefined, [1], [1], { a: 1 }, { a: 1 }])", [1, '1', null, [1], { a: 1 }]],
    ["pluck(rows, 'tags[0]')", ['x', 'x', undefined]],
    ['groupBy(rows, r => r.tags.length > 0) | keys', ['true', 'false']],
    ['groupBy([1, null, 1], x => x) | keys', ['1', '']],
    ['chunk([1, 2, 3, 4, 5], 2)', [[1, 2], [3, 4], [5]]],
    ['chunk([], 2)', []],
    ['range(5, 0, -2)', [5, 3, 1]],
    ['range(3, 1)', []],
    [
      'zip([1, 2], [3])',
      [
        [1, 3],
        [2, undefined],
      ],
    ],
    ['zip()', []],
    ['first([])', undefined],
    ['last([1, 2, 3], 0)', []],
    ['first([1, 2], 9)', [1, 2]],
    ['first([1, 2], -1)', []],
    ["slice('abc', -2)", 'bc'],
    ['count(null)', 0],
    ['every([], x => false)', true],
    ['every(null, x => false)', true],
    ['some(null, x => true)', false],
    ['where(null, x => true)', undefined],
    ['flatten([1, [2, [3, [4]]]], 9)', [1, 2, 3, 4]],
    ['compact([0, false, null, undefined, ""])', [0, false]],
    ["includes('abc', 'b')", true],
    ['[1, 2, 3].reduce((sum, n) => sum + n)', 6],
    ['[].reduce((sum, n) => sum + n, 7)', 7],
    ['[null].reduce((sum, n) => n, 1)', null],
    ['[1, [2], 3].concat(4, [5])', [1, [2], 3, 4, 5]],
    ['[1, 2, 1].lastIndexOf(1)', 2],
    ['[{ a: 1 }].indexOf({ a: 1 })', 0],
  ])('%s is %j', (source, expected) => {
    expect(evaluate(source, scope)).toEqual(expected);
  });

  test.each([
    ["sort([1, 'a'])", 'text "a" and the number 1 have no order', undefined],
    ['sort([[1], [2]])', 'a list and a list have no order', undefined],
    ["sort([1], null, 'up')", "The direction of sort is 'asc' or 'desc'", undefined],
    ['[2, 1].sort((a, b) => a < b)', 'A function that compares gives a number, not true', undefined],
    ['[].reduce((a, b) => a)', 'An empty list cannot be reduced without a start', undefined],
    ['map([1], null)', undefined, undefined],
    [
      'map([1], upper)',
      'upper is empty; map needs a function like x => x.name, or the name of a field; use upper ?? … for a fallback',
      undefined,
    ],
    ['where({ a: 1 }, x => x)', undefined, 'use values or entries for a list of its fields'],
    ['range(1, 2, 0)', 'The step of a range cannot be 0', undefined],
    ['chunk([1], 0)', 'The size of a chunk is at least 1, not 0', undefined],
    ["pluck([1], '')", 'The path is empty', undefined],
  ])('%s is an error in words', (source, message, suggestion) => {
    const failure = failureOf(source, scope);
    const told = failure.message.replace(/^The (text|number)/, (words) => words.toLowerCase());
    if (message) expect(told.toLowerCase()).toBe(message.toLowerCase());
    if (suggestion) expect(failure.suggestion).toBe(suggestion);
  });
});

describe('objects', () => {
  test.each([
    ["pick({ a: 1, b: 2 }, 'a', 'x')", { a: 1 }],
    ["omit({ a: 1, b: 2 }, 'a', 'x')", { b: 2 }],
    ['merge({ a: { x: 1 } }, null, { a: { y: 2 } })', { a: { y: 2 } }],
    ['merge()', {}],
    ['keys(null)', undefined],
    ['entries({ a: [1] })', [{ key: 'a', value: [1] }]],
    ["get({ a: null }, 'a', 'x')", 'x'],
    ["get({ 'a.b': 1 }, ['a.b'])", 1],
    ["get({ a: [{ b: 5 }] }, 'a[0].b')", 5],
    ["get({ a: { 'x-y': 5 } }, \"a['x-y']\")", 5],
    ['get([7], 0)', 7],
    ["get(null, 'a')", undefined],
    ["get('abc', 'length')", 3],
  ])('%s is %j', (source, expected) => {
    expect(evaluate(source)).toEqual(expected);
  });

  test.each(['keys([1])', "keys('a')", 'merge({}, [1])', "merge('a')", 'get({}, null)', 'pick({}, [[1]])'])(
    '%s is an error',
    (source) => {
      expect(['type', 'value', 'forbidden']).toContain(failureOf(source).code);
    },
  );
});

describe('logic', () => {
  test.each([
    ['isEmpty({})', true],
    ['isEmpty([])', true],
    ['isEmpty(false)', false],
    ["isEmpty(' ')", false],
    ['isEmpty({ a: 1 })', false],
    ["default('', 'x')", 'x'],
    ["default([], 'x')", []],
    ["default(false, 'x')", false],
    ["coalesce(undefined, null, '')", ''],
    ['coalesce()', undefined],
    ['typeOf(null)', 'nothing'],
    ['typeOf({})', 'object'],
    ['typeOf(now())', 'date'],
    ["toBoolean(' YES ')", true],
    ["toBoolean('off')", false],
    ['toBoolean(2)', true],
    ['toBoolean(null)', false],
    ['toText(null)', ''],
    ['toText([1, null])', '[1,null]'],
    ['toText(toDate(0))', '1970-01-01T00:00:00.000Z'],
    ["null | if('a', 'b')", 'b'],
  ])('%s is %j', (source, expected) => {
    expect(evaluate(source)).toEqual(expected);
  });

  test.each(["toBoolean('maybe')", 'toBoolean([])', 'toBoolean({})'])('%s is an error', (source) => {
    expect(failureOf(source)).toMatchObject({ code: 'value', suggestion: 'compare it: value == …' });
  });
});

describe('encoding', () => {
  test.each([
    ['json(null)', 'null'],
    ['json(undefined)', 'null'],
    ['json({ a: undefined, b: [undefined] })', '{"b":[null]}'],
    ['json([1], 2)', '[\n  1\n]'],
    ["parseJson('null')", null],
    ["parseJson('')", 'error'],
    ["fromBase64(base64('😀 ä'))", '😀 ä'],
    ["fromBase64('8J-YgA')", '😀'],
    ["fromBase64('%%%')", 'error'],
    ["fromBase64('/w==')", 'error'],
    ["urlEncode('ä/?&')", '%C3%A4%2F%3F%26'],
    ["urlEncode('\\ud800')", '%EF%BF%BD'],
    ["urlEncode({ a: [1], b: null, 'c d': true })", 'a=%5B1%5D&c%20d=true'],
    ["urlDecode('a+b%20c')", 'a b c'],
    ["urlDecode('%E4')", 'error'],
    ["hash('')", 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ["hash('abc', 'SHA-1')", 'a9993e364706816aba3e25717850c26c9cd0d89d'],
    ["hash('abc', 'md5', 'base64')", 'kAFQmDzST7DWlj99KOF/cg=='],
    ["hash('abc', 'rot13')", 'error'],
    ["hash('abc', 'sha256', 'binary')", 'error'],
    [
      "hmac('what do ya want for nothing?', 'Jefe')",
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    ],
    ["hmac('a', 'b', 'sha512', 'base64').length", 88],
    ["matches(uuid(), '^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$')", true],
    ['uuid() == uuid()', false],
  ])('%s is %j', (source, expected) => {
    if (expected === 'error') expect(failureOf(source).code).toBe('value');
    else expect(evaluate(source)).toEqual(expected);
  });
});
