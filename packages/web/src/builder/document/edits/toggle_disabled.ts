import type { Definition } from '@millrace/core';

/** Disables the nodes, or enables them when all of them are disabled already. */
export function toggleDisabled(definition: Definition, ids: readonly string[]): Definition {
  const chosen = new Set(ids);
  const affected = definition.nodes.filter((node) => chosen.has(node.id));
  if (affected.length === 0) return definition;
  const disable = affected.some((node) => !node.disabled);
  return {
    ...definition,
    nodes: definition.nodes.map((node) => {
      if (!chosen.has(node.id) || Boolean(node.disabled) === disable) return node;
      const { disabled: _, ...rest } = node;
      return disable ? { ...rest, disabled: true } : rest;
    }),
  };
}
