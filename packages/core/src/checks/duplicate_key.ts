import { expressionNames } from '../identifier.ts';
import { type Check, problem } from './subject.ts';

/** Every node has a key of its own, so that an expression means one node. */
export const duplicateKeyCheck: Check = ({ definition }) => {
  const owners = new Map<string, string>();
  return definition.nodes.flatMap((node) => {
    const owner = owners.get(node.key);
    if (owner !== undefined) {
      const message = `${node.label} has the key "${node.key}", which ${owner} has too; give each node a key of its own`;
      return [problem('duplicate_key', node, message, { field: 'key' })];
    }
    owners.set(node.key, node.label);
    if (!expressionNames.has(node.key) || (node.key === 'trigger' && node.type === 'trigger')) return [];
    const message = `${node.label} has the key "${node.key}", which expressions use for something else; choose another`;
    return [problem('duplicate_key', node, message, { field: 'key' })];
  });
};
