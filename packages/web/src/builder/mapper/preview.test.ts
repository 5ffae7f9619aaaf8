import { describe, expect, it } from 'vitest';
import { previewAll, previewOne, sameNamed, targetOf } from './preview.ts';

const scope = { order: { total: 5, customer: { name: 'ada' } } };

describe('a preview', () => {
  it('shows each mapping by itself', () => {
    expect(
      previewOne(
        {
          target_field: 'customer.name',
          source_path: 'order.customer.name',
          transformation: { type: 'uppercase' },
        },
        scope,
      ),
    ).toEqual({ ok: true, value: 'ADA' });
    expect(previewOne({ target_field: '', source_path: 'order' }, scope)).toBeNull();
    expect(previewOne({ target_field: 'x', source_path: 'order.nothing', required: true }, scope)).toEqual({
      ok: false,
      message: 'order.nothing is empty',
    });
  });

  it('shows all together, leaving out what is not filled in', () => {
    const mappings = [
      { target_field: 'customer.name', source_path: 'order.customer.name' },
      { target_field: '', source_path: '' },
      { target_field: 'lines[0].sum', source_path: '{{ order.total * 2 }}' },
    ];
    expect(previewAll(mappings, scope)).toEqual({
      ok: true,
      value: { customer: { name: 'ada' }, lines: [{ sum: 10 }] },
    });
    expect(previewAll([{ target_field: 'x', source_path: '(' }], scope)).toMatchObject({
      ok: false,
      message: expect.stringMatching(/^x: /),
    });
  });

  it('offers fields of the same name that are not mapped yet', () => {
    expect(sameNamed([{ target_field: 'a', source_path: 'a' }], { a: 1, b: 2, 'odd name': 3 })).toEqual([
      { target_field: 'b', source_path: 'b' },
    ]);
    expect(sameNamed([], [1])).toEqual([]);
  });

  it.each([
    ['order.customer.name', 'name'],
    ['lines[0]', 'lines'],
    ["a['unit price']", 'price'],
    ['', 'value'],
  ])('names the target of %s %s', (path, name) => {
    expect(targetOf(path)).toBe(name);
  });
});
