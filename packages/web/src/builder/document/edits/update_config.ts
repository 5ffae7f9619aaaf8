import type { Definition } from '@millrace/core';
import { updateNode } from './update_node.ts';

/**
 * Sets one field of a node's configuration by its path (`['auth', 'token']`, `['mappings', 0, 'target_field']`).
 * `undefined` removes the field. What is on the way and missing is made: a list for a number, an object for a name.
 */
export function updateConfig(
  definition: Definition,
  nodeId: string,
  path: readonly (string | number)[],
  value: unknown,
): Definition {
  const node = definition.nodes.find((candidate) => candidate.id === nodeId);
  if (!node) return definition;
  return updateNode(definition, nodeId, {
    config: setAt(node.config, path, value) as Record<string, unknown>,
  });
}

/** A copy of `target` with `value` at `path`; only what lies on the path is copied. */
export function setAt(target: unknown, path: readonly (string | number)[], value: unknown): unknown {
  const [head, ...rest] = path;
  if (head === undefined) return value;
  if (typeof head === 'number') {
    const list = Array.isArray(target) ? [...target] : [];
    const next = setAt(list[head], rest, value);
    if (next === undefined && rest.length === 0) list.splice(head, 1);
    else list[head] = next;
    return list;
  }
  const record: Record<string, unknown> = isRecord(target) ? { ...target } : {};
  const next = setAt(Object.hasOwn(record, head) ? record[head] : undefined, rest, value);
  if (next === undefined) delete record[head];
  else
    Object.defineProperty(record, head, {
      value: next,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  return record;
}

/** What stands at a path, or `undefined`; own properties only. */
export function getAt(target: unknown, path: readonly (string | number)[]): unknown {
  let value = target;
  for (const part of path) {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string | number, unknown>)[part];
  }
  return value;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
