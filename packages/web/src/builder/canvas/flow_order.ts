/** The order in which nodes are reached with Tab and what a screen reader says of them. */
import { type Definition, nodeKind, topologicalOrder, type WorkflowNode } from '@millrace/core';

/** Nodes in the order of the flow; in their drawn order (left to right, top to bottom) where the graph has a cycle. */
export function flowOrder(definition: Definition): WorkflowNode[] {
  const order = topologicalOrder(definition);
  return (
    order ?? [...definition.nodes].sort((a, b) => a.position.x - b.position.x || a.position.y - b.position.y)
  );
}

/**
 * "Get order, HTTP Request, step 2 of 5, connected to Data Transform, 1 problem".
 * @param place in the flow; null for what nothing is connected with
 * @param marks what its card is marked with besides
 */
export function nodeDescription(
  node: WorkflowNode,
  place: { step: number; of: number } | null,
  targets: readonly string[],
  marks: readonly string[],
): string {
  const kind = nodeKind(node.subtype).label;
  const parts = [node.label || kind];
  if (node.label && node.label !== kind) parts.push(kind);
  // Its name stays first: that is what somebody looks for.
  if (place) parts.push(`step ${place.step} of ${place.of}`, leadsTo(targets));
  else parts.push('not connected');
  if (node.disabled) parts.push('disabled');
  parts.push(...marks);
  return parts.join(', ');
}

function leadsTo(targets: readonly string[]): string {
  return targets.length > 0 ? `connected to ${joined(targets)}` : 'not connected to a next step';
}

function joined(names: readonly string[]): string {
  const shown = names.slice(0, 3);
  const more = names.length - shown.length;
  if (more > 0) return `${shown.join(', ')} and ${more} more`;
  return shown.length < 2 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
