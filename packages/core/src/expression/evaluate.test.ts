import { describe, expect, test } from 'vitest';
import { compileExpression } from './expression.ts';
import { evaluate, failureOf } from './testing/evaluate.ts';

const scope = {
  order: {
    total: '12,50',
    amount: 5,
    empty: '',
    tags: ['a', 'b'],
    none: null,
    when: '2025-01-15T10:00:00Z',
    list: [[1], [1]],
  },
  moment: new Date('2025-01-15T10:00:00Z'),
};

describe('reading what is not there', () => {
  test.each([
    'order.missing',
    'order.missing.deeper',
    'nowhere',
    'nowhere.at.all[0]',
    "order['missing']",
    'order.tags[7]',
    'order.tags.first',
    'order.amount.cents',
    'order.none.x',
    'order[nowhere]',
    'order.missing.toUpperCase()',
    'order.missing | upper | trim',
    'order.missing.items.map(i => i.x)',
  ])('%s is nothing', (source) => {
    expect(evaluate(source, scope)).toBeUndefined();
  });
});

describe('equality is by value and without coercion', () => {
  test.each([
    ["1 == '1'", false],
    ['0 == false', false],
    ["'' == null", false],
    ['order.missing == null', true],
    ['null == undefined', true],
    ['[1, { a: [2] }] == [1, { a: [2] }]', true],
    ['{ a: 1, b: 2 } == { b: 2, a: 1 }', true],
    ['{ a: 1 } == { a: 1, b: 2 }', false],
    ['{ a: 1, b: undefined } == { a: 1 }', true],
    ['[1] == { length: 1 }', false],
    ['order.list[0] == order.list[1]', true],
    ['moment == toDate(order.when)', true],
    ["toDate('2025-01-15T11:00:00+01:00') == toDate('2025-01-15T10:00:00Z')", true],
    ["toDate('2025-01-15') == '2025-01-15'", false],
    ["'a' === 'a'", true],
    ["'a' !== 'b'", true],
  ])('%s is %s', (source, expected) => {
    expect(evaluate(source, scope)).toBe(expected);
  });
});

describe('order', () => {
  test.each([
    ["'a' < 'b'", true],
    ["'10' < '9'", true],
    ["moment < '2025-02-01'", true],
    ["'2025-01-01' < moment", true],
    ['moment >= moment', true],
    ['order.missing < 5', false],
    ['order.missing >= 0', false],
    ['null <= 0', false],
  ])('%s is %s', (source, expected) => {
    expect(evaluate(source, scope)).toBe(expected);
  });

  test.each([
    ['order.total > 5', 'order.total is text "12,50"; > compares it with a number; use toNumber'],
    ['5 < order.tags', 'order.tags is a list; < compares it with a number'],
    ['order.tags < order.tags', 'a list and a list have no order'],
    ["moment > 'soon'", 'The text "soon" is not a date'],
  ])('%s is an error', (source, message) => {
    expect(failureOf(source, scope).message).toBe(message);
  });
});

describe('arithmetic', () => {
  test.each([
    ["'a' + 1", 'a1'],
    ["1 + 'a'", '1a'],
    ["'a' + order.missing", 'a'],
    ["'a' + order.tags", 'a["a","b"]'],
    ["'at ' + moment", 'at 2025-01-15T10:00:00.000Z'],
    ['2 ** 3 ** 2', 512],
    ['-(-2)', 2],
    ['-0', 0],
    ['7 % -4', 3],
    ['(1 + 2) * 3', 9],
  ])('%s is %j', (source, expected) => {
    expect(evaluate(source, scope)).toBe(expected);
  });

  test.each([
    ['order.total * 2', 'type', 'order.total is text "12,50"; * needs a number; use toNumber', 0],
    ['2 * order.total', 'type', 'order.total is text "12,50"; * needs a number; use toNumber', 4],
    [
      'order.missing * 2',
      'type',
      'order.missing is empty; * needs a number; use order.missing ?? … for a fallback',
      0,
    ],
    [
      'order.missing + 2',
      'type',
      'order.missing is empty; + needs a number; use order.missing ?? … for a fallback',
      0,
    ],
    ['order.tags - 1', 'type', 'order.tags is a list; - needs a number', 0],
    ['-order.total', 'type', 'order.total is text "12,50"; - needs a number; use toNumber', 1],
    ['true + 1', 'type', 'True; + needs a number', 0],
    [
      'moment - moment',
      'type',
      'moment is the date 2025-01-15T10:00:00.000Z; - needs a number; use addTime or diffTime for dates',
      0,
    ],
    [
      'multiply(order.total, 2)',
      'type',
      'order.total is text "12,50"; multiply needs a number; use toNumber',
      9,
    ],
    [
      'order.missing | multiply(2)',
      'type',
      'order.missing is empty; multiply needs a number; use order.missing ?? … for a fallback',
      0,
    ],
    ['1 / 0', 'value', 'Division by zero', 4],
    ['5 % (1 - 1)', 'value', 'Division by zero', 5],
    ['divide(1, 0)', 'value', 'Division by zero', 0],
    ['10 ** 400', 'value', 'The number is too large', 0],
    ['(0 - 8) ** 0.5', 'value', 'This calculation has no result', 0],
  ])('%s is an error that names its operand', (source, code, message, position) => {
    expect(failureOf(source, scope)).toMatchObject({ code, message, position });
  });
});

