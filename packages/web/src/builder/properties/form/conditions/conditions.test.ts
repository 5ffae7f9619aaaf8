import { type ConditionEntry, compileCondition } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { rowsToSource, sourceToRows } from './condition_text.ts';
import {
  combined,
  conditionVerdict,
  entryVerdict,
  expressionVerdict,
  rowVerdict,
  takenCase,
  untestedStep,
  type Verdict,
} from './verdicts.ts';

const scope = {
  order: {
    total: 50,
    status: 'paid',
    tags: ['a', 'b'],
    note: "it's {here}",
    empty: '',
    customer: { name: 'Ada' },
    at: '2025-06-01T10:00:00Z',
  },
};

describe('rows as an expression, and back', () => {
  const rows: [ConditionEntry[], 'all' | 'any', string][] = [
    [[{ left: 'order.total', op: 'greater', right: 10 }], 'all', 'order.total > 10'],
    [[{ left: '{{ order.status }}', op: 'equals', right: 'paid' }], 'all', "order.status == 'paid'"],
    [[{ left: 'order.status', op: 'equals', right: "it's" }], 'all', "order.status == 'it\\'s'"],
    [
      [{ left: 'order.status', op: 'not_equals', right: '{{ order.note }}' }],
      'all',
      'order.status != order.note',
    ],
    [[{ left: 'order.total + 1', op: 'less', right: 60 }], 'all', '(order.total + 1) < 60'],
    [[{ left: 'order.tags', op: 'contains', right: 'a' }], 'all', "contains(order.tags, 'a')"],
    [[{ left: 'order.tags', op: 'not_contains', right: 'a' }], 'all', "!contains(order.tags, 'a')"],
    [[{ left: 'order.status', op: 'starts_with', right: 'p' }], 'all', "startsWith(order.status, 'p')"],
    [[{ left: 'order.empty', op: 'is_empty' }], 'all', 'isEmpty(order.empty)'],
    [[{ left: 'order.empty', op: 'is_not_empty' }], 'all', '!isEmpty(order.empty)'],
    [
      [{ left: 'order.status', op: 'in', right: 'new, paid' }],
      'all',
      "contains(['new', 'paid'], order.status)",
    ],
    [
      [
        { left: 'order.total', op: 'greater', right: 10 },
        { left: 'order.status', op: 'equals', right: 'paid' },
      ],
      'any',
      "order.total > 10 || order.status == 'paid'",
    ],
    [
      [{ left: 'order.status', op: 'equals', right: '{{ order.status }}!' }],
      'all',
      'order.status == `${order.status}!`',
    ],
    [[{ left: 'order.at', op: 'before', right: '2026-01-01' }], 'all', "isBefore(order.at, '2026-01-01')"],
    [[{ left: 'order.at', op: 'after', right: '2026-01-01' }], 'all', "isAfter(order.at, '2026-01-01')"],
    [
      [{ left: 'order.at', op: 'at_or_before', right: '2026-01-01' }],
      'all',
      "toDate(order.at) <= toDate('2026-01-01')",
    ],
    [
      [{ left: 'order.at', op: 'at_or_after', right: '2026-01-01' }],
      'all',
      "toDate(order.at) >= toDate('2026-01-01')",
    ],
    [
      [{ left: 'order.gone', op: 'at_or_before', right: '2026-01-01' }],
      'all',
      "toDate(order.gone) <= toDate('2026-01-01')",
    ],
    [[{ left: 'order.empty', op: 'is_present' }], 'all', 'order.empty != null'],
    [[{ left: 'order.gone', op: 'is_absent' }], 'all', 'order.gone == null'],
    [
      [
        { left: 'order.total', op: 'greater', right: 10 },
        {
          combine: 'any',
          conditions: [
            { left: 'order.status', op: 'equals', right: 'new' },
            { left: 'order.tags', op: 'contains', right: 'a' },
          ],
        },
      ],
      'all',
      "order.total > 10 && (order.status == 'new' || contains(order.tags, 'a'))",
    ],
    [
      [
        { left: 'order.total', op: 'greater', right: 100 },
        {
          combine: 'all',
          conditions: [
            { left: 'order.status', op: 'equals', right: 'paid' },
            { left: 'order.total', op: 'less', right: 60 },
          ],
        },
      ],
      'any',
      "order.total > 100 || (order.status == 'paid' && order.total < 60)",
    ],
  ];
  it.each(rows)('%j combined by %s is %s', (conditions, combine, source) => {
    expect(rowsToSource(conditions, combine)).toBe(source);
    const said = compileCondition({ condition: source }).evaluate(scope);
    expect(said).toBe(compileCondition({ conditions, combine }).evaluate(scope));
    const back = sourceToRows(source);
    expect(compileCondition({ ...back }).evaluate(scope)).toBe(said);
    // Nothing is lost on the way there and back.
    expect(rowsToSource(back.conditions, back.combine)).toBe(source);
  });

  it.each([
    'order.total > 10 && (order.total < 20 || order.status == "paid")',
    'order.total > 10 && order.total < 20 || order.status == "paid"',
    "order.tags.some(t => t == 'b')",
    "order.status == 'a && b'",
    'order.total > 10 ? order.total < 20 : true',
    '{{ order.total > 10 }}',
    '{{ order.total }} > 10',
    'order.customer',
    '!order.empty',
    "if(order.total > 10, order.status == 'paid', false)",
    'order.total >= 50 && order.total <= 50 && order.total != 49',
    '5 < order.total',
    '(order.total > 10 && order.status == "paid") || order.empty',
    '(order.total > 10 || order.total < 5) && (order.status == "paid" || order.empty)',
    '((order.total > 10))',
    '!(order.total > 10 && order.status == "paid")',
    'order.empty || (order.total > 10 && (order.status == "x" || order.total == 50))',
    'order.total > 10 && order.tags.some(t => t == "b" || t == "c")',
    'order.total > 100 ? order.empty : order.status == "paid" || order.empty',
    'contains(order.tags, "x") || contains(order.tags, "a") && !contains(order.tags, "y")',
    '(order.empty ?? "x") == "" && order.total == 50',
    'isBefore(order.at, now()) && order.customer?.name == "Ada"',
    'order.total == null || order.gone == null',
    "!isAfter(order.gone, '2026-01-01')",
    "!isBefore(order.at, '2026-01-01')",
  ])('the expression %s means the same in rows', (source) => {
    const rowsOfIt = sourceToRows(source);
    expect(compileCondition({ ...rowsOfIt }).evaluate(scope)).toBe(
      compileCondition({ condition: source }).evaluate(scope),
    );
  });

  it('a simple comparison is a row that a person would have made', () => {
    expect(sourceToRows("order.total >= 10 && order.status != 'paid'")).toEqual({
      combine: 'all',
      conditions: [
        { left: 'order.total', op: 'greater_or_equal', right: 10 },
        { left: 'order.status', op: 'not_equals', right: 'paid' },
      ],
    });
    expect(sourceToRows('  ')).toEqual({ combine: 'all', conditions: [] });
    expect(rowsToSource([{ left: '', op: 'equals', right: 1 }], 'all')).toBe('');
  });
});

