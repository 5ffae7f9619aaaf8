/** Where the bar of what is selected floats: within the canvas, and over no card where that can be. Pure. */
import type { FrameBox } from './frames.ts';

/** How large the bar is drawn, about. */
const bar = { width: 270, height: 36 } as const;
/** Room to what it belongs to, and to the borders of the canvas with the controls at its foot. */
const gap = 12;
const foot = 96;

interface Place {
  /** The middle of the bar, in pixels of the canvas. */
  left: number;
  top: number;
}

/**
 * Above what is selected, else below it, else at the head of the canvas; where all of these cover a card, above.
 * @param view as React Flow has it: how far it is moved, and the zoom.
 */
export function barPlace(
  selected: FrameBox,
  cards: readonly FrameBox[],
  [x, y, zoom]: readonly [x: number, y: number, zoom: number],
  canvas: { width: number; height: number },
): Place {
  const half = bar.width / 2 + gap;
  const centre = x + (selected.x + selected.width / 2) * zoom;
  const left = Math.max(Math.min(half, canvas.width / 2), Math.min(canvas.width - half, centre));
  const within = (top: number) => Math.max(gap, Math.min(canvas.height - foot, top));
  const tops = [
    y + selected.y * zoom - bar.height - gap,
    y + (selected.y + selected.height) * zoom + gap,
    gap,
  ].map(within);
  const covers = (top: number) =>
    cards.some((card) => {
      const from = { x: x + card.x * zoom, y: y + card.y * zoom };
      return (
        from.x < left + bar.width / 2 &&
        left - bar.width / 2 < from.x + card.width * zoom &&
        from.y < top + bar.height &&
        top < from.y + card.height * zoom
      );
    });
  return { left, top: tops.find((top) => !covers(top)) ?? tops[0]! };
}