describe('only what counts is worked out', () => {
  test.each([
    ["if(true, 'a', 1 / 0)", 'a'],
    ['if(false, 1 / 0)', undefined],
    ["default('a', 1 / 0)", 'a'],
    ["coalesce(null, 'a', 1 / 0)", 'a'],
    ["'a' ?? 1 / 0", 'a'],
    ['false && 1 / 0', false],
    ['1 || 1 / 0', 1],
    ["true ? 'a' : 1 / 0", 'a'],
    ['order.missing != null ? order.missing * 2 : 0', 0],
  ])('%s is %j', (source, expected) => {
    expect(evaluate(source, scope)).toBe(expected);
  });
});

describe('spreads and templates', () => {
  test.each([
    ['[...order.tags, ...order.missing]', ['a', 'b']],
    ['{ ...order.missing, a: 1 }', { a: 1 }],
    ["{ ['a' + 1]: 2 }", { a1: 2 }],
    ['{ a: 1, ...{ a: 2 } }', { a: 2 }],
    ['`${1}-${order.missing}-${order.tags}`', '1--["a","b"]'],
    ['[[1, 2], [3]].map(row => row.map(n => n * row.length))', [[2, 4], [3]]],
    ['[3, 4].map((n, index) => n * index)', [0, 4]],
    ['order.tags.map(order => order)', ['a', 'b']],
    ['[{ n: 1 }, { n: 2 }].find(i => i.n == 2)', { n: 2 }],
  ])('%s is %j', (source, expected) => {
    expect(evaluate(source, scope)).toEqual(expected);
  });

  test.each([
    ['[...order.total]', 'order.total is text "12,50"; ... in a list needs a list'],
    ['{ ...order.tags }', 'order.tags is a list; ... in an object needs an object'],
    ['order.id()', 'order is an object and has no method id'],
    ['order.tags.push(1)', 'order.tags is a list and has no method push'],
    ['order.total.sum()', 'order.total is text "12,50" and has no method sum'],
  ])('%s is an error', (source, message) => {
    expect(failureOf(source, scope).message).toBe(message);
  });
});

describe('what is known of a compiled expression', () => {
  test.each([
    ['order.customer.name | upper', [['order', 'customer', 'name']]],
    ["a['b-c'][0].d + e", [['a', 'b-c', '0', 'd'], ['e']]],
    ['items | where(i => i.active && flag) | sum(i => i.total)', [['items'], ['flag']]],
    ['a[b.c].d', [['a'], ['b', 'c']]],
    ['a.b + a.b', [['a', 'b']]],
    ['1 + undefined ?? 2', []],
  ])('%s reads %j', (source, references) => {
    expect(compileExpression(source).references).toEqual(references);
  });

  test.each([
    ['order.total', true],
    ['now()', false],
    ['items.map(i => uuid())', false],
    ["if(true, today(), 'x')", false],
  ])('%s is deterministic: %s', (source, expected) => {
    expect(compileExpression(source).deterministic).toBe(expected);
  });

  test('the same source is compiled once', () => {
    expect(compileExpression('order.total + 1')).toBe(compileExpression('order.total + 1'));
  });

  test('thousands of sources do not stay in memory for ever, and old ones still compile', () => {
    const first = compileExpression('1 + 1000000');
    for (let index = 0; index < 6_000; index++) compileExpression(`1 + ${index}`);
    expect(compileExpression('1 + 1000000')).not.toBe(first);
    expect(evaluate('1 + 1000000')).toBe(1_000_001);
  });

  test('now, random and the time zone come from the options', () => {
    const options = {
      now: () => new Date('2025-01-15T23:30:00Z'),
      timezone: 'Europe/Berlin',
      random: () => new Uint8Array(16),
    };
    expect(evaluate('now()', {}, options)).toEqual(new Date('2025-01-15T23:30:00Z'));
    expect(evaluate("formatDate(today(), 'YYYY-MM-DD HH:mm Z')", {}, options)).toBe(
      '2025-01-16 00:00 +01:00',
    );
    expect(evaluate('uuid()', {}, options)).toBe('00000000-0000-4000-8000-000000000000');
  });

  test('an evaluation inside of another has its own budget and scope', () => {
    const inner = compileExpression('x + 1');
    const now = () => new Date(inner.evaluate({ x: 41 }) as number);
    expect(evaluate('[now(), x]', { x: 1 }, { now })).toEqual([new Date(42), 1]);
  });

  test('what a user gave is never changed', () => {
    const data = Object.freeze({ list: Object.freeze([3, 1, 2]), object: Object.freeze({ a: 1 }) });
    evaluate(
      '[list.sort(), list.reverse(), sort(list), reverse(list), merge(object, { b: 2 }), omit(object, "a"), { ...object, c: 1 }]',
      data,
    );
    expect(data).toEqual({ list: [3, 1, 2], object: { a: 1 } });
  });
});
