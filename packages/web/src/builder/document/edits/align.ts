/** Lines things up on the canvas. Pure: boxes in, new places out. */
import type { Point } from './make_node.ts';

export interface Box extends Point {
  id: string;
  width: number;
  height: number;
}

export const alignments = [
  'left',
  'centre',
  'right',
  'top',
  'middle',
  'bottom',
  'distribute_x',
  'distribute_y',
] as const;
export type Alignment = (typeof alignments)[number];

/** New places by id; of what stands right already too. Distributing needs three, the rest two. */
export function align(boxes: readonly Box[], how: Alignment): Map<string, Point> {
  if (how === 'distribute_x') return distribute(boxes, 'x', 'width');
  if (how === 'distribute_y') return distribute(boxes, 'y', 'height');
  const all = around(boxes);
  return new Map(boxes.map((box) => [box.id, placeIn(all, box, how)]));
}

type Edge = Exclude<Alignment, 'distribute_x' | 'distribute_y'>;

function placeIn(all: Omit<Box, 'id'>, box: Box, how: Edge): Point {
  switch (how) {
    case 'left':
      return { x: all.x, y: box.y };
    case 'centre':
      return { x: Math.round(all.x + (all.width - box.width) / 2), y: box.y };
    case 'right':
      return { x: all.x + all.width - box.width, y: box.y };
    case 'top':
      return { x: box.x, y: all.y };
    case 'middle':
      return { x: box.x, y: Math.round(all.y + (all.height - box.height) / 2) };
    case 'bottom':
      return { x: box.x, y: all.y + all.height - box.height };
  }
}

/** Equal gaps between the first and the last, which stay. Where there is no room for gaps, equal overlaps. */
function distribute(boxes: readonly Box[], axis: 'x' | 'y', size: 'width' | 'height'): Map<string, Point> {
  const order = [...boxes].sort((a, b) => a[axis] - b[axis] || a[axis] + a[size] - b[axis] - b[size]);
  const first = order[0];
  const last = order.at(-1);
  if (!first || !last || order.length < 3) return new Map(boxes.map(({ id, x, y }) => [id, { x, y }]));
  const filled = order.reduce((sum, box) => sum + box[size], 0);
  const gap = (last[axis] + last[size] - first[axis] - filled) / (order.length - 1);
  let at = first[axis];
  return new Map(
    order.map((box) => {
      const place = { x: box.x, y: box.y, [axis]: Math.round(at) };
      at += box[size] + gap;
      return [box.id, place];
    }),
  );
}

/** The smallest box around boxes. */
export function around(boxes: readonly Omit<Box, 'id'>[]): Omit<Box, 'id'> {
  let [x, y, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const box of boxes) {
    x = Math.min(x, box.x);
    y = Math.min(y, box.y);
    right = Math.max(right, box.x + box.width);
    bottom = Math.max(bottom, box.y + box.height);
  }
  return boxes.length === 0
    ? { x: 0, y: 0, width: 0, height: 0 }
    : { x, y, width: right - x, height: bottom - y };
}
