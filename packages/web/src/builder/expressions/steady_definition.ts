/**
 * What runs before a node does not change while somebody types into that node's form. So the definition from which its sample
 * data is made stays the same object until something else changes: every key would otherwise make the whole scope anew, with
 * its shapes, and evaluate every field again.
 */
import type { Definition } from '@millrace/core';

/** The definition from which sample data was made last, where nothing that matters has changed since; else the new one. */
export function steadyDefinition(before: Definition | null, now: Definition, nodeId: string): Definition {
  return before && isAlike(before, now, nodeId) ? before : now;
}

function isAlike(before: Definition, now: Definition, nodeId: string): boolean {
  if (before === now) return true;
  if (before.edges !== now.edges || before.nodes.length !== now.nodes.length) return false;
  return before.nodes.every((node, index) => {
    const next = now.nodes[index]!;
    if (node === next) return true;
    if (node.id !== next.id || node.subtype !== next.subtype || node.key !== next.key) return false;
    // Where a card stands changes nothing of the data; of the node itself only the kind of a loop does.
    return node.id === nodeId
      ? node.config.mode === next.config.mode
      : node.config === next.config && node.label === next.label && node.disabled === next.disabled;
  });
}