describe('where it would go', () => {
  const at = (left: unknown, op: string, right?: unknown) =>
    rowVerdict({ left, op, right }, { scope, timezone: 'UTC' });
  it('is told of each row, with the value', () => {
    expect(at('order.total', 'greater', 10)).toEqual({ kind: 'holds', left: 50 });
    expect(at('order.total', 'less', 10)).toEqual({ kind: 'fails', left: 50 });
    expect(at('', 'less', 10)).toEqual({ kind: 'open' });
    expect(at('order.status', 'greater', 10)).toEqual({
      kind: 'error',
      message: 'order.status is text "paid", which cannot be compared with the number 10',
    });
  });

  it('is told of a group by what its rows come to, and is not told on what nobody knows yet', () => {
    const row = (left: string) => ({ left, op: 'greater', right: 10 });
    const sample = { scope: { ...scope, get: { body: null } }, timezone: 'UTC' };
    const group = { combine: 'any' as const, conditions: [row('order.total'), row('order.gone')] };
    expect(entryVerdict(group, sample)).toMatchObject({
      kind: 'holds',
      rows: [{ kind: 'holds' }, { kind: 'fails' }],
    });
    expect(entryVerdict({ ...group, combine: 'all' }, sample).kind).toBe('fails');
    expect(conditionVerdict({ conditions: [group, row('order.total')] }, sample)).toEqual({ kind: 'holds' });
    expect(conditionVerdict({ condition: 'order.total > 60' }, sample)).toEqual({ kind: 'fails' });
    expect(conditionVerdict({}, sample)).toEqual({ kind: 'open' });
    const untested = {
      ...sample,
      shapes: { get: { type: 'object' as const, fields: { body: { type: 'unknown' as const } } } },
      sources: [{ name: 'get', label: 'Get', node: {}, value: null, real: false, origin: 'schema' } as never],
    };
    const unknown = { kind: 'unknown', label: 'Get' };
    expect(rowVerdict(row('get.body.total'), untested)).toEqual(unknown);
    expect(rowVerdict({ left: 'order.total', op: 'equals', right: '{{ get.body.x }}' }, untested)).toEqual(
      unknown,
    );
    expect(conditionVerdict({ condition: 'get.body.x > 1' }, untested)).toEqual(unknown);
    expect(conditionVerdict({ conditions: [{ conditions: [row('get.body.x')] }] }, untested)).toEqual(
      unknown,
    );
    expect(untestedStep([{ kind: 'open', rows: [{ kind: 'unknown', label: 'Get' }] }])).toBe('Get');
    expect(conditionVerdict({ conditions: [row('order.gone'), row('get.body.x')] }, untested)).toEqual({
      kind: 'fails',
    });
  });

  const [yes, no, open, bad]: Verdict[] = [
    { kind: 'holds' },
    { kind: 'fails' },
    { kind: 'open' },
    { kind: 'error', message: '' },
  ];
  it.each([
    [[yes, yes], 'all', { holds: true, decides: null }],
    [[yes, no], 'all', { holds: false, decides: 1 }],
    [[no, yes], 'any', { holds: true, decides: 1 }],
    [[no, no], 'any', { holds: false, decides: null }],
    [[no, open], 'all', { holds: false, decides: 0 }],
    [[yes, open], 'all', { holds: null, decides: null }],
    [[bad, yes], 'any', { holds: null, decides: null }],
    [[no], 'all', { holds: false, decides: null }],
    [[], 'all', { holds: null, decides: null }],
  ] as [Verdict[], 'all' | 'any', unknown][])('%j with %s is %j', (verdicts, combine, expected) => {
    expect(combined(verdicts, combine)).toEqual(expected);
  });

  it.each([
    [[no, yes, yes], 1],
    [[no, no], -1],
    [[no, open, yes], null],
    [[yes, bad], 0],
    [[], null],
  ] as [Verdict[], number | null][])('of cases %j is %s', (verdicts, expected) => {
    expect(takenCase(verdicts)).toBe(expected);
  });

  it('ends when a condition would take long', () => {
    const list = Array.from({ length: 300 }, (_, index) => index);
    const slow = 'list.map(a => list.map(b => list.map(c => a * b * c)))';
    expect(expressionVerdict(slow, { scope: { list }, timezone: 'UTC' }).kind).toBe('error');
  });
});
