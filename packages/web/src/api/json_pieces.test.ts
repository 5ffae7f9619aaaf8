import { describe, expect, it } from 'vitest';
import { assembler, piecesOf } from './json_pieces.ts';

function roundTrip(value: unknown, size: number): { value: unknown; pieces: number; largest: number } {
  const built = assembler();
  let pieces = 0;
  let largest = 0;
  for (const piece of piecesOf(value, size)) {
    pieces += 1;
    if (piece.kind === 'add') largest = Math.max(largest, JSON.stringify(piece.values).length);
    // As it arrives from a worker.
    built.take(structuredClone(piece));
  }
  return { value: built.value(), pieces, largest };
}

const orders = Array.from({ length: 300 }, (_, id) => ({
  id,
  customer: { name: `Ada ${id}`, tags: ['a', 'b'] },
  paid: id % 2 === 0,
  note: null,
}));

describe('a value in pieces', () => {
  it.each([
    ['nothing', null],
    ['a number', 42],
    ['a text longer than a piece', 'x'.repeat(5_000)],
    ['an empty list', []],
    ['an empty object', {}],
    ['a long list', orders],
    ['a list deep in an object', { data: { page: 1, orders, after: 'the list' } }],
    ['large and small fields in turn', { a: 1, b: orders, c: 2, d: { e: orders }, f: 'last' }],
    ['lists of lists', Array.from({ length: 60 }, () => Array.from({ length: 60 }, (_, i) => i))],
    ['an object with many fields', Object.fromEntries(orders.map((order) => [`order ${order.id}`, order]))],
  ])('is the same again: %s', (_, value) => {
    const { value: again } = roundTrip(value, 1_000);
    expect(again).toEqual(value);
    // With its fields in their order.
    expect(JSON.stringify(again)).toBe(JSON.stringify(value));
  });

  it('is many small ones, where it is large', () => {
    const { pieces, largest } = roundTrip({ orders }, 1_000);
    expect(pieces).toBeGreaterThan(10);
    expect(largest).toBeLessThan(2_500);
  });

  it('is one, where it is small', () => {
    expect(roundTrip({ a: [1, 2, 3] }, 1_000).pieces).toBe(1);
  });

  it('keeps a field that is called __proto__ a field', () => {
    const value: unknown = JSON.parse(`{"__proto__": {"admin": true}, "filler": "${'x'.repeat(2_000)}"}`);
    const { value: again } = roundTrip(value, 1_000);
    expect(Object.keys(again as object)).toEqual(['__proto__', 'filler']);
    expect((again as { admin?: boolean }).admin).toBeUndefined();
  });
});
