import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileMappings, previewMappings } from './compile_mappings.ts';
import { type FieldMapping, fieldMappingSchema } from './field_mapping.ts';
import { inferMapping } from './infer_mapping.ts';
import { sourceReferences } from './mapping_references.ts';

const order = {
  id: 'o-1',
  currency: 'EUR',
  items: [
    { sku: 'a', qty: 2, price: 10, taxes: [{ rate: 0.19 }, { rate: 0.05 }] },
    { sku: 'b', qty: 1, price: 5.5, taxes: [] },
  ],
  tags: ['new', 'vip'],
  none: null,
  empty: [],
};
const scope = { order };
const to = (target_field: string, source_path: string, more: object = {}): FieldMapping =>
  fieldMappingSchema.parse({ target_field, source_path, ...more });
const map = (...mappings: FieldMapping[]) => compileMappings(mappings).evaluate(scope);

describe('a list is filled from another list', () => {
  it.each<[string, FieldMapping[], unknown]>([
    [
      'field by field',
      [to('lines[].sku', 'order.items[].sku'), to('lines[].amount', 'order.items[].qty')],
      {
        lines: [
          { sku: 'a', amount: 2 },
          { sku: 'b', amount: 1 },
        ],
      },
    ],
    [
      'with expressions over an entry',
      [to('lines[].sum', 'order.items[].qty * order.items[].price')],
      { lines: [{ sum: 20 }, { sum: 5.5 }] },
    ],
    [
      'with what is the same in all of them, and the position',
      [
        to('lines[].sku', 'order.items[].sku'),
        to('lines[].currency', 'order.currency'),
        to('lines[].position', 'index + 1'),
        to('lines[].kind', '', { default_value: 'product' }),
      ],
      {
        lines: [
          { sku: 'a', currency: 'EUR', position: 1, kind: 'product' },
          { sku: 'b', currency: 'EUR', position: 2, kind: 'product' },
        ],
      },
    ],
    ['of single values', [to('codes[]', 'order.items[].sku')], { codes: ['a', 'b'] }],
    [
      'from single values',
      [to('labels[].name', 'order.tags[]')],
      { labels: [{ name: 'new' }, { name: 'vip' }] },
    ],
    ['with whole entries', [to('tags[]', 'order.tags[]')], { tags: ['new', 'vip'] }],
    [
      'with transformations and defaults',
      [
        to('lines[].sku', 'order.items[].sku', { transformation: { type: 'uppercase' } }),
        to('lines[].note', 'order.items[].note', { default_value: 'none of {{ order.id }}' }),
      ],
      {
        lines: [
          { sku: 'A', note: 'none of o-1' },
          { sku: 'B', note: 'none of o-1' },
        ],
      },
    ],
    [
      'list in list',
      [
        to('lines[].sku', 'order.items[].sku'),
        to('lines[].vat[].percent', 'order.items[].taxes[].rate * 100'),
      ],
      {
        lines: [
          { sku: 'a', vat: [{ percent: 19 }, { percent: 5 }] },
          { sku: 'b', vat: [] },
        ],
      },
    ],
    [
      'deep inside, beside other fields',
      [to('invoice.body.lines[].item.sku', 'order.items[].sku'), to('invoice.number', 'order.id')],
      { invoice: { number: 'o-1', body: { lines: [{ item: { sku: 'a' } }, { item: { sku: 'b' } }] } } },
    ],
    [
      'from a part of it',
      [to('lines[].sku', 'order.items.filter(i => i.qty > 1)[].sku')],
      { lines: [{ sku: 'a' }] },
    ],
    [
      'in a fixed place of another',
      [to('parts[1].skus[]', 'order.items[].sku')],
      { parts: [null, { skus: ['a', 'b'] }] },
    ],
    ['that is empty', [to('lines[].sku', 'order.empty[].sku', { required: true })], { lines: [] }],
    ['that is not there', [to('lines[].sku', 'order.missing[].sku'), to('id', 'order.id')], { id: 'o-1' }],
    ['that is null', [to('lines[].sku', 'order.none[].sku')], {}],
    [
      'with a value for each entry, also where there is none',
      [to('notes[]', 'order.items[].note')],
      { notes: [null, null] },
    ],
    ['in braces', [to('lines[].sku', '{{ order.items[].sku }}')], { lines: [{ sku: 'a' }, { sku: 'b' }] }],
    [
      'in a text',
      [to('lines[].text', '{{ order.items[].qty }} x {{ order.items[].sku }}')],
      { lines: [{ text: '2 x a' }, { text: '1 x b' }] },
    ],
  ])('%s', (_, mappings, expected) => {
    expect(map(...mappings)).toEqual(expected);
  });

  it('an entry does not shadow what the node sees', () => {
    const mappings = [to('lines[].a', 'order.items[].sku'), to('lines[].b', 'item.x')];
    expect(compileMappings(mappings).evaluate({ order, item: { x: 7 } })).toMatchObject({
      lines: [{ a: 'a', b: 7 }, { b: 7 }],
    });
  });

  it('is read as far as the checks follow it: through its first entry', () => {
    expect(sourceReferences('order.items[].sku')).toEqual([
      ['order', 'items'],
      ['order', 'items', '0', 'sku'],
    ]);
    expect(sourceReferences('order.items[].taxes[].rate + index')).toEqual([
      ['order', 'items'],
      ['order', 'items', '0', 'taxes'],
      ['order', 'items', '0', 'taxes', '0', 'rate'],
    ]);
    expect(sourceReferences('order.items.filter(i => i.ok)[].sku')).toEqual([['order', 'items']]);
    expect(sourceReferences('order.id')).toEqual([['order', 'id']]);
  });
});

