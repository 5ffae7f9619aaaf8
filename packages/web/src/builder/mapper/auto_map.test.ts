import { describe, expect, it } from 'vitest';
import { suggest, wordsOf } from './auto_map.ts';
import { sourceOf, targetsOf } from './testing.ts';

const pairs = (source: unknown, target: unknown, taken: string[] = []) =>
  suggest([sourceOf('order', source)], targetsOf(target), new Set(taken))
    .map(({ mapping }) => `${mapping.target_field} < ${mapping.source_path}`)
    .sort();

describe('fields that look alike', () => {
  it.each<[string, unknown, unknown, string[]]>([
    ['the same name', { id: 1 }, { id: 1 }, ['id < order.id']],
    ['another style', { firstName: 'x' }, { first_name: 'x' }, ['first_name < order.firstName']],
    ['capitals', { ORDER_ID: 1 }, { orderId: 1 }, ['orderId < order.ORDER_ID']],
    ['singular and plural', { tags: 'x' }, { tag: 'x' }, ['tag < order.tags']],
    [
      'other words for the same',
      { e_mail: 'x', zip: 'x', qty: 1 },
      { mail: 'x', postalCode: 'x', quantity: 1 },
      ['mail < order.e_mail', 'postalCode < order.zip', 'quantity < order.qty'],
    ],
    [
      'a name with what is around it',
      { customer: { name: 'x' } },
      { customer_name: 'x' },
      ['customer_name < order.customer.name'],
    ],
    [
      'the place decides between the same names',
      { billing: { city: 'a' }, shipping: { city: 'b' } },
      { shipping: { city: 'x' } },
      ['shipping.city < order.shipping.city'],
    ],
    ['a last word', { purchase_number: 'x' }, { number: 'x' }, ['number < order.purchase_number']],
    [
      'fields of lists, from one list',
      { items: [{ sku: 'a', qty: 1 }], gifts: [{ sku: 'b' }] },
      { lines: [{ sku: 'x', quantity: 1 }] },
      ['lines[].quantity < order.items[].qty', 'lines[].sku < order.items[].sku'],
    ],
    ['nothing alike', { a: 1 }, { b: 1 }, []],
    ['a type that cannot be', { total: { a: 1 } }, { total: ['x'] }, []],
    ['a list for one value', { items: [{ sku: 'a' }] }, { sku: 'x' }, []],
  ])('%s', (_, source, target, expected) => {
    expect(pairs(source, target)).toEqual(expected);
  });

  it('leaves alone what is mapped, and takes each source once', () => {
    expect(pairs({ name: 'x' }, { name: 'x', full_name: 'x' })).toEqual(['name < order.name']);
    expect(pairs({ name: 'x' }, { name: 'x' }, ['name'])).toEqual([]);
  });

  it('is surer of the same name than of a similar one', () => {
    const found = suggest(
      [sourceOf('o', { email: 'x', zip: 'x' })],
      targetsOf({ email: 'x', postal_code: 'x' }),
      new Set(),
    );
    expect(found.map(({ why }) => why)).toEqual(['same', 'synonym']);
    expect(found[0]!.confidence).toBeGreaterThan(found[1]!.confidence);
  });

  it.each([
    ['zipCode2', 'zip code2'],
    ['HTTPStatus', 'http status'],
    ['line-items', 'line item'],
    ['Addresses', 'address'],
    ['categories', 'category'],
    ['status', 'status'],
  ])('reads the words of %s', (name, words) => {
    expect(wordsOf(name)).toBe(words);
  });

  it('is quick with 500 source fields and 300 targets', () => {
    const many = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, at) => [`field_${at}`, 'x']));
    expect(pairs(many(500), many(300))).toHaveLength(300);
  });
});
