import type { Definition } from '@millrace/core';
import { updateNode } from './update_node.ts';

/**
 * Changes the cases of a switch. `origin[i]` says which case (by its old index) the new case `i` was, or null for a new
 * one, so that every edge stays with its case when cases are removed or reordered; edges of removed cases go.
 */
export function setCases(
  definition: Definition,
  nodeId: string,
  cases: readonly unknown[],
  origin: readonly (number | null)[],
): Definition {
  const node = definition.nodes.find((candidate) => candidate.id === nodeId);
  if (!node) return definition;
  const moved = new Map<string, string>();
  origin.forEach((old, index) => {
    if (old !== null) moved.set(`case_${old}`, `case_${index}`);
  });
  const edges = definition.edges.flatMap((edge) => {
    if (edge.source !== nodeId || !edge.sourceHandle.startsWith('case_')) return [edge];
    const handle = moved.get(edge.sourceHandle);
    if (handle === undefined) return [];
    return handle === edge.sourceHandle ? [edge] : [{ ...edge, sourceHandle: handle }];
  });
  return updateNode({ ...definition, edges }, nodeId, { config: { ...node.config, cases: [...cases] } });
}
