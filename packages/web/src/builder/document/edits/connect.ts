import { canConnect, type Definition } from '@millrace/core';
import { freeEdgeId } from '../names.ts';

export interface NewEdge {
  source: string;
  sourceHandle: string;
  target: string;
}

/** Joins a port to a node. The definition comes back unchanged where the edge exists already or cannot be. */
export function connect(definition: Definition, edge: NewEdge): Definition {
  const exists = definition.edges.some(
    (other) =>
      other.source === edge.source &&
      other.target === edge.target &&
      other.sourceHandle === edge.sourceHandle,
  );
  if (exists || !canConnect(definition, edge.source, edge.sourceHandle, edge.target).ok) return definition;
  return {
    ...definition,
    edges: [...definition.edges, { id: freeEdgeId(definition), ...edge, targetHandle: 'in' }],
  };
}
