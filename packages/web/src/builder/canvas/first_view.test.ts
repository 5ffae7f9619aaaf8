import { describe, expect, it } from 'vitest';
import { draw } from '../document/testing.ts';
import { firstView, readableZoom } from './first_view.ts';

const box = { width: 1176, height: 850 };
const chain = (count: number) =>
  draw(Object.fromEntries([['t', 'webhook'], ...range(count).map((n) => [`n${n}`, 'respond'])]));
const range = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('what the canvas shows first', () => {
  it('shows the whole workflow, in the middle, where it can be read so', () => {
    const { x, zoom } = firstView(chain(3), box);
    expect(zoom).toBeCloseTo(1080 / 1200);
    expect([x, x + 1200 * zoom]).toEqual([32, box.width - 64]);
  });

  it('never enlarges a small one', () => {
    expect(firstView(draw({ t: 'webhook' }), box)).toEqual({ x: 452, y: 390, zoom: 1 });
  });

  it('shows the beginning of one that could not be read, with the trigger at the left edge, half way down', () => {
    const long = chain(30);
    const trigger = long.nodes.find((node) => node.type === 'trigger')!;
    trigger.position = { x: 100, y: 900 };
    const { x, y, zoom } = firstView(long, box);
    expect(zoom).toBe(readableZoom);
    expect(trigger.position.x * zoom + x).toBe(32);
    expect((trigger.position.y + 31) * zoom + y).toBe(48 + (850 - 48 - 56) / 2);
  });

  it('shows no empty half above the first of many rows', () => {
    const rows = chain(30);
    for (const [index, node] of rows.nodes.entries())
      node.position = { x: (index % 5) * 400, y: Math.floor(index / 5) * 300 };
    const { y, zoom } = firstView(rows, box);
    expect(zoom).toBe(readableZoom);
    expect(y).toBe(48);
  });

  it('begins at the leftmost node without a trigger, and shows an empty canvas as it is', () => {
    const steps = draw(Object.fromEntries(range(30).map((n) => [`n${n}`, 'respond'])));
    expect(firstView(steps, box)).toMatchObject({ x: 32, zoom: readableZoom });
    expect(firstView(draw({}), box)).toEqual({ x: 0, y: 0, zoom: 1 });
  });
});
