import { describe, expect, it } from 'vitest';
import { barPlace } from './bar_place.ts';

const canvas = { width: 1_000, height: 700 };
const card = (x: number, y: number) => ({ x, y, width: 240, height: 62 });
const selected = { x: 200, y: 300, width: 600, height: 100 };
const view = [0, 0, 1] as const;

describe('the bar of what is selected', () => {
  it.each([
    ['floats above it', [], 252],
    ['below it, where a card would be covered above', [card(380, 240)], 412],
    [
      'at the head of the canvas, where one would be covered on both sides',
      [card(380, 240), card(380, 420)],
      12,
    ],
    ['above, where a card is everywhere', [card(380, 240), card(380, 420), card(380, 0)], 252],
  ])('%s', (_, cards, top) => {
    expect(barPlace(selected, cards, view, canvas)).toEqual({ left: 500, top });
  });

  it('stays within the canvas, also a small one', () => {
    expect(barPlace({ ...selected, x: -900 }, [], view, canvas).left).toBe(147);
    expect(barPlace({ ...selected, y: 2_000 }, [], view, canvas).top).toBe(604);
    expect(barPlace(selected, [], view, { width: 200, height: 700 }).left).toBe(100);
  });
});
