import { describe, expect, test } from 'vitest';
import { shiftIntoView } from './focus_view.ts';

const seen = { left: 0, top: 50, right: 700, bottom: 450 };
const box = (left: number, top: number, width = 200, height = 60) => ({
  left,
  top,
  right: left + width,
  bottom: top + height,
});

describe('what has the focus comes into view', () => {
  test.each([
    ['what is seen stays', box(300, 200), { x: 0, y: 0 }],
    ['from the left', box(-296, 200), { x: 312, y: 0 }],
    ['from the right, out from under a panel', box(600, 200), { x: -116, y: 0 }],
    ['from above', box(300, -100), { x: 0, y: 198 }],
    ['from below, out from under the controls', box(300, 400), { x: 0, y: -66 }],
    ['of what is too large the beginning', box(-50, 200, 900), { x: 50, y: 0 }],
    ['of what is too large and begins in the middle too', box(300, 200, 900), { x: -300, y: 0 }],
  ])('%s', (_, element, expected) => {
    expect(shiftIntoView(element, seen)).toEqual(expected);
  });

  test('margins give way where there is no room for them', () => {
    const low = { left: 0, top: 0, right: 700, bottom: 80 };
    const { y } = shiftIntoView(box(300, 100), low);
    expect(100 + y).toBeGreaterThanOrEqual(0);
    expect(160 + y).toBeLessThanOrEqual(80);
  });
});
