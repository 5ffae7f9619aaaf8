import type { Definition, WorkflowEdge } from '@millrace/core';
import { freeEdgeId } from '../names.ts';

/** Leads the ends of edges on to other nodes; what is joined already is not joined again. */
export function bridge(
  definition: Definition,
  entries: readonly Pick<WorkflowEdge, 'source' | 'sourceHandle'>[],
  targets: readonly string[],
): Definition {
  const edges = [...definition.edges];
  for (const { source, sourceHandle } of entries) {
    for (const target of targets) {
      const isThere = edges.some(
        (edge) => edge.source === source && edge.sourceHandle === sourceHandle && edge.target === target,
      );
      if (isThere || source === target) continue;
      const id = freeEdgeId({ ...definition, edges });
      edges.push({ id, source, sourceHandle, target, targetHandle: 'in' });
    }
  }
  return edges.length === definition.edges.length ? definition : { ...definition, edges };
}