describe('a list that cannot be filled', () => {
  const message = (mappings: FieldMapping[]) => {
    try {
      map(...mappings);
    } catch (error) {
      const { code, field, message } = error as { code: string; field: string; message: string };
      return `${code} ${field} ${message}`;
    }
    return 'nothing failed';
  };
  it.each<[string, FieldMapping[], string]>([
    [
      'from two lists',
      [to('lines[].a', 'order.items[].sku'), to('lines[].b', 'order.tags[]')],
      'lists mappings[1].source_path lines[].b goes through order.tags and lines[].a through order.items; a list is filled from one list',
    ],
    [
      'from none',
      [to('lines[].a', 'order.id')],
      'lists mappings[0].source_path lines[].a: nothing says which list lines[] is filled from; map one of its fields through a list, as in order.items[].sku',
    ],
    [
      'onto one field',
      [to('sku', 'order.items[].sku')],
      'lists mappings[0].target_field sku: order.items[].sku has a value for each entry of order.items, and sku takes one; map onto sku[], or take one entry as in order.items[0]',
    ],
    [
      'through one list too many',
      [to('lines[].rate', 'order.items[].taxes[].rate')],
      'lists mappings[0].target_field lines[].rate: its source also goes through order.items[].taxes, for which the target has no list; add [] to it, or take one entry as in order.items[].taxes[0]',
    ],
    [
      'from an object',
      [to('lines[].a', 'order[].x')],
      'type mappings[0].source_path lines[]: order is an object; a list is needed',
    ],
    [
      'where it must be there',
      [to('lines[].a', 'order.missing[].a', { required: true })],
      'required mappings[0].source_path lines[].a: order.missing is empty',
    ],
    [
      'where an entry lacks what is required',
      [to('lines[].a', 'order.items[].taxes[0].rate', { required: true })],
      'required mappings[0].source_path lines[].a: order.items[].taxes[0].rate is empty (entry 2)',
    ],
    [
      'where an entry has another type',
      [to('lines[].a', 'order.items[].sku * 2')],
      'type mappings[0].source_path lines[].a: order.items[].sku is text "a"; * needs a number; use toNumber (entry 1)',
    ],
    [
      'beside a place of it',
      [to('lines[].a', 'order.items[].sku'), to('lines[0].b', '1')],
      'conflict mappings[1].target_field lines[0].b and lines[].a cannot both be set: one is inside the other, or one is a list and the other is not',
    ],
    [
      'of values and of objects',
      [to('lines[]', 'order.items[].sku'), to('lines[].a', 'order.items[].sku')],
      'conflict mappings[1].target_field lines[].a and lines[] cannot both be set: one is inside the other, or one is a list and the other is not',
    ],
    [
      'directly in a list',
      [to('grid[][]', 'order.items[].taxes[]')],
      'invalid_target mappings[0].target_field The target field "grid[][]" needs a name after []',
    ],
    [
      'of a prototype',
      [to('lines[].__proto__.x', 'order.items[].sku')],
      'invalid_target mappings[0].target_field The target field "lines[].__proto__.x" has the part "__proto__", which is a reserved name',
    ],
    [
      'through what is no expression',
      [to('lines[].a', 'order.1x[].b')],
      'syntax mappings[0].source_path lines[].a: ',
    ],
  ])('%s', (_, mappings, expected) => {
    expect(message(mappings)).toContain(expected);
  });
});

