import { describe, expect, it } from 'vitest';
import { headHeight, nodeWidth } from '../document/edits/place.ts';
import { hintShift, toolsPlace } from './edge_tools.ts';

/** The ends of an edge between two cards in a row, so far apart; the dots of the ports stand out of both by 6. */
const apart = (gap: number, down = 0) => ({
  sourceX: 246,
  sourceY: 31,
  targetX: 234 + gap,
  targetY: 31 + down,
});
const middle = (at: ReturnType<typeof apart>) => ({
  x: (at.sourceX + at.targetX) / 2,
  y: (at.sourceY + at.targetY) / 2,
});
const placeOf = (gap: number, down = 0) => toolsPlace(apart(gap, down), middle(apart(gap, down)));

describe('the buttons of an edge', () => {
  it.each([
    [80, 0, false],
    [44, 0, false],
    [40, 0, true],
    [10, 0, true],
    [0, 0, true],
    [-40, 0, true],
    [10, 40, true],
    // The target stands lower than the source ends: between them is room.
    [10, 120, false],
    // It leads back to the left.
    [-nodeWidth - 40, 0, false],
  ])('between cards %s apart, the second one %s lower, are raised: %s', (gap, down, raised) => {
    expect(placeOf(gap, down).raised).toBe(raised);
  });

  it('are in the middle of the edge where there is room', () => {
    expect(placeOf(80)).toEqual({ ...middle(apart(80)), raised: false });
  });

  it('that are raised are over both cards, and over no port', () => {
    for (const down of [-60, 0, 60]) {
      const place = placeOf(10, down);
      const top = Math.min(31, 31 + down) - headHeight / 2;
      expect(place.y + 12).toBeLessThanOrEqual(top);
      expect(place.x).toBeGreaterThan(240);
      expect(place.x).toBeLessThan(250);
    }
  });
});

describe('what is said while something is held over an edge', () => {
  /** Where the middle of the words is on the screen. */
  const at = (gap: number, zoom: number, moved: number) =>
    (placeOf(gap).y + hintShift(apart(gap), placeOf(gap), [0, moved, zoom])) * zoom + moved;

  it.each([
    [10, 1],
    [10, 0.5],
    [10, 2],
    [80, 1],
  ])('between cards %s apart is above them and the + at zoom %s', (gap, zoom) => {
    const top = Math.min(0, placeOf(gap).y - 12) * zoom + 400;
    expect(at(gap, zoom, 400) + 14).toBeLessThanOrEqual(top);
  });

  it('is below them where above would be outside of the canvas', () => {
    expect(at(10, 1, 10) - 14).toBeGreaterThanOrEqual(headHeight + 10);
  });
});
