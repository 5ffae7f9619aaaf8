/** Where a step that is added from a row of the outline goes. Pure. */
import { type Definition, handlesOf, incoming, outgoing } from '@millrace/core';
import type { Branch } from '../document/flow_tree.ts';
import type { QuickAddTarget } from '../panels.tsx';

/** After a step, by the output by which the flow goes on; null where nothing can follow it. */
export function targetAfter(definition: Definition, nodeId: string): QuickAddTarget | null {
  const node = definition.nodes.find(({ id }) => id === nodeId);
  if (!node) return null;
  const handles = handlesOf(node);
  const handle = node.subtype === 'loop' ? 'done' : handles.includes('out') ? 'out' : handles[0];
  return handle === undefined ? null : targetOf(definition, nodeId, handle);
}

/** Into the only edge of an output, else beside those that it has. */
function targetOf(definition: Definition, source: string, sourceHandle: string): QuickAddTarget {
  const [edge, another] = outgoing(definition, source, sourceHandle);
  return edge && !another ? { kind: 'edge', edgeId: edge.id } : { kind: 'port', source, sourceHandle };
}

/** Before a step; null for a trigger. */
export function targetBefore(definition: Definition, nodeId: string): QuickAddTarget | null {
  const node = definition.nodes.find(({ id }) => id === nodeId);
  if (!node || node.type === 'trigger') return null;
  const [edge, another] = incoming(definition, nodeId);
  return edge && !another ? { kind: 'edge', edgeId: edge.id } : { kind: 'before', nodeId };
}

/** At the beginning of a branch. */
export function targetIn(definition: Definition, { node, handle, edge }: Branch): QuickAddTarget {
  return edge ? { kind: 'edge', edgeId: edge.id } : targetOf(definition, node, handle);
}
