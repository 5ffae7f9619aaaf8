import { describe, expect, it } from 'vitest';
import {
  type ConditionConfig,
  ConditionError,
  compileCondition,
  conditionSource,
  evaluateFilters,
} from './condition.ts';
import { conditionOps } from './condition_schema.ts';

const evaluate = (config: ConditionConfig, values: Record<string, unknown>) =>
  compileCondition(config).evaluate(values);
const scope = {
  order: {
    total: 1250.5,
    text: '1250.5',
    status: 'active',
    tags: ['a', 'b'],
    note: null,
    blank: '',
    none: {},
    flag: 'true',
    at: '2025-01-15T10:00:00Z',
  },
};
const row = (left: unknown, op: string, right?: unknown) =>
  evaluate({ conditions: [{ left, op, right }] }, scope);

function failure(work: () => unknown): Pick<ConditionError, 'code' | 'field' | 'message'> {
  try {
    work();
  } catch (error) {
    if (error instanceof ConditionError)
      return { code: error.code, field: error.field, message: error.message };
    throw error;
  }
  throw new Error('nothing failed');
}

describe('a condition as one expression', () => {
  it.each([
    ['order.total > 1000', true],
    ['{{ order.total > 1000 }}', true],
    ['{{ order.total }} > 1000', true],
    ['{{ order.total }} > {{ order.total }}', false],
    ["  {{ order.status }} == 'active' && {{ order.total > 5000 ? 1 : 0 }} == 0 ", true],
    ["order.status == '{'", false],
    ['order.missing', false],
    ['order.tags', true],
    [true, true],
    [false, false],
  ])('%s is %s', (condition, expected) => {
    expect(evaluate({ condition }, scope)).toBe(expected);
  });

  it('joins parts in braces as parts of an expression, never as text', () => {
    expect(conditionSource('{{ a + b }} * 2')).toBe('( a + b ) * 2');
    const tricky = { a: "1' || '1' == '1" };
    expect(evaluate({ condition: "{{ a }} == 'x'" }, tricky)).toBe(false);
  });
});

