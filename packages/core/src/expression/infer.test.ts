import { describe, expect, test } from 'vitest';
import { type Shape, shapeOfValue } from '../shape.ts';
import { infer } from './infer.ts';
import { evaluate } from './testing/evaluate.ts';
import vectors from './vectors.json' with { type: 'json' };

const sample = {
  order: {
    id: 'o-1',
    total: '12,50',
    amount: 5,
    vip: true,
    note: null,
    customer: { name: 'Ada', 'e-mail': 'a@b.c' },
    items: [
      { sku: 'A', qty: 2, price: 10 },
      { sku: 'B', qty: 1, price: 5.5, gift: true },
    ],
    tags: ['a'],
  },
  when: new Date(0),
};
const shapes: Record<string, Shape> = {
  ...Object.fromEntries(Object.entries(sample).map(([name, value]) => [name, shapeOfValue(value)])),
  anything: { type: 'unknown' },
  loose: { type: 'object', fields: { known: { type: 'number' } }, open: true },
  maybe: { type: 'text', optional: true },
};

describe('the shape of an expression', () => {
  test.each<[string, Shape]>([
    ['order.customer.name', { type: 'text' }],
    ["order.customer['e-mail']", { type: 'text' }],
    ['order.items.map(i => i.qty * i.price)', { type: 'list', item: { type: 'number' } }],
    [
      'order.items | where(i => i.qty > 1) | first',
      { ...(shapes.order!.fields!.items!.item as Shape), optional: true },
    ],
    ['order.items | sum(i => i.qty)', { type: 'number' }],
    ["order.items | sum('qty')", { type: 'number' }],
    ['order.items[0].sku', { type: 'text', optional: true }],
    ["if(order.vip, 'a', 1)", { type: 'unknown' }],
    ["if(order.vip, 'a', 'b')", { type: 'text' }],
    ['order.vip ? 1 : null', { type: 'number', optional: true }],
    ["'a' + order.amount", { type: 'text' }],
    ['order.amount + 1', { type: 'number' }],
    ['anything.at.all + 1', { type: 'unknown' }],
    ['anything.map(i => i.x)', { type: 'unknown' }],
    ['loose.known', { type: 'number' }],
    ['loose.other', { type: 'unknown' }],
    ['maybe | upper', { type: 'text', optional: true }],
    ["maybe ?? 'x'", { type: 'text', optional: false }],
    ["order.missing ?? 'x'", { type: 'unknown', optional: false }],
    ["maybe | default('x')", { type: 'text', optional: false }],
    [
      '{ a: order.amount, b: [order.id] }',
      { type: 'object', fields: { a: { type: 'number' }, b: { type: 'list', item: { type: 'text' } } } },
    ],
    [
      '{ ...order.customer, n: 1 }',
      {
        type: 'object',
        fields: { name: { type: 'text' }, 'e-mail': { type: 'text' }, n: { type: 'number' } },
      },
    ],
    ['order.items.reduce((sum, i) => sum + i.qty, 0)', { type: 'unknown' }],
    ['order.items.sort((a, b) => a.qty - b.qty)[0].sku', { type: 'text', optional: true }],
    ['when.getFullYear()', { type: 'number' }],
    ["formatDate(when, 'YYYY')", { type: 'text' }],
    ['order.tags.length', { type: 'number' }],
    ['`${order.id}`', { type: 'text' }],
    ['{{ order.amount }}', { type: 'number' }],
    ['Total: {{ order.amount }}', { type: 'text' }],
    ['(order.items | groupBy(i => i.sku)).A[0].qty', { type: 'number', optional: true }],
  ])('%s', (source, shape) => {
    expect(infer(source, shapes)).toEqual({ shape });
  });

  test('says nothing else than what the value turns out to be', () => {
    const scopeShapes = Object.fromEntries(
      Object.entries(vectors.scope).map(([name, value]) => [name, shapeOfValue(value)]),
    );
    let compared = 0;
    for (const [source] of vectors.expressions as [string, unknown][]) {
      const inferred = infer(source, scopeShapes);
      if ('problem' in inferred || inferred.shape.type === 'unknown') continue;
      const actual = shapeOfValue(evaluate(source, vectors.scope)).type;
      if (actual === 'nothing') expect(inferred.shape.optional, source).toBe(true);
      else expect(inferred.shape.type, source).toBe(actual);
      compared++;
    }
    expect(compared).toBeGreaterThan(40);
  });
});

