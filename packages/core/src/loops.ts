/**
 * Which nodes repeat with which loop. Invariants, whatever the graph, with circles and edges that make no sense too:
 *  1. a node is in the body of at most one loop that is not around another one of its loops (`loopOf`);
 *  2. bodies nest: of two bodies one holds the other, or they share nothing;
 *  3. a loop is not in its own body.
 * The body is what is reachable from the handle `body` and not from another handle of the loop. An edge that crosses the
 * border of a body otherwise than through its loop means nothing: the engine ignores it and the deploy checks refuse it.
 */
import type { Definition, WorkflowEdge } from './definition.ts';
import { type Graph, graphOf, topologicalOrder } from './graph.ts';

export interface Loops {
  /** Ids of the nodes that repeat with this loop, those of the loops in it included; empty for what is no loop. */
  bodyOf(loopId: string): ReadonlySet<string>;
  /** The innermost loop in whose body a node is; null outside of all loops. */
  loopOf(nodeId: string): string | null;
  /** The loops around a node, the innermost first. */
  around(nodeId: string): string[];
  /** The innermost loop in which an edge begins: for the `body` of a loop that loop, otherwise that of its source. */
  startOf(edge: Pick<WorkflowEdge, 'source' | 'sourceHandle'>): string | null;
  /** Whether an edge leads into a body, or out of one, otherwise than through its loop. */
  crosses(edge: Pick<WorkflowEdge, 'source' | 'sourceHandle' | 'target'>): boolean;
}

const none: ReadonlySet<string> = new Set();

/** The loops of a definition. Linear in its size times the depth of its loops, as long as no edge crosses a border. */
export function loopsOf(definition: Definition, graph: Graph = graphOf(definition)): Loops {
  const isLoop = (id: string) => graph.node(id)?.subtype === 'loop';
  const innermost = new Map<string, string>();
  const loopOf = (id: string) => innermost.get(id) ?? null;
  // From outside to inside: a loop is only looked for in the body that it is in itself.
  const order = definition.nodes.some(({ id }) => isLoop(id))
    ? (topologicalOrder(definition, graph) ?? definition.nodes)
    : [];
  for (const { id } of order) {
    if (!isLoop(id)) continue;
    for (const one of bodyIn(graph, id, loopOf)) innermost.set(one, id);
  }

  const around = (id: string) => {
    const found: string[] = [];
    for (let loop = loopOf(id); loop !== null; loop = loopOf(loop)) found.push(loop);
    return found;
  };
  const bodies = new Map<string, Set<string>>();
  for (const id of innermost.keys()) {
    for (const loop of around(id)) {
      const body = bodies.get(loop);
      if (body) body.add(id);
      else bodies.set(loop, new Set([id]));
    }
  }
  const startOf: Loops['startOf'] = ({ source, sourceHandle }) =>
    sourceHandle === 'body' && isLoop(source) ? source : loopOf(source);
  return {
    bodyOf: (id) => bodies.get(id) ?? none,
    loopOf,
    around,
    startOf,
    crosses: (edge) => startOf(edge) !== loopOf(edge.target),
  };
}

/** What a loop repeats, among the nodes that are directly in the body where the loop is itself. */
function bodyIn(graph: Graph, loop: string, loopOf: (id: string) => string | null): Set<string> {
  const place = loopOf(loop);
  const reachFrom = (edges: readonly WorkflowEdge[]) => {
    const found = new Set<string>();
    const open = [...edges];
    for (let edge = open.pop(); edge; edge = open.pop()) {
      const { target } = edge;
      if (target === loop || found.has(target) || loopOf(target) !== place) continue;
      found.add(target);
      open.push(...graph.outgoing(target));
    }
    return found;
  };
  const [inside, outside] = [true, false].map((isBody) =>
    graph.outgoing(loop).filter((edge) => (edge.sourceHandle === 'body') === isBody),
  );
  const body = reachFrom(inside!);
  // Usually nothing else leads into the body, and what follows the loop need not be walked.
  const isEntered = [...body].some((id) =>
    graph
      .incoming(id)
      .some(({ source, sourceHandle }) => !body.has(source) && !(source === loop && sourceHandle === 'body')),
  );
  if (isEntered) for (const id of reachFrom(outside!)) body.delete(id);
  return body;
}