describe('a row', () => {
  it.each([
    ['order.total', 'equals', 1250.5, true],
    ['order.total', 'equals', '1250.5', true],
    ['order.text', 'equals', 1250.5, true],
    ['order.text', 'equals', '1250.50', false],
    ['order.flag', 'equals', true, true],
    ['order.tags', 'equals', ['a', 'b'], true],
    ['order.missing', 'equals', null, true],
    ['order.note', 'equals', '', false],
    ['order.status', 'not_equals', 'gone', true],
    ['order.total', 'greater', 1000, true],
    ['order.total', 'greater', '999', true],
    ['order.text', 'greater', '999', true],
    ['order.total', 'greater_or_equal', 1250.5, true],
    ['order.total', 'less', 1250.5, false],
    ['order.total', 'less_or_equal', 1250.5, true],
    ['order.missing', 'greater', 0, false],
    ['order.missing', 'less', 0, false],
    ['toDate(order.at)', 'less', '2025-02-01', true],
    ['order.at', 'less', '2025-02-01', true],
    ['order.tags', 'contains', 'a', true],
    ['order.tags', 'not_contains', 'z', true],
    ['order.status', 'contains', 'ctiv', true],
    ['order', 'contains', 'status', true],
    ['order', 'contains', 'toString', false],
    ['order.missing', 'contains', 'a', false],
    ['order.missing', 'not_contains', 'a', true],
    ['order.status', 'starts_with', 'act', true],
    ['order.total', 'starts_with', 12, true],
    ['order.status', 'ends_with', 've', true],
    ['order.missing', 'starts_with', '', false],
    ['order.missing', 'is_empty', undefined, true],
    ['order.blank', 'is_empty', undefined, true],
    ['order.none', 'is_empty', undefined, true],
    ['order.tags', 'is_not_empty', undefined, true],
    ['order.total', 'is_empty', undefined, false],
    ['order.status', 'matches', '^[a-z]+$', true],
    ['order.missing', 'matches', '.*', false],
    ['order.status', 'in', ['active', 'new'], true],
    ['order.status', 'in', 'new, active', true],
    ['order.total', 'in', '5, 1250.5', true],
    ['order.status', 'in', '{{ order.tags }}', false],
    ['{{ order.status }}', 'equals', '{{ order.status }}', true],
    ['is {{ order.status }}', 'equals', 'is active', true],
    [5, 'less', 6, true],
    ['order.total', '>=', 1250, true],
    ['order.status', '==', 'active', true],
    ['order.total', 'gt', 1, true],
    ['order.note', 'exists', undefined, false],
    ['order.at', 'before', '2025-01-15T12:00:00+01:00', true],
    ['order.at', 'before', '2025-01-15T11:00:00+01:00', false],
    ['order.at', 'at_or_before', '2025-01-15T11:00:00+01:00', true],
    ['order.at', 'at_or_after', '2025-01-15T11:00:00+01:00', true],
    ['order.at', 'after', '2025-01-15', true],
    ['toDate(order.at)', 'after', '{{ order.at }}', false],
    ['order.at', 'before', '{{ now() }}', true],
    ['order.missing', 'before', '2025-01-15', false],
    ['order.blank', 'after', '2025-01-15', false],
    ['order.at', 'after', null, false],
    ['order.note', 'is_present', undefined, false],
    ['order.missing', 'is_absent', undefined, true],
    ['order.blank', 'is_present', undefined, true],
    ['order.none', 'is_present', undefined, true],
    ['order.none', 'is_absent', undefined, false],
  ])('%s %s %j is %s', (left, op, right, expected) => {
    expect(row(left, op, right)).toBe(expected);
  });

  it.each([
    [
      'order.status',
      'greater',
      5,
      'conditions[0].op',
      'order.status is text "active", which cannot be compared with the number 5',
    ],
    [
      '{{ order.none }}',
      'less',
      5,
      'conditions[0].op',
      'order.none is an object, which cannot be compared with the number 5',
    ],
    [
      'order.none',
      'starts_with',
      'a',
      'conditions[0].op',
      'order.none is an object, and starts_with needs text',
    ],
    [
      'order.status',
      'in',
      5,
      'conditions[0].op',
      'order.status is compared with the number 5, and "in" needs a list',
    ],
    [
      'order.status',
      'before',
      '2025-01-15',
      'conditions[0].op',
      'order.status is text "active", which is no date',
    ],
    [
      'order.at',
      'after',
      'soon',
      'conditions[0].op',
      'order.at is compared with text "soon", which is no date',
    ],
    ['order.status', 'resembles', 5, 'conditions[0].op', '"resembles" is not an operator'],
    ['', 'equals', 5, 'conditions[0].left', 'There is no value to compare'],
  ])('%s %s %j fails at %s', (left, op, right, field, message) => {
    expect(failure(() => row(left, op, right))).toMatchObject({ field, message });
  });

  it('with a pattern that would never end elsewhere ends', () => {
    const slow = { text: `${'a'.repeat(10_000)}!` };
    expect(evaluate({ conditions: [{ left: 'text', op: 'matches', right: '^(a+)+$' }] }, slow)).toBe(false);
  });

  it('has a word for people for every operator', () => {
    for (const op of conditionOps)
      expect(() => compileCondition({ conditions: [{ left: '1', op, right: 1 }] })).not.toThrow();
  });
});

describe('a text of very many digits that is no number', () => {
  // Each of these took hours when a digit could be read in two ways.
  const text = `${'1'.repeat(1_000_000)}x`;
  it.each(['greater', 'less_or_equal', 'equals', 'in'] as const)('is compared at once by %s', (op) => {
    const compare = () =>
      evaluate({ conditions: [{ left: '{{ text }}', op, right: op === 'in' ? [5] : 5 }] }, { text });
    if (op === 'equals' || op === 'in') expect(compare()).toBe(false);
    else expect(compare).toThrow(/cannot be compared with/);
  });
});

describe('several rows', () => {
  const yes = { left: '1', op: 'equals', right: 1 };
  const no = { left: '1', op: 'equals', right: 2 };
  it.each([
    [[yes, yes], 'all', true],
    [[yes, no], 'all', false],
    [[yes, no], undefined, false],
    [[yes, no], 'any', true],
    [[no, no], 'any', false],
  ] as const)('%j with %s is %s', (conditions, combine, expected) => {
    expect(evaluate({ conditions, combine }, {})).toBe(expected);
  });
  it('say what they read and where', () => {
    const { references } = compileCondition({
      conditions: [yes, { left: 'a.b', op: 'equals', right: '{{ c.d }}' }],
    });
    expect(references).toEqual([
      { field: 'conditions[1].left', path: ['a', 'b'] },
      { field: 'conditions[1].right', path: ['c', 'd'] },
    ]);
  });
});

