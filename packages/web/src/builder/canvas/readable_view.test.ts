import { describe, expect, it } from 'vitest';
import { draw } from '../document/testing.ts';
import { leastZoom, readableView } from './readable_view.ts';
import { viewOf } from './view.ts';

const chain = (length: number) =>
  draw(
    Object.fromEntries(
      Array.from({ length }, (_, index) => [`n${index}`, index === 0 ? 'manual' : 'respond']),
    ),
  );
const nothing = { nodes: [], edges: [] };
const canvas = { width: 796, height: 700 };

/** Where a card lies on the canvas. */
function onScreen(
  definition: ReturnType<typeof chain>,
  id: string,
  selection = nothing as { nodes: string[]; edges: string[] },
) {
  const { x, zoom } = readableView(definition, selection, canvas);
  const card = definition.nodes.find((node) => node.id === id)!;
  return { left: card.position.x * zoom + x, right: (card.position.x + 240) * zoom + x };
}

describe('what is shown by itself', () => {
  it('is everything where that can be read', () => {
    const short = chain(3);
    const view = readableView(short, nothing, canvas);
    expect(view.zoom).toBeGreaterThanOrEqual(leastZoom);
    expect(onScreen(short, 'n0').left).toBeGreaterThanOrEqual(0);
    expect(onScreen(short, 'n2').right).toBeLessThanOrEqual(canvas.width);
  });

  it.each([7, 40, 1_000])('of %s nodes in a row is the beginning, large enough to read', (length) => {
    const long = chain(length);
    expect(readableView(long, nothing, canvas).zoom).toBeGreaterThanOrEqual(leastZoom);
    expect(onScreen(long, 'n0').left).toBeGreaterThanOrEqual(0);
    expect(onScreen(long, 'n0').right).toBeLessThanOrEqual(canvas.width);
  });

  it.each(['n3', 'n6', 'n30'])('has %s in view where it is selected', (id) => {
    const long = chain(40);
    const { left, right } = onScreen(long, id, { nodes: [id], edges: [] });
    expect(left).toBeGreaterThanOrEqual(0);
    expect(right).toBeLessThanOrEqual(canvas.width);
  });

  it('of nothing at all is what it was', () => {
    expect(readableView(draw({}), nothing, canvas)).toEqual(viewOf([], canvas));
  });
});
