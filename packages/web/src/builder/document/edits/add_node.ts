import type { Definition, WorkflowNode } from '@millrace/core';
import { connect } from './connect.ts';

/** Adds a node; with `from`, also an edge from that port to it where the graph allows one. */
export function addNode(
  definition: Definition,
  node: WorkflowNode,
  from?: { source: string; sourceHandle: string },
): Definition {
  const added = { ...definition, nodes: [...definition.nodes, node] };
  return from ? connect(added, { ...from, target: node.id }) : added;
}
