import { type Definition, handlesOf } from '@millrace/core';

/** Drops the edges that leave a node through a port it no longer has. */
export function pruneEdges(definition: Definition, nodeId: string): Definition {
  const node = definition.nodes.find((candidate) => candidate.id === nodeId);
  if (!node) return definition;
  const handles = new Set(handlesOf(node));
  const kept = definition.edges.filter((edge) => edge.source !== nodeId || handles.has(edge.sourceHandle));
  return kept.length === definition.edges.length ? definition : { ...definition, edges: kept };
}
