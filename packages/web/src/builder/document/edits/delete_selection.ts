import type { Definition } from '@millrace/core';

export interface Selection {
  nodes: readonly string[];
  edges: readonly string[];
}

export const nothingSelected: Selection = { nodes: [], edges: [] };

/** Removes nodes and edges, and every edge that would be left with one end. */
export function deleteSelection(definition: Definition, selection: Selection): Definition {
  const nodes = new Set(selection.nodes);
  const edges = new Set(selection.edges);
  if (nodes.size === 0 && edges.size === 0) return definition;
  return {
    ...definition,
    nodes: definition.nodes.filter((node) => !nodes.has(node.id)),
    edges: definition.edges.filter(
      (edge) => !edges.has(edge.id) && !nodes.has(edge.source) && !nodes.has(edge.target),
    ),
  };
}
