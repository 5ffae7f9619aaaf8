/**
 * Where what one does with an edge is drawn: its buttons, and what releasing over it would do. Pure.
 * Invariants:
 *  1. the + can be hit: where the cards at both ends leave no room for it, it is above them, and never on a port;
 *  2. what is said while something is held over the edge lies above the cards at its ends, and within the canvas.
 */
import { headHeight, nodeWidth } from '../document/edits/place.ts';
import type { EdgeEnds, EdgeShape } from './edge_label.ts';

/** The buttons, with the dots of both ports beside them, take so much. */
const wanted = 32;
/** From the top of a card to the middle of what is above it. */
const above = 16;
/** Half of the +. */
const plus = 12;
/** So much of the cards in a row is beside each other, that nothing is free between them. */
const sameRow = headHeight + 12;

export interface ToolsPlace {
  x: number;
  y: number;
  /** Above the cards, because there is no room between them. */
  raised: boolean;
}

type Ends = Pick<EdgeEnds, 'sourceX' | 'sourceY' | 'targetX' | 'targetY'>;

/** Where the buttons of an edge are. */
export function toolsPlace(at: Ends, { x, y }: Pick<EdgeShape, 'x' | 'y'>): ToolsPlace {
  const gap = at.targetX - at.sourceX;
  const isRow = Math.abs(at.targetY - at.sourceY) < sameRow;
  if (!isRow || gap >= wanted || gap <= -nodeWidth) return { x, y, raised: false };
  return { x: (at.sourceX + at.targetX) / 2, y: topOf(at) - above, raised: true };
}

/** The top of the higher one of the cards, as far as their ports are in their heads. */
function topOf({ sourceY, targetY }: Ends): number {
  return Math.min(sourceY, targetY) - headHeight / 2;
}

/** Half of what is said, and from it to what it is said of; in pixels of the screen. */
const hint = { half: 14, gap: 14 } as const;

/**
 * How far from the buttons of the edge the words are, in pixels of the drawing: above them and the cards, else below the cards.
 * @param tools where the buttons are
 * @param view as React Flow has it: how far it is moved, and the zoom.
 */
export function hintShift(
  at: Ends,
  tools: ToolsPlace,
  [, moved, zoom]: readonly [x: number, y: number, zoom: number],
): number {
  const away = (hint.half + hint.gap) / zoom;
  const top = Math.min(topOf(at), tools.y - plus) - away;
  if (top * zoom + moved >= hint.half) return top - tools.y;
  return Math.max(at.sourceY, at.targetY) + headHeight / 2 + away - tools.y;
}
