/** Where the name of an edge goes, so that it never covers the cards at its ends. Pure. */
import { getBezierPath, getSmoothStepPath, type Position } from '@xyflow/react';

/** A name is cut beyond this. */
const widestChip = 120;
/** Between the name and the ports on both sides of it. */
const clear = 8;
/** The arrow head, and the dot of a port. */
const ends = 12;

/** About how wide a name is drawn: 12 px medium text with a border. */
export function chipWidth(label: string): number {
  return Math.min(widestChip, Math.ceil(label.length * 7.4) + 12);
}

export interface EdgeEnds {
  sourceX: number;
  sourceY: number;
  targetX: number;
  targetY: number;
  sourcePosition: Position;
  targetPosition: Position;
}

export interface EdgeShape {
  path: string;
  /** The middle of the edge: where its buttons are. */
  x: number;
  y: number;
  /** The edge leads back to the left, around both cards. */
  back: boolean;
}

/** The line of an edge. A curve back to the left would cross both cards, so there it has corners. */
export function edgeShape(at: EdgeEnds): EdgeShape {
  const back = at.targetX < at.sourceX + 20;
  const [path, x, y] = back
    ? getSmoothStepPath({ ...at, borderRadius: 14, offset: 28 })
    : getBezierPath({ ...at, curvature: 0.3 });
  return { path, x, y, back };
}

/**
 * How wide the name may be, in the middle between the two cards; 0 where it would cover one of them, and the port beside
 * the card says it alone. An edge that leads back has its middle anywhere, so its name is left out too.
 */
export function roomForLabel(at: Pick<EdgeEnds, 'sourceX' | 'targetX'>, label: string): number {
  const room = at.targetX - at.sourceX - 2 * clear - ends;
  const wanted = chipWidth(label);
  if (room >= wanted) return wanted;
  return room >= 36 ? room : 0;
}
