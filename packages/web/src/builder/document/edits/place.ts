import type { Definition, WorkflowNode } from '@millrace/core';
import type { Point } from './make_node.ts';

/** Distances on the canvas, in its pixels. A node card is {@link nodeWidth} wide. */
export const nodeWidth = 240;
export const nodeHeight = 68;
export const columnWidth = 320;
export const rowHeight = 120;
export const gridSize = 20;

function overlaps(a: Point, b: Point): boolean {
  return Math.abs(a.x - b.x) < nodeWidth + 20 && Math.abs(a.y - b.y) < nodeHeight + 24;
}

/** The first free place at or below a point. */
export function freePlace(definition: Definition, wanted: Point): Point {
  const place = snap(wanted);
  while (definition.nodes.some((node) => overlaps(node.position, place))) place.y += rowHeight;
  return place;
}

/** Right of a node, below what already stands there. */
export function placeAfter(definition: Definition, node: WorkflowNode): Point {
  return freePlace(definition, { x: node.position.x + columnWidth, y: node.position.y });
}

export function snap(point: Point): Point {
  return { x: Math.round(point.x / gridSize) * gridSize, y: Math.round(point.y / gridSize) * gridSize };
}
