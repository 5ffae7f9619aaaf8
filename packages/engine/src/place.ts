import type { PlannedNode } from './plan.ts';
import type { Walk } from './walk.ts';

/**
 * One node where it occurs: in the walk of the whole graph, or in one round of a loop. Every walk makes one for each node that
 * it performs, so that what is under way can be kept by it.
 */
export class Place {
  readonly walk: Walk;
  readonly node: PlannedNode;
  /** The node id, or `loop[3]/node` inside a loop. */
  readonly path: string;

  constructor(walk: Walk, node: PlannedNode) {
    this.walk = walk;
    this.node = node;
    this.path = walk.prefix + node.id;
  }
}
