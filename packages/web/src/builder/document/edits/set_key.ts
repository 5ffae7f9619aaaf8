import type { Definition, WorkflowNode } from '@millrace/core';
import { rewriteConfig } from './rewrite_references.ts';

/** Gives a node another key, and every expression that read the old one the new one. */
export function setKey(definition: Definition, nodeId: string, key: string): Definition {
  const node = definition.nodes.find((candidate) => candidate.id === nodeId);
  if (!node || node.key === key) return definition;
  const shared = definition.nodes.some((other) => other.id !== nodeId && other.key === node.key);
  const names = new Map(node.type === 'trigger' || shared ? [] : [[node.key, key]]);
  return {
    ...definition,
    nodes: definition.nodes.map((other) => renamed(other, nodeId, key, names)),
  };
}

function renamed(
  node: WorkflowNode,
  nodeId: string,
  key: string,
  names: ReadonlyMap<string, string>,
): WorkflowNode {
  const config = names.size > 0 ? rewriteConfig(node.config, names) : node.config;
  if (node.id === nodeId) return { ...node, key, config };
  return config === node.config ? node : { ...node, config };
}
