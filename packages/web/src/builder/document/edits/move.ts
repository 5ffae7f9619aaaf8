import type { Definition } from '@millrace/core';
import { withAnnotations } from './annotations.ts';
import type { Point } from './make_node.ts';

/**
 * Puts nodes, and notes, at new places; what did not move keeps its identity, so that it is not drawn again.
 * @param notes by the ids of notes, which may be the same as ids of nodes.
 */
export function moveNodes(
  definition: Definition,
  positions: ReadonlyMap<string, Point>,
  notes: ReadonlyMap<string, Point> = none,
): Definition {
  const moved = placed(definition.nodes, positions);
  const movedNotes = placed(definition.notes ?? [], notes);
  const next = moved ? { ...definition, nodes: moved } : definition;
  return movedNotes ? withAnnotations(next, { notes: movedNotes }) : next;
}

const none: ReadonlyMap<string, Point> = new Map();

/** The list with new places; null where nothing moved. */
function placed<T extends { id: string; position: Point }>(
  list: readonly T[],
  positions: ReadonlyMap<string, Point>,
): T[] | null {
  if (positions.size === 0) return null;
  let moved = false;
  const next = list.map((one) => {
    const to = positions.get(one.id);
    if (!to || (to.x === one.position.x && to.y === one.position.y)) return one;
    moved = true;
    return { ...one, position: { x: to.x, y: to.y } };
  });
  return moved ? next : null;
}

/** Moves nodes and notes by a distance (arrow keys). */
export function nudgeNodes(
  definition: Definition,
  ids: readonly string[],
  by: Point,
  notes: readonly string[] = [],
): Definition {
  return moveNodes(
    definition,
    shifted(definition.nodes, ids, by),
    shifted(definition.notes ?? [], notes, by),
  );
}

function shifted(
  list: readonly { id: string; position: Point }[],
  ids: readonly string[],
  by: Point,
): Map<string, Point> {
  const chosen = new Set(ids);
  return new Map(
    list
      .filter(({ id }) => chosen.has(id))
      .map(({ id, position }) => [id, { x: position.x + by.x, y: position.y + by.y }]),
  );
}