describe('a group of rows', () => {
  const yes = { left: '1', op: 'equals', right: 1 };
  const no = { left: '1', op: 'equals', right: 2 };
  it.each([
    [[yes, { combine: 'any', conditions: [no, yes] }], 'all', true],
    [[yes, { combine: 'any', conditions: [no, no] }], 'all', false],
    [[yes, { conditions: [no, yes] }], 'all', false],
    [[no, { combine: 'all', conditions: [yes, yes] }], 'any', true],
    [[no, { combine: 'all', conditions: [yes, no] }], 'any', false],
    [[{ combine: 'any', conditions: [no, yes] }], 'all', true],
  ] as const)('%j with %s is %s', (conditions, combine, expected) => {
    expect(evaluate({ conditions, combine }, {})).toBe(expected);
  });
  it('looks no further than it must', () => {
    const broken = { left: "'a'", op: 'greater', right: 1 };
    expect(evaluate({ conditions: [no, { combine: 'any', conditions: [broken] }] }, {})).toBe(false);
    expect(evaluate({ conditions: [{ combine: 'any', conditions: [yes, broken] }] }, {})).toBe(true);
  });
  it('says what it reads, and where it fails', () => {
    const group = { combine: 'any' as const, conditions: [yes, { left: 'a.b', op: 'is_empty' }] };
    expect(compileCondition({ conditions: [yes, group] }).references).toEqual([
      { field: 'conditions[1].conditions[1].left', path: ['a', 'b'] },
    ]);
    const bad = { conditions: [{ left: 'a b', op: 'equals', right: 1 }] };
    expect(failure(() => evaluate({ conditions: [yes, bad] }, {})).field).toBe(
      'conditions[1].conditions[0].left',
    );
    expect(failure(() => evaluate({ conditions: [{ conditions: [] }] }, {}))).toMatchObject({
      code: 'missing',
      field: 'conditions[0].conditions',
    });
  });
});

it.each([
  [{}, 'missing', 'condition'],
  [{ condition: ' ', conditions: [] }, 'missing', 'condition'],
  [{ condition: 'true', conditions: [{ left: '1', op: 'equals', right: 1 }] }, 'ambiguous', 'condition'],
  [{ condition: 'a b' }, 'syntax', 'condition'],
  [{ condition: '{{ a' }, 'syntax', 'condition'],
  [{ condition: "'a' * 2" }, 'type', 'condition'],
])('%j fails as %s at %s', (config, code, field) => {
  expect(failure(() => evaluate(config, {}))).toMatchObject({ code, field });
});

describe('filters of an event', () => {
  const data = { country: 'DE', total: 5, items: [{ sku: 'A' }], data: 'own', trigger: 'own' };
  it.each([
    [[], true],
    [[{ path: 'country', op: 'equals', value: 'DE' }], true],
    [[{ path: 'country', value: 'DE' }], true],
    [
      [
        { path: 'country', op: 'equals', value: 'DE' },
        { path: 'total', op: 'greater', value: 5 },
      ],
      false,
    ],
    [[{ path: 'items[0].sku', op: 'equals', value: 'A' }], true],
    [[{ path: '{{ total }}', op: 'in', value: [4, 5] }], true],
    [[{ path: 'data', op: 'equals', value: 'own' }], true],
    [[{ path: 'missing.deeper', op: 'is_empty' }], true],
  ])('%j is %s', (filters, expected) => {
    expect(evaluateFilters(filters, data)).toBe(expected);
  });
  it('reach the whole of data that is no object, and data by its usual names', () => {
    expect(evaluateFilters([{ path: 'data', op: 'equals', value: 'text' }], 'text')).toBe(true);
    expect(evaluateFilters([{ path: 'trigger.data.x', op: 'equals', value: 1 }], { x: 1 })).toBe(true);
  });
  it('fail with the place of the filter', () => {
    expect(failure(() => evaluateFilters([{ path: 'a b', op: 'equals' }], {}))).toMatchObject({
      field: 'filters[0].path',
    });
  });
});
