import type { Definition, WorkflowNode } from '@millrace/core';
import { rewriteConfig } from './rewrite_references.ts';

/** Gives a node another key, and every expression that read the old one the new one. */
export function setKey(definition: Definition, nodeId: string, key: string): Definition {
  return setKeys(definition, new Map([[nodeId, key]]));
}

/**
 * Gives nodes other keys, by their ids, all at once: keys may also be exchanged, and every configuration is looked through
 * once, however many there are.
 */
export function setKeys(definition: Definition, keys: ReadonlyMap<string, string>): Definition {
  const changed = definition.nodes.filter(({ id, key }) => (keys.get(id) ?? key) !== key);
  if (changed.length === 0) return definition;
  const names = readNames(definition, changed, keys);
  return { ...definition, nodes: definition.nodes.map((node) => renamed(node, keys.get(node.id), names)) };
}

/** Which names expressions read and shall read otherwise: a trigger is not read by its key, and of two with one key neither. */
function readNames(
  { nodes }: Definition,
  changed: readonly WorkflowNode[],
  keys: ReadonlyMap<string, string>,
): Map<string, string> {
  const owners = new Map<string, number>();
  for (const { key } of nodes) owners.set(key, (owners.get(key) ?? 0) + 1);
  return new Map(
    changed
      .filter(({ type, key }) => type !== 'trigger' && owners.get(key) === 1)
      .map(({ id, key }) => [key, keys.get(id)!]),
  );
}

function renamed(
  node: WorkflowNode,
  key: string | undefined,
  names: ReadonlyMap<string, string>,
): WorkflowNode {
  const config = names.size > 0 ? rewriteConfig(node.config, names) : node.config;
  if (key !== undefined && key !== node.key) return { ...node, key, config };
  return config === node.config ? node : { ...node, config };
}
