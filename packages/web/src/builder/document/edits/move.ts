import type { Definition } from '@millrace/core';
import type { Point } from './make_node.ts';

/** Puts nodes at new places; nodes that did not move keep their identity, so that they are not drawn again. */
export function moveNodes(definition: Definition, positions: ReadonlyMap<string, Point>): Definition {
  let moved = false;
  const nodes = definition.nodes.map((node) => {
    const to = positions.get(node.id);
    if (!to || (to.x === node.position.x && to.y === node.position.y)) return node;
    moved = true;
    return { ...node, position: { x: to.x, y: to.y } };
  });
  return moved ? { ...definition, nodes } : definition;
}

/** Moves nodes by a distance (arrow keys). */
export function nudgeNodes(definition: Definition, ids: readonly string[], by: Point): Definition {
  const chosen = new Set(ids);
  const positions = new Map<string, Point>();
  for (const node of definition.nodes) {
    if (chosen.has(node.id)) positions.set(node.id, { x: node.position.x + by.x, y: node.position.y + by.y });
  }
  return moveNodes(definition, positions);
}
