import { type Definition, handlesOf, type WorkflowNode } from '@millrace/core';
import type { Point } from './make_node.ts';

/** Distances on the canvas, in its pixels. A node card is {@link nodeWidth} wide. */
export const nodeWidth = 240;
export const columnWidth = 320;
export const gridSize = 20;

/** Heights of a card, as `node_card.tsx` draws it: a head, and a row for each port where there are several. */
export const headHeight = 62;
export const portHeight = 26;

export function cardHeight(node: WorkflowNode): number {
  const ports = handlesOf(node).length;
  return ports > 1 ? headHeight + ports * portHeight + 6 : headHeight;
}

/** How far below the top of a card the middle of an output is; that of the input is in the middle of the head. */
export function portMiddle(node: WorkflowNode, index: number): number {
  return handlesOf(node).length > 1 ? headHeight + 2 + portHeight * (index + 0.5) : headHeight / 2;
}

/** The first free place at or below a point for a card of a height. */
export function freePlace(definition: Definition, wanted: Point, height = headHeight): Point {
  const place = snap(wanted);
  const blocks = (node: WorkflowNode) =>
    Math.abs(node.position.x - place.x) < nodeWidth + 20 &&
    node.position.y < place.y + height + 24 &&
    place.y < node.position.y + cardHeight(node) + 24;
  for (let other = definition.nodes.find(blocks); other; other = definition.nodes.find(blocks)) {
    place.y = Math.ceil((other.position.y + cardHeight(other) + 32) / gridSize) * gridSize;
  }
  return place;
}

/** Right of a node, below what already stands there. */
export function placeAfter(definition: Definition, node: WorkflowNode, away = columnWidth): Point {
  return freePlace(definition, { x: node.position.x + away, y: node.position.y });
}

export function snap(point: Point): Point {
  return { x: Math.round(point.x / gridSize) * gridSize, y: Math.round(point.y / gridSize) * gridSize };
}
