import { type Definition, type NodeSubtype, nodeKind, type WorkflowNode } from '@millrace/core';
import { freeKey, freeLabel, freeNodeId } from '../names.ts';

export interface Point {
  x: number;
  y: number;
}

/** A node of a kind with a free id, key and label, not yet part of the definition. */
export function makeNode(
  definition: Definition,
  subtype: NodeSubtype,
  position: Point,
  config: Record<string, unknown> = {},
): WorkflowNode {
  const kind = nodeKind(subtype);
  return {
    id: freeNodeId(definition),
    type: kind.type,
    subtype,
    key: freeKey(definition, subtype),
    label: freeLabel(definition, kind.label),
    position,
    config,
  };
}
