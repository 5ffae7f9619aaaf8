import { describe, expect, it } from 'vitest';
import { viewAfterAdding } from './reveal.ts';

const card = (column: number, y = 0) => ({ x: column * 320, y, width: 240, height: 62 });
const canvas = { width: 800, height: 600 };
const start = { x: 100, y: 200, zoom: 1 };
const after = (columns: number, view = start, size = canvas) => {
  const all = Array.from({ length: columns }, (_, column) => card(column));
  const [added, neighbour] = [all.at(-1)!, all.at(-2)];
  return viewAfterAdding(view, size, { added, neighbours: neighbour ? [neighbour] : [], all });
};
/** The left and the right border of a card on the screen. */
const borders = (view: typeof start, column: number) => {
  const left = column * 320 * view.zoom + view.x;
  return [left, left + 240 * view.zoom];
};

describe('after a node was added the view', () => {
  it('does not move where it and what it was added to are in view, wherever the rest is', () => {
    expect(after(2, { ...start, x: 40 })).toEqual({ ...start, x: 40 });
    const view = { x: -280, y: 200, zoom: 1 };
    expect(after(3, view)).toBe(view);
  });

  it('moves only as far as it has to', () => {
    expect(after(2, { x: 300, y: 200, zoom: 1 })).toEqual({ x: 176, y: 200, zoom: 1 });
    expect(after(1, { x: 100, y: 700, zoom: 1 })).toEqual({ x: 100, y: 482, zoom: 1 });
  });

  it('gets a little smaller where everything can be read so', () => {
    const view = after(3);
    expect(view.zoom).toBeCloseTo(0.8, 1);
    expect(borders(view, 0)[0]).toBeGreaterThanOrEqual(32);
    expect(borders(view, 2)[1]).toBeLessThanOrEqual(canvas.width - 64);
  });

  it('shows the neighbour whole where not everything can be shown', () => {
    const view = after(9);
    expect(view.zoom).toBe(1);
    expect(borders(view, 7)[0]).toBeGreaterThanOrEqual(32);
    expect(borders(view, 8)[1]).toBe(canvas.width - 64);
  });

  it('shows the new node alone where both have no room', () => {
    const view = after(5, start, { width: 420, height: 300 });
    expect(borders(view, 4)[1]).toBe(420 - 64);
  });
});
