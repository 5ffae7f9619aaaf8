/** Which edges bring something that does not fit: between the node that gives it and the one that cannot use it. Pure. */
import type { Problem } from '../contract/workflows.ts';
import type { Definition } from '../definition.ts';
import { graphOf } from '../graph.ts';
import { ancestorsOf } from './ancestors.ts';

/** One problem can be told at every edge into its node; more of them than these nobody follows. */
const mostTold = 1_000;

/**
 * The problems of each edge, by its id. Where the giving node is further back, it is the last edge on the way from it: there
 * the person who follows the data finds it arriving.
 */
export function brokenEdges(definition: Definition, problems: readonly Problem[]): Map<string, Problem[]> {
  const broken = new Map<string, Problem[]>();
  const told = problems
    .filter(({ node_id, from_node_id }) => node_id !== null && from_node_id !== undefined)
    .slice(0, mostTold);
  if (told.length === 0) return broken;
  const graph = graphOf(definition);
  const before = ancestorsOf(definition, graph);
  for (const problem of told) {
    for (const edge of graph.incoming(problem.node_id!)) {
      const leads = edge.source === problem.from_node_id || before(edge.source).has(problem.from_node_id!);
      if (!leads) continue;
      const known = broken.get(edge.id);
      if (known) known.push(problem);
      else broken.set(edge.id, [problem]);
    }
  }
  return broken;
}
