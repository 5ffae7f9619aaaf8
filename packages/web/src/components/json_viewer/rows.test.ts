import { describe, expect, test } from 'vitest';
import { type Path, pathId, printPath, valueAt } from './path.ts';
import { idsLeadingTo, initiallyOpen, rowsOf } from './rows.ts';
import { findMatches } from './search.ts';
import { treeMove } from './tree_keys.ts';

const order = { id: 7, lines: [{ sku: 'A' }, { sku: 'B' }], 'first name': 'Grace' };
const names = (value: unknown, open: Iterable<Path>) =>
  rowsOf(value, new Set([...open].map(pathId))).map((row) =>
    row.range ? `${row.range.first}-${row.range.last}` : row.name,
  );

describe('rows', () => {
  test('only what is open is there', () => {
    expect(names(order, [])).toEqual([null]);
    expect(names(order, [[]])).toEqual([null, 'id', 'lines', 'first name']);
    expect(names(order, [[], ['lines'], ['lines', 1]])).toEqual([
      null,
      'id',
      'lines',
      0,
      1,
      'sku',
      'first name',
    ]);
  });

  test('more than a hundred children are folded into ranges, on every level', () => {
    const list = Array.from({ length: 250 }, (_, index) => index);
    expect(names(list, [[]])).toEqual([null, '0-99', '100-199', '200-249']);
    const long = Array.from({ length: 60_000 }, () => 0);
    expect(names(long, [[]])).toHaveLength(7);
  });

  test('ten megabytes are few rows at first', () => {
    const large = {
      items: Array.from({ length: 50_000 }, (_, id) => ({ id, text: 'x'.repeat(180), tags: ['a', 'b'] })),
    };
    expect(rowsOf(large, initiallyOpen(large)).length).toBeLessThan(70);
  });

  test('small data is open at once', () => {
    expect(rowsOf(order, initiallyOpen(order))).toHaveLength(8);
  });

  test('a plain value is one row that does not open', () => {
    expect(rowsOf('text', initiallyOpen('text'))).toMatchObject([{ value: 'text', size: null, open: false }]);
    expect(rowsOf({}, initiallyOpen({}))).toMatchObject([{ size: 0, open: false }]);
  });

  test('what leads to a place opens the ranges around it too', () => {
    const value = { list: Array.from({ length: 20_500 }, (_, index) => ({ index })) };
    const path = ['list', 12_345, 'index'];
    const rows = rowsOf(value, new Set(idsLeadingTo(value, path)));
    expect(rows.find((row) => row.id === pathId(path))).toMatchObject({ value: 12_345 });
  });
});

describe('paths', () => {
  test.each<[Path, string, string]>([
    [['order', 'lines', 0, 'sku'], '', 'order.lines[0].sku'],
    [['first name'], 'trigger.data', 'trigger.data["first name"]'],
    [[0], '', '[0]'],
    [['a"b'], 'x', 'x["a\\"b"]'],
    [[], 'http_response', 'http_response'],
  ])('%j after %j is written as %s', (path, prefix, text) => {
    expect(printPath(path, prefix)).toBe(text);
  });

  test('a value is found by own properties only', () => {
    expect(valueAt(order, ['lines', 1, 'sku'])).toBe('B');
    expect(valueAt(order, ['constructor'])).toBeUndefined();
    expect(valueAt(order, ['id', 'toFixed'])).toBeUndefined();
  });
});

describe('search', () => {
  const found = (value: unknown, text: string) =>
    [...findMatches(value, text)].filter((path) => path !== null).map((path) => printPath(path));

  test('finds keys and values of any case, in the order of the tree', () => {
    expect(found(order, 'a')).toEqual(['lines[0].sku', '["first name"]']);
    expect(found(order, 'SKU')).toEqual(['lines[0].sku', 'lines[1].sku']);
    expect(found({ a: null, b: true, c: 12 }, 'true')).toEqual(['b']);
    expect(found(order, 'nowhere')).toEqual([]);
  });

  test('gives the browser a turn now and then', () => {
    const walk = findMatches(
      Array.from({ length: 5_000 }, () => 'x'),
      'y',
    );
    expect([...walk].every((step) => step === null)).toBe(true);
  });

  test('is not stopped by deep data', () => {
    let deep: unknown = 'needle';
    for (let level = 0; level < 3_000; level++) deep = [deep];
    expect([...findMatches(deep, 'needle')].filter(Boolean)).toHaveLength(1);
  });
});

describe('keys', () => {
  const rows = rowsOf(order, new Set([pathId([]), pathId(['lines'])]));
  const at = (name: string | number) => rows.findIndex((row) => row.name === name);

  test.each([
    ['ArrowDown', 0, { go: 1 }],
    ['ArrowUp', 0, { go: 0 }],
    ['End', 0, { go: rows.length - 1 }],
    ['ArrowLeft', at(1), { go: at('lines') }],
    ['ArrowLeft', at('lines'), { toggle: rows[at('lines')], open: false }],
    ['ArrowRight', at(0), { toggle: rows[at(0)], open: true }],
    ['ArrowRight', at('lines'), { go: at(0) }],
    ['Enter', at(0), { toggle: rows[at(0)], open: true }],
    ['x', 0, null],
  ])('%s on row %i', (key, row, move) => {
    expect(treeMove(rows, row, key)).toEqual(move);
  });
});
