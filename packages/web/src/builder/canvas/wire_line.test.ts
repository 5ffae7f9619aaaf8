import { describe, expect, it } from 'vitest';
import { lineTo, placeOfDot } from './wire_line.ts';

describe('the line of a wire over a card', () => {
  const dot = { x: -6, y: 25, width: 12, height: 12 };

  it.each([
    ['target', { x: 94, y: 231 }],
    ['source', { x: 106, y: 231 }],
  ] as const)('reaches the outer side of a %s dot', (side, place) => {
    expect(placeOfDot({ x: 100, y: 200 }, dot, side)).toEqual(place);
  });

  it('leads from where it begins to the port, whichever end of the edge is in the hand', () => {
    const from = { fromX: 0, fromY: 10 };
    expect(lineTo(from, { x: 200, y: 80 }, 'target')).toMatch(/^M0,10 .*200,80$/);
    expect(lineTo(from, { x: -200, y: 80 }, 'source')).toMatch(/^M-200,80 .*0,10$/);
  });
});
