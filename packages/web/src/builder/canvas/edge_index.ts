import type { WorkflowEdge } from '@millrace/core';

/** One index per list of edges: every port of every node asks, each time the list changes. */
const indexes = new WeakMap<readonly WorkflowEdge[], Set<string>>();

/** Whether an edge leaves the port. */
export function hasEdgeFrom(edges: readonly WorkflowEdge[], source: string, handle: string): boolean {
  let index = indexes.get(edges);
  if (!index) {
    index = new Set(edges.map((edge) => `${edge.source} ${edge.sourceHandle}`));
    indexes.set(edges, index);
  }
  return index.has(`${source} ${handle}`);
}
