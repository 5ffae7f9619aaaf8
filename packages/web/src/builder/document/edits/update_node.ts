import type { Definition, WorkflowNode } from '@millrace/core';
import { pruneEdges } from './prune_edges.ts';

/** What of a node may be changed in place; its id, type and subtype never change. */
export type NodePatch = Partial<
  Pick<
    WorkflowNode,
    | 'label'
    | 'config'
    | 'notes'
    | 'disabled'
    | 'retry'
    | 'on_error'
    | 'on_unknown'
    | 'timeout_seconds'
    | 'connection_id'
  >
>;

/**
 * Changes settings of a node; a value of `undefined` removes the setting. Edges from ports that the change takes away
 * (the `error` port when `on_error` is no longer `branch`) go with them.
 */
export function updateNode(definition: Definition, nodeId: string, patch: NodePatch): Definition {
  const nodes = definition.nodes.map((node) => (node.id === nodeId ? merged(node, patch) : node));
  return pruneEdges({ ...definition, nodes }, nodeId);
}

function merged(node: WorkflowNode, patch: NodePatch): WorkflowNode {
  const next: Record<string, unknown> = { ...node, ...patch };
  for (const [name, value] of Object.entries(patch)) if (value === undefined) delete next[name];
  return next as WorkflowNode;
}
