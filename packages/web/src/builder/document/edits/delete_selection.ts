import { type Definition, keptGroups } from '@millrace/core';
import { withAnnotations } from './annotations.ts';

export interface Selection {
  nodes: readonly string[];
  edges: readonly string[];
  notes?: readonly string[];
  groups?: readonly string[];
}

export const nothingSelected: Selection = { nodes: [], edges: [], notes: [], groups: [] };

/** Whether it names nothing at all. */
export function isNothing(selection: Selection): boolean {
  return (
    selection.nodes.length === 0 &&
    selection.edges.length === 0 &&
    !selection.notes?.length &&
    !selection.groups?.length
  );
}

/**
 * Removes nodes and edges, every edge that would be left with one end, notes, and groups. The nodes of a group that goes
 * stay; a group whose last node goes, goes too.
 */
export function deleteSelection(definition: Definition, selection: Selection): Definition {
  if (isNothing(selection)) return definition;
  const nodes = new Set(selection.nodes);
  const edges = new Set(selection.edges);
  const left = {
    ...definition,
    nodes: definition.nodes.filter((node) => !nodes.has(node.id)),
    edges: definition.edges.filter(
      (edge) => !edges.has(edge.id) && !nodes.has(edge.source) && !nodes.has(edge.target),
    ),
  };
  const groups = (definition.groups ?? []).filter((group) => !selection.groups?.includes(group.id));
  return withAnnotations(left, {
    notes: (definition.notes ?? []).filter((note) => !selection.notes?.includes(note.id)),
    groups: keptGroups(
      groups,
      left.nodes.map((node) => node.id),
    ),
  });
}
