/** For the tests of the mapper: trees made from plain data. */
import { type JsonSchema, shapeOfValue } from '@millrace/core';
import { childrenOf, type SourceNode, sourceRoots } from './source_tree.ts';
import { allTargets, type TargetNode, targetTree } from './target_tree.ts';

/** The root of a value that expressions call by this name. */
export function sourceOf(name: string, value: unknown): SourceNode {
  const source = { name, label: name, node: null, value, real: true, origin: 'last' as const };
  return { ...sourceRoots([source], { [name]: shapeOfValue(value) })[0]!, source: null };
}

/** The field that an expression reads. */
export function fieldOf(root: SourceNode, path: string): SourceNode {
  const found = find(root, path);
  if (!found) throw new Error(`The source has no ${path}`);
  return found;
}

function find(node: SourceNode, path: string): SourceNode | undefined {
  if (node.path === path) return node;
  for (const child of childrenOf(node)) {
    const found = find(child, path);
    if (found) return found;
  }
  return undefined;
}

export function targetsOf(sample: unknown, schema: JsonSchema | null = null): TargetNode[] {
  return targetTree({ schema, sample: sample === null ? null : shapeOfValue(sample), fields: [] });
}

export function targetOf(targets: readonly TargetNode[], id: string): TargetNode {
  const found = allTargets(targets).find((node) => node.id === id);
  if (!found) throw new Error(`The target has no ${id}`);
  return found;
}
