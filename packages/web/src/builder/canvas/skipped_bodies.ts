/** What is in the body of a loop has no steps of its own when the loop was skipped; it did not run either. Pure. */
import { type Definition, loopsOf, type Step } from '@millrace/core';

/** The steps, with a skipped one for each node in the body of a loop that was skipped. */
export function withSkippedBodies(definition: Definition, steps: readonly Step[]): Step[] {
  const skipped = steps.filter(({ status, subtype }) => status === 'skipped' && subtype === 'loop');
  if (skipped.length === 0) return [...steps];
  const loops = loopsOf(definition);
  const inside = new Set(skipped.flatMap(({ node_id }) => [...loops.bodyOf(node_id)]));
  for (const { node_id } of steps) inside.delete(node_id);
  const added = definition.nodes
    .filter(({ id }) => inside.has(id))
    .map(({ id, key, label, subtype }) => ({
      node_id: id,
      key,
      label,
      subtype,
      path: id,
      status: 'skipped' as const,
    }));
  return [...steps, ...added];
}
