import { describe, expect, test } from 'vitest';
import { shapeOfValue } from '../shape.ts';
import { complete } from './complete.ts';
import { infer } from './infer.ts';

const scope = {
  trigger: { data: { email: 'ada@example.com' } },
  order: {
    id: 'o-1',
    total: 12.5,
    customer: { name: 'Ada' },
    items: [{ sku: 'A', qty: 2 }],
    headers: { 'content-type': 'text/html' },
  },
  'not plain': 1,
};

/** `|^` is the cursor. */
function at(source: string): {
  labels: string[];
  found: ReturnType<typeof complete>;
  typed: string;
  cursor: number;
} {
  const cursor = source.indexOf('^');
  const typed = source.slice(0, cursor) + source.slice(cursor + 1);
  const found = complete(typed, cursor, scope);
  return { labels: found.map((each) => each.label), found, typed, cursor };
}

describe('suggestions', () => {
  test.each([
    ['order.cu^', ['customer']],
    ['order.customer.^', ['name']],
    ['{{ order.cu^ }}', ['customer']],
    ['Hello {{ order.customer.na^', ['name']],
    ['order?.customer?.n^', ['name']],
    ['order.items[0].^', ['sku', 'qty']],
    ['order.items | where(i => i.^', ['sku', 'qty']],
    ['order.items.filter(i => i.qty > 1).map(x => x.s^', ['sku']],
    ['if(order.missing, order.cust^', ['customer']],
    ['order.total > 5 ? order.cust^', ['customer']],
    ['{ name: order.cust^', ['customer']],
    ['[order.id, ...order.it^', ['items']],
    ['`${order.cust^', ['customer']],
    ["order['cust^", ['customer']],
    ["order.headers['^", ['content-type']],
    ['(order.customer ?? {}).n^', ['name']],
  ])('at %s', (source, expected) => {
    expect(at(source).labels.slice(0, expected.length)).toEqual(expected);
  });

  test.each([
    'order.items.map(i => i.sku)^',
    "order.status == 'paid'^",
    'order.items[0]^',
    '{ a: order.total } ^',
    'order.total ^',
  ])('at %s a value has ended, and an operator comes next', (source) => {
    expect(at(source).labels).toEqual([]);
  });

  test('after a list come the fields of its elements, and functions say what they do', () => {
    const { found } = at('order.items.sk^');
    expect(found[0]).toMatchObject({
      label: 'sku',
      apply: 'map(i => i.sku)',
      detail: expect.stringContaining('each'),
    });
    const upper = at('^').found.find((each) => each.label === 'upper');
    expect(upper?.help).toMatchObject({
      description: expect.stringMatching(/\w/),
      example: expect.any(Array),
    });
  });

  test('shapes tell of fields that this sample lacks', () => {
    const shapes = { order: shapeOfValue({ ...scope.order, coupon: 'X' }) };
    expect(complete('order.co', 8, scope, shapes).map((each) => each.label)).toContain('coupon');
    expect(complete('order.co', 8, scope).map((each) => each.label)).not.toContain('coupon');
  });

  test.each(["'order.^", 'Hello {{ order.id }} order.^', '\\{{ order.id }} order.^', "order.id + 'a^"])(
    'none at %s',
    (source) => {
      expect(at(source).labels).toEqual([]);
    },
  );

  test('variables of arrow functions come first, then the scope, then functions', () => {
    const { found } = at('order.items.map(row => ^');
    expect(found.slice(0, 3).map((each) => [each.label, each.kind])).toEqual([
      ['row', 'variable'],
      ['trigger', 'variable'],
      ['order', 'variable'],
    ]);
    expect(found.map((each) => each.label)).not.toContain('not plain');
    expect(found.find((each) => each.label === 'upper')?.kind).toBe('function');
  });

  test('after a pipe there are functions only, without the argument that is there already', () => {
    const { found } = at('order.id | ^');
    expect(new Set(found.map((each) => each.kind))).toEqual(new Set(['function']));
    expect(found.find((each) => each.label === 'upper')?.apply).toBe('upper');
    expect(found.find((each) => each.label === 'padStart')?.apply).toBe('padStart(');
    expect(found.map((each) => each.label)).not.toContain('now');
  });

  test('texts and lists have methods', () => {
    expect(at('order.id.toU^').found[0]).toMatchObject({
      label: 'toUpperCase',
      kind: 'method',
      apply: 'toUpperCase()',
    });
    expect(at('order.items.ma^').found[0]).toMatchObject({
      label: 'map',
      kind: 'method',
      apply: 'map(',
      detail: 'map(by: function or field)',
    });
    expect(at('order.items.^').labels).toContain('length');
  });

  test('the detail shows type and value', () => {
    expect(at('order.tot^').found[0]?.detail).toBe('a number · 12.5');
    expect(at('trigger.data.em^').found[0]?.detail).toBe('text · ada@example.com');
    expect(at('order.it^').found[0]?.detail).toBe('a list of 1');
    expect(at('order.items.map(i => i.q^').found[0]?.detail).toBe('a number');
  });

  test.each([
    'order.cu^',
    'Hi {{ order.headers.^',
    "order.headers['co^",
    'order.items | cou^',
    'order.items.map(i => i.s^',
  ])('what is applied at %s makes an expression that is right', (source) => {
    const { found, typed, cursor } = at(source);
    const [first] = found;
    const applied = typed.slice(0, first!.from) + first!.apply;
    const closed = `${applied}${applied.includes('map(') ? ')' : ''}${typed.includes('{{') ? ' }}' : ''}`;
    const shapes = Object.fromEntries(
      Object.entries(scope).map(([name, value]) => [name, shapeOfValue(value)]),
    );
    expect(cursor).toBeGreaterThanOrEqual(first!.from);
    expect(infer(closed, shapes)).toHaveProperty('shape');
  });
});

test('in a loop the item is offered with its fields, the number of the round, and the loops around', () => {
  const item = { sku: 'A', qty: 2 };
  const round = { ...scope, item, index: 0, lines: { item, index: 0 } };
  const labels = (source: string) => complete(source, source.length, round).map(({ label }) => label);
  expect(labels('ite')).toContain('item');
  expect(labels('ind')).toContain('index');
  expect(labels('item.')).toEqual(['sku', 'qty']);
  expect(labels('{{ lines.item.s')).toEqual(['sku']);
  expect(complete('{{ index', 8, round)[0]).toMatchObject({ kind: 'variable', detail: 'a number · 0' });
});
