/** What a walk gives. */
import type { PlannedNode } from './plan.ts';
import type { Walk } from './walk.ts';

interface Output {
  key: string;
  output: unknown;
}

/** Nodes that only end something are never the last step. */
const ends: ReadonlySet<string> = new Set(['stop', 'break', 'continue']);

/**
 * What the execution gives: the output of its last step; where several branches ended, each by its key. Steps count as last
 * when nothing ran after them, those that only end something not counted.
 */
export function resultOf(walk: Walk): unknown {
  const last = lastOf(walk);
  if (last.length !== 1) return byKey(last);
  // The trigger is the last only when nothing follows it.
  return last[0]!.node?.operation.kind === 'trigger' ? null : last[0]!.output;
}

/**
 * The same for a round; where nothing ran in it: null. Of one that was ended early only what led there counts, because what
 * else had run by then depends on time.
 */
export function roundResultOf(walk: Walk): unknown {
  const { ended } = walk;
  const isCut = ended?.kind === 'break' || ended?.kind === 'continue';
  const outputs: Output[] = isCut ? walk.arrivals(ended.node).filter(({ isLoop }) => !isLoop) : lastOf(walk);
  if (outputs.length === 0) return null;
  return outputs.length === 1 ? outputs[0]!.output : byKey(outputs);
}

function lastOf(walk: Walk): (Output & { node: PlannedNode })[] {
  const { plan, steps } = walk;
  return plan.nodes
    .filter((node) => !steps[node.index]?.kept)
    .filter((node) => walk.taken(node.index) !== null && !ends.has(node.node.subtype) && !goesOn(walk, node))
    .map((node) => ({ node, key: node.key, output: steps[node.index]!.output ?? null }));
}

function goesOn(walk: Walk, node: PlannedNode): boolean {
  const handle = walk.taken(node.index);
  return walk.plan.graph.outgoing[node.index]!.some(
    (edge) => edge.handle === handle && !ends.has(walk.plan.nodes[edge.target]!.node.subtype),
  );
}

function byKey(outputs: readonly Output[]): Record<string, unknown> {
  return Object.fromEntries(outputs.map(({ key, output }) => [key, output]));
}
