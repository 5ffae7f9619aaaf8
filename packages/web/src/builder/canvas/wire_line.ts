/** The line from a port to the one that a wire would land on: that which the edge will have. Pure. */
import { Position } from '@xyflow/react';
import type { Point } from '../document/edits/make_node.ts';
import { edgeShape } from './edge_label.ts';

/** The dot of a port on its card. */
export interface Dot {
  id?: string | null;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Where an edge begins or ends at a dot: at its outer side. */
export function placeOfDot(card: Point, dot: Dot, side: 'source' | 'target'): Point {
  return { x: card.x + dot.x + (side === 'source' ? dot.width : 0), y: card.y + dot.y + dot.height / 2 };
}

/** @param side which end of the edge lands there */
export function lineTo(from: { fromX: number; fromY: number }, to: Point, side: 'source' | 'target'): string {
  const fixed = { x: from.fromX, y: from.fromY };
  const [source, target] = side === 'target' ? [fixed, to] : [to, fixed];
  return edgeShape({
    sourceX: source.x,
    sourceY: source.y,
    sourcePosition: Position.Right,
    targetX: target.x,
    targetY: target.y,
    targetPosition: Position.Left,
  }).path;
}
