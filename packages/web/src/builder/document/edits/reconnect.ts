import { type Connectable, canConnect, type Definition, type WorkflowEdge } from '@millrace/core';
import { connect, type NewEdge } from './connect.ts';

/** Whether an edge, or for null a new one, may join these ends; if not, why. The edge is no obstacle to itself. */
export function canReconnect(definition: Definition, edgeId: string | null, to: NewEdge): Connectable {
  return canConnect(withoutEdge(definition, edgeId), to.source, to.sourceHandle, to.target);
}

/** Leads an edge to other ends; it keeps its id and its place. For null a new edge is made. Unchanged where it cannot be. */
export function reconnect(definition: Definition, edgeId: string | null, to: NewEdge): Definition {
  if (edgeId === null) return connect(definition, to);
  const edge = definition.edges.find(({ id }) => id === edgeId);
  if (!edge || sameEnds(edge, to) || !canReconnect(definition, edgeId, to).ok) return definition;
  const { source, sourceHandle, target } = to;
  const moved = { ...edge, source, sourceHandle, target };
  return { ...definition, edges: definition.edges.map((other) => (other === edge ? moved : other)) };
}

/** The definition as it is while an end of this edge is in the hand. */
export function withoutEdge(definition: Definition, edgeId: string | null): Definition {
  if (edgeId === null) return definition;
  return { ...definition, edges: definition.edges.filter(({ id }) => id !== edgeId) };
}

/** Whether an edge joins these ends already. */
export function sameEnds(edge: WorkflowEdge, to: NewEdge): boolean {
  return edge.source === to.source && edge.sourceHandle === to.sourceHandle && edge.target === to.target;
}
