import { describe, expect, it } from 'vitest';
import { childrenOf, leavesOf, sourceId, sourceRows } from './source_tree.ts';
import { allTargets, sameField, targetRows, targetTree } from './target_tree.ts';
import { fieldOf, sourceOf, targetsOf } from './testing.ts';

const order = {
  id: 'A-1',
  customer: { name: 'Ada', 'unit price': 5 },
  items: [{ sku: 'a' }, { sku: 'b', note: 'late' }],
  tags: ['x'],
  none: null,
  empty: [],
};

describe('the source tree', () => {
  it('names each field by the expression that reads it, those of a list once for all its entries', () => {
    expect(leavesOf([sourceOf('order', order)]).map(({ path, type, value }) => [path, type, value])).toEqual([
      ['order.id', 'text', 'A-1'],
      ['order.customer.name', 'text', 'Ada'],
      ["order.customer['unit price']", 'number', 5],
      ['order.items[].sku', 'text', 'a'],
      ['order.items[].note', 'text', 'late'],
      ['order.tags[]', 'text', 'x'],
      ['order.none', 'nothing', null],
      ['order.empty', 'list', []],
    ]);
  });

  it('of the input directly has fields without a root', () => {
    expect(leavesOf([sourceOf('', { id: 1, a: { b: 2 } })]).map(({ path }) => path)).toEqual(['id', 'a.b']);
  });

  it('finds by name and by value, with what is around', () => {
    const root = sourceOf('order', order);
    const found = (word: string) => sourceRows([root], () => false, word).map(({ path }) => path);
    expect(found('sku')).toEqual(['order', 'order.items', 'order.items[].sku']);
    expect(found('ada')).toEqual(['order', 'order.customer', 'order.customer.name']);
    expect(found('nothing like it')).toEqual([]);
  });

  it('shows what is unfolded', () => {
    const root = sourceOf('order', order);
    expect(sourceRows([root], ({ id }) => id === 'order', '').map(({ name }) => name)).toEqual([
      'order',
      ...Object.keys(order),
    ]);
  });

  it('knows one field by all its names', () => {
    expect(sourceId(['trigger', 'payload', 'id'])).toBe(sourceId(['trigger', 'data', 'id']));
    expect(sourceId(['step', 'call', 'output', 'id'])).toBe(sourceId(['call', 'id']));
    expect(fieldOf(sourceOf('order', order), 'order.items[].sku').id).toBe(
      sourceId(['order', 'items', '0', 'sku']),
    );
  });

  it('stays quick with lists of thousands, and asks only some of their entries', () => {
    const items = Array.from({ length: 50_000 }, (_, at) => ({ [`f${at % 900}`]: at }));
    const [list] = childrenOf(sourceOf('data', { items }));
    expect(childrenOf(list!)).toHaveLength(50);
  });
});

describe('the target tree', () => {
  const schema = {
    type: 'object',
    required: ['number', 'lines', 'kind'],
    properties: {
      number: { type: 'string', title: 'Number', description: 'Of the invoice' },
      kind: { type: 'string', default: 'invoice' },
      customer: { $ref: '#/$defs/person' },
      lines: {
        type: 'array',
        items: { type: 'object', properties: { sku: { type: 'string' } }, required: ['sku'] },
      },
      tags: { type: 'array', items: { type: 'string' } },
      either: { anyOf: [{ type: 'null' }, { type: 'object', properties: { a: { type: 'number' } } }] },
    },
    $defs: { person: { type: 'object', properties: { name: { type: 'string' } } } },
  };

  it('shows the schema with titles, types and what is required', () => {
    const rows = allTargets(targetTree({ schema, sample: null, fields: [] }));
    expect(rows.map(({ id, shape, required, title }) => [id, shape.type, required, title])).toEqual([
      ['number', 'text', true, 'Number'],
      ['kind', 'text', false, null],
      ['customer', 'object', false, null],
      ['customer.name', 'text', false, null],
      ['lines', 'list', true, null],
      ['lines[].sku', 'text', true, null],
      ['tags', 'list', false, null],
      ['tags[]', 'text', false, null],
      ['either', 'object', false, null],
      ['either.a', 'number', false, null],
    ]);
  });

  it('shows a pasted sample, and each field that is mapped besides, in its place', () => {
    const sample = targetsOf({ a: 'x', lines: [{ sku: 'x' }], tags: ['x'] });
    expect(allTargets(sample).map(({ id }) => id)).toEqual(['a', 'lines', 'lines[].sku', 'tags', 'tags[]']);
    const fields = ['lines[].qty', 'customer.name', 'grid[1][0]', '["odd.name"]', 'not a [name'];
    const rows = allTargets(targetTree({ schema, sample: null, fields })).map(({ id }) => id);
    expect(rows).toEqual(
      expect.arrayContaining(['lines[].qty', 'grid', 'grid[1]', 'grid[1][0]', '["odd.name"]', 'not a [name']),
    );
    expect(rows.filter((id) => id === 'customer.name')).toHaveLength(1);
  });

  it('a schema that refers to itself ends', () => {
    const endless = { type: 'object', properties: { child: { $ref: '#' } } };
    expect(allTargets(targetTree({ schema: endless, sample: null, fields: [] })).length).toBeLessThan(20);
  });

  it('finds a field however it is written, and by a word', () => {
    expect(sameField('["customer"].name')).toBe('customer.name');
    expect(
      targetRows(targetsOf({ a: { name: 'x', b: 1 } }), () => false, 'NAME').map(({ id }) => id),
    ).toEqual(['a', 'a.name']);
  });
});
