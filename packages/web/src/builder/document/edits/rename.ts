import { type Definition, definitionLimits, visibleName } from '@millrace/core';
import { updateNode } from './update_node.ts';

/** Gives a node another name. An empty name is allowed while typing; the kind's name is then shown. */
export function rename(definition: Definition, nodeId: string, label: string): Definition {
  return updateNode(definition, nodeId, { label: visibleName(label).slice(0, definitionLimits.label) });
}
