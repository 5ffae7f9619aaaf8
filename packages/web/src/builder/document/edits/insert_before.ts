import { type Definition, handlesOf, type WorkflowNode } from '@millrace/core';
import { bridge } from './bridge.ts';

/** Puts a new node before another one: all that led there leads to the new node, and its first output goes on. */
export function insertBefore(definition: Definition, nodeId: string, node: WorkflowNode): Definition {
  const target = definition.nodes.find(({ id }) => id === nodeId);
  if (!target || target.type === 'trigger' || node.type === 'trigger') return definition;
  const handle = node.subtype === 'loop' ? 'done' : handlesOf(node)[0];
  const edges = definition.edges.map((edge) =>
    edge.target === nodeId ? { ...edge, target: node.id } : edge,
  );
  const added = { ...definition, nodes: [...definition.nodes, node], edges };
  return handle === undefined ? added : bridge(added, [{ source: node.id, sourceHandle: handle }], [nodeId]);
}