describe('a preview', () => {
  it('gives what works and says of each other why it does not', () => {
    const { value, errors } = previewMappings(
      [
        to('id', 'order.id'),
        to('id', 'order.currency'),
        to('bad', 'order.'),
        to('lines[].sku', 'order.items[].sku'),
        to('lines[].sum', 'order.items[].sku * 2'),
        to('other[].x', '1'),
      ],
      scope,
    );
    expect(value).toEqual({ id: 'o-1', lines: [{ sku: 'a' }, { sku: 'b' }] });
    expect([...errors.keys()].sort()).toEqual([1, 2, 4, 5]);
    expect(errors.get(1)?.message).toBe('id is mapped twice');
    expect(errors.get(4)?.message).toContain('(entry 1)');
  });
});

describe('the shape of a mapping', () => {
  const shapes = {
    order: {
      type: 'object' as const,
      fields: {
        id: { type: 'text' as const },
        items: {
          type: 'list' as const,
          item: {
            type: 'object' as const,
            fields: { sku: { type: 'text' as const }, qty: { type: 'number' as const } },
          },
        },
      },
    },
  };
  it.each<[FieldMapping, unknown]>([
    [to('a', 'order.id'), { shape: { type: 'text' } }],
    [to('a[].b', 'order.items[].qty'), { shape: { type: 'number' } }],
    [
      to('a', 'order.id', { transformation: { type: 'multiply', params: { factor: 1 } } }),
      { shape: { type: 'number' } },
    ],
    [to('a', '', { default_value: 3 }), { shape: { type: 'number' } }],
    [to('a', 'order.id', { default_value: 3 }), { shape: { type: 'unknown' } }],
    [to('a[].b', 'order.id[].x'), { problem: 'order.id is text; a list is needed' }],
  ])('%j', (mapping, expected) => {
    expect(inferMapping(mapping, shapes)).toMatchObject(expected as object);
  });

  it('names the field that an entry lacks', () => {
    const found = inferMapping(to('a[].b', 'order.items[].sqk'), shapes);
    expect(found).toMatchObject({ problem: expect.stringContaining('order.items[].sqk does not exist') });
  });
});

it('as many entries come out as went in, each from its own', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ a: fc.integer(), b: fc.string({ minLength: 1 }) })), (items) => {
      const mappings = [to('out[].x', 'items[].a'), to('out[].in.y', 'items[].b'), to('out[].n', 'index')];
      expect(compileMappings(mappings).evaluate({ items })).toEqual({
        out: items.map(({ a, b }, n) => ({ x: a, in: { y: b }, n })),
      });
    }),
  );
});
