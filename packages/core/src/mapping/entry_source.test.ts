import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEntrySource, withListNames } from './entry_source.ts';

const read = (text: string) => {
  const found = readEntrySource(text);
  return found && [found.lists.map(({ text }) => text), found.source.replaceAll(/ +/g, ' ')];
};

describe('a source that goes through a list', () => {
  it.each([
    ['order.items[].sku', [['order.items'], '$0 .sku']],
    ['order.items[]', [['order.items'], '$0 ']],
    ['{{ order.items[].sku }}', [['order.items'], '{{ $0 .sku }}']],
    [
      'Item {{ order.items[].sku }} of {{ order.id }}',
      [['order.items'], 'Item {{ $0 .sku }} of {{ order.id }}'],
    ],
    ['items[].qty * items[].price', [['items'], '$0 .qty * $0 .price']],
    ['a?.b[].c', [['a?.b'], '$0 .c']],
    ["a['unit prices'][].c", [["a['unit prices']"], '$0 .c']],
    ['a[0][].c', [['a[0]'], '$0 .c']],
    ['order.items.filter(i => i.ok)[].sku', [['order.items.filter(i => i.ok)'], '$0 .sku']],
    ['(items | where(i => i.ok))[].sku', [['(items | where(i => i.ok))'], '$0 .sku']],
    ["items.filter(i => i.mark == ')')[].sku", [["items.filter(i => i.mark == ')')"], '$0 .sku']],
    ['upper(items[].name)', [['items'], 'upper($0 .name)']],
    ['items[].taxes[].rate', [['items', 'items[].taxes'], '$1 .rate']],
    ['items[].taxes[].rate * items[].price', [['items', 'items[].taxes'], '$1 .rate * $0 .price']],
  ])('%s', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it.each([
    'order.id',
    'default(tags, [])',
    '[]',
    "'a[]'",
    '`${x}[]`',
    'Options[] {{ order.id }}',
    'x ? [] : [1]',
  ])('is not meant by %s', (text) => {
    expect(readEntrySource(text)).toBeNull();
  });

  it('goes through one list only, and not through too many', () => {
    expect(() => readEntrySource('a.items[].x + b.items[].x')).toThrow(
      'goes through two lists, a.items and b.items; one value can follow one list only',
    );
    expect(() => readEntrySource('a[].b[].c[].d[].e[].f[].g')).toThrow('goes through more than 5 lists');
  });

  it('keeps the length of the text, so that positions hold, whatever the text', () => {
    const piece = fc.constantFrom(
      'a',
      '.b',
      '[]',
      '[0]',
      '(x)',
      '"[]"',
      ' ',
      '?.c',
      '{{',
      '}}',
      '$',
      '+',
      "'",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const text = pieces.join('');
        try {
          const found = readEntrySource(text);
          if (found) expect(found.source.length).toBe(text.length);
        } catch (error) {
          expect((error as Error).message).toMatch(/goes through|never closed/);
        }
      }),
    );
  });

  it('gives entries their names back in messages', () => {
    const source = readEntrySource('items[].taxes[].rate')!;
    expect(withListNames('$1.rate is text; $0 is a list; $12 and $5', source)).toBe(
      'items[].taxes[].rate is text; items[] is a list; $12 and $5',
    );
  });
});
