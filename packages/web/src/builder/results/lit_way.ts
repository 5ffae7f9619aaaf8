import { type Definition, downstream, type OriginStep, upstream } from '@millrace/core';
import type { Highlight } from '../panels.tsx';

/** The nodes that a value came through, and all edges by which the data ran from one to the next. Pure. */
export function litWay(definition: Definition, chain: readonly OriginStep[], nodeId: string): Highlight {
  const nodes = new Set([nodeId]);
  const edges = new Set<string>();
  const light = (steps: readonly OriginStep[], to: string) => {
    for (const { origin, from } of steps) {
      if (origin.node_id === null) continue;
      nodes.add(origin.node_id);
      for (const id of edgesBetween(definition, origin.node_id, to)) edges.add(id);
      light(from, origin.node_id);
    }
  };
  light(chain, nodeId);
  return { nodes, edges };
}

function edgesBetween(definition: Definition, from: string, to: string): string[] {
  const after = downstream(definition, from).add(from);
  const before = upstream(definition, to).add(to);
  return definition.edges
    .filter(
      ({ source, target }) =>
        after.has(source) && before.has(source) && after.has(target) && before.has(target),
    )
    .map(({ id }) => id);
}
