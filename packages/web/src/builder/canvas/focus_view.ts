/** How far the view moves so that what has the focus is seen. Pure; all in pixels of the screen. */

interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** What floats over the canvas: buttons in its corners above, the controls below. */
const margins = { side: 16, top: 48, bottom: 56 } as const;

/** By how much an element has to move to lie in the seen part of the canvas: nothing where it does. */
export function shiftIntoView(element: Box, seen: Box): { x: number; y: number } {
  return {
    x: shift(element.left, element.right, seen.left, seen.right, margins.side, margins.side),
    y: shift(element.top, element.bottom, seen.top, seen.bottom, margins.top, margins.bottom),
  };
}

/** On one axis. Where there is no room for the margins they give way; of what is too large the beginning is shown. */
function shift(start: number, end: number, from: number, to: number, before: number, after: number): number {
  const spare = to - from - (end - start);
  const part = Math.min(1, Math.max(0, spare / (before + after)));
  const least = from + before * part;
  const most = to - after * part;
  if (start < least || spare < 0) return least - start;
  return end > most ? most - end : 0;
}