describe('problems in words', () => {
  test.each([
    ['order.custmer', 'order.custmer does not exist; did you mean order.customer?', 0],
    ["1 + order.customer['nam']", 'order.customer.nam does not exist; did you mean order.customer.name?', 4],
    [
      'order.customer.email',
      "order.customer.email does not exist; did you mean order.customer['e-mail']?",
      0,
    ],
    ['oder.id', 'oder does not exist; did you mean order?', 0],
    ['zzz', 'zzz does not exist', 0],
    ['order.total * 2', 'order.total is text; * needs a number; use toNumber', 0],
    ['multiply(order.total, 2)', 'order.total is text; multiply needs a number; use toNumber', 9],
    ['order.total | multiply(2)', 'order.total is text; multiply needs a number; use toNumber', 0],
    ['-order.id', 'order.id is text; - needs a number; use toNumber', 1],
    ['when - when', 'when is a date; - needs a number; use addTime or diffTime', 0],
    [
      'order.total > 5',
      'order.total is text and 5 is a number; they are never in an order; use toNumber or toText',
      0,
    ],
    [
      '200 == order.id',
      'order.id is text and 200 is a number; they are never the same; use toNumber or toText',
      7,
    ],
    [
      "when == '2025-01-01'",
      "when is a date and '2025-01-01' is text; they are never the same; use toDate",
      0,
    ],
    [
      'order.items.sku',
      'order.items is a list; its elements have fields, it has none; use order.items[0].sku or order.items.map(i => i.sku)',
      0,
    ],
    ['order.id.length.x', 'order.id.length is a number and has no fields', 0],
    ['order.items.map(i => i.pric)', 'i.pric does not exist; did you mean i.price?', 21],
    ['order.items | sum(i => i.sku) | upper', undefined, undefined],
    ['upper(order.customer)', 'order.customer is an object; upper needs text; use toText', 6],
    ['sum(order.customer)', 'order.customer is an object; sum needs a list; use values or entries', 4],
    ['order.id.toUpercase()', 'order.id is text and has no method toUpercase; use toUpperCase', 0],
    ['order.items.sum(i => i.qty)', 'order.items is a list and has no method sum; write value | sum', 0],
    ['order.items.push(1)', 'order.items is a list and has no method push; use [...list, value]', 0],
    ['order.customer.trim()', 'order.customer is an object and has no method trim; write value | trim', 0],
    ['order.id | uper', 'There is no function uper; use upper', 11],
    ['round()', 'round needs "value"; write round(value: number, digits?: number)', 0],
    ['[...order.id]', 'order.id is text; ... in a list needs a list', 1],
    ['{ ...order.tags }', 'order.tags is a list; ... in an object needs an object', 2],
    ['order.customer[order.tags]', 'order.tags is a list; a key is text or a number', 15],
    ['order.id = 1', 'Assignment does not exist here; use == to compare', 0],
    ['Hi {{ order.custmer }}', 'order.custmer does not exist; did you mean order.customer?', 6],
    ['Hi {{ order', 'The braces {{ are never closed; add }}, or write \\{{ for the braces themselves', 3],
    ['order.constructor', 'The property "constructor" cannot be read or set', 6],
  ])('%s', (source, problem, position) => {
    const inferred = infer(source, shapes);
    if (problem === undefined) expect(inferred).toHaveProperty('shape');
    else expect(inferred).toMatchObject({ problem, position });
  });

  test.each([
    'order.note.anything',
    'order.note + 1',
    'order.note | upper',
    'maybe == null',
    'order.note == 5',
    'order.items[0].gift',
    'loose.x * 2',
    'toNumber(order.total) * 2',
    "when < '2025-01-01'",
    'undefined ?? 1',
    'isEmpty(order.missing)',
  ])('%s may be right, so it is no problem', (source) => {
    expect(infer(source, shapes)).toHaveProperty('shape');
  });
});
