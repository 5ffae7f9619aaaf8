import { describe, expect, it } from 'vitest';
import { type Alignment, align, type Box } from './align.ts';

const box = (id: string, x: number, y: number, width = 240, height = 60): Box => ({
  id,
  x,
  y,
  width,
  height,
});
const three = [box('a', 0, 0), box('b', 100, 200, 240, 120), box('c', 500, 90)];

describe('lining up', () => {
  it.each<[Alignment, Record<string, [number, number]>]>([
    ['left', { a: [0, 0], b: [0, 200], c: [0, 90] }],
    ['right', { a: [500, 0], b: [500, 200], c: [500, 90] }],
    ['centre', { a: [250, 0], b: [250, 200], c: [250, 90] }],
    ['top', { a: [0, 0], b: [100, 0], c: [500, 0] }],
    ['bottom', { a: [0, 260], b: [100, 200], c: [500, 260] }],
    ['middle', { a: [0, 130], b: [100, 100], c: [500, 130] }],
    ['distribute_x', { a: [0, 0], b: [250, 200], c: [500, 90] }],
    ['distribute_y', { a: [0, 0], c: [500, 100], b: [100, 200] }],
  ])('%s', (how, expected) => {
    const places = align(three, how);
    const found = Object.fromEntries([...places].map(([id, { x, y }]) => [id, [x, y]]));
    expect(found).toEqual(expected);
  });

  it.each<Alignment>(['distribute_x', 'distribute_y'])('%s leaves two where they are', (how) => {
    const places = align(three.slice(0, 2), how);
    expect([places.get('a'), places.get('b')]).toEqual([
      { x: 0, y: 0 },
      { x: 100, y: 200 },
    ]);
  });

  it('spreads what has no room with equal overlaps, first and last stay', () => {
    const tight = [box('a', 0, 0), box('b', 10, 0), box('c', 100, 0)];
    expect([...align(tight, 'distribute_x').values()].map(({ x }) => x)).toEqual([0, 50, 100]);
  });

  it('of nothing is nothing', () => {
    expect(align([], 'left').size).toBe(0);
  });
});
