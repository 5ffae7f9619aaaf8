/** Which edges a person may draw. */
import type { Definition, WorkflowEdge } from './definition.ts';
import { downstream, type Graph, graphOf, handlesOf, upstream } from './graph.ts';
import { type Loops, loopsOf } from './loops.ts';

export type Connectable = { ok: true } | { ok: false; reason: string };

const no = (reason: string): Connectable => ({ ok: false, reason });

/** Whether an edge may be drawn, and if not, why, in words for the person who drags it. */
export function canConnect(
  definition: Definition,
  source: string,
  sourceHandle: string,
  target: string,
): Connectable {
  const graph = graphOf(definition);
  const from = graph.node(source);
  const to = graph.node(target);
  if (!from || !to) return no('This node no longer exists');
  if (source === target) return no('A node cannot be connected to itself');
  if (to.type === 'trigger') return no('Nothing can lead into a trigger: it starts the workflow');
  const handles = handlesOf(from);
  if (handles.length === 0) return no(`Nothing can follow ${from.label}: it ends ${whatEnds(from.subtype)}`);
  if (!handles.includes(sourceHandle)) return no(`${from.label} has no output "${sourceHandle}"`);
  if (graph.outgoing(source).some((edge) => edge.target === target && edge.sourceHandle === sourceHandle)) {
    return no('These two are already connected');
  }
  const loops = loopsOf(definition, graph);
  if (loops.bodyOf(target).has(source)) {
    return no('The loop repeats by itself: nothing needs to lead back to it');
  }
  if (upstream(definition, source, graph).has(target)) {
    return no(`This would make a circle: ${to.label} already runs before ${from.label}`);
  }
  const edge = { id: '', source, sourceHandle, target, targetHandle: 'in' };
  const crossing = crossingOf(definition, graph, loops, edge);
  return crossing === null ? { ok: true } : no(crossing);
}

/** What ends with a node that nothing can follow. */
export function whatEnds(subtype: string): string {
  if (subtype === 'break') return 'the loop';
  return subtype === 'continue' ? 'this round of the loop' : 'the execution';
}

/** Why a new edge would cross the border of a loop, or make another one cross it; null where it does not. */
function crossingOf(definition: Definition, graph: Graph, loops: Loops, edge: WorkflowEdge): string | null {
  if (!definition.nodes.some(({ subtype }) => subtype === 'loop')) return null;
  const after = loopsOf({ ...definition, edges: [...definition.edges, edge] });
  const isNew = (one: WorkflowEdge) => after.crosses(one) && (one === edge || !loops.crosses(one));
  const broken = [edge, ...definition.edges].find(isNew);
  return broken ? crossingSentence(graph, loops, edge) : null;
}

/**
 * What is wrong with an edge across the border of a loop.
 * @param loops as they are without the edge.
 */
export function crossingSentence(
  graph: Graph,
  loops: Loops,
  edge: Pick<WorkflowEdge, 'source' | 'sourceHandle' | 'target'>,
): string {
  const label = (id: string) => graph.node(id)!.label;
  const { source, target } = edge;
  const start = loops.startOf(edge);
  const from = start === null ? [] : [start, ...loops.around(start)];
  const to = loops.around(target);
  const left = from.find((loop) => !to.includes(loop));
  const entered = to.findLast((loop) => !from.includes(loop));
  if (entered !== undefined && source === entered) {
    return `${label(target)} is inside the loop ${label(entered)} and runs in each round; it cannot come after the loop too`;
  }
  if (left === source) {
    return `${label(target)} is also reached without the loop ${label(left)}; what a loop repeats is reached from its body handle only`;
  }
  if (left !== undefined) {
    return `${label(source)} is inside the loop ${label(left)}; what comes after the loop starts at its done handle`;
  }
  if (entered !== undefined) {
    return `${label(target)} is inside the loop ${label(entered)}; only the loop's body handle and nodes of its body can lead there`;
  }
  return `${label(target)} would be reached from inside a loop and from outside of it; what comes after a loop starts at its done handle`;
}

/**
 * The nodes to which an edge may be drawn from a port: those for which {@link canConnect} says yes, found in time linear in
 * the definition (and once more for each node that nothing leads to), so that a thousand nodes can be asked for while one drags.
 */
export function connectTargets(definition: Definition, source: string, sourceHandle: string): Set<string> {
  const graph = graphOf(definition);
  const from = graph.node(source);
  if (!from || !handlesOf(from).includes(sourceHandle)) return new Set();
  const before = upstream(definition, source, graph);
  const joined = new Set(
    graph
      .outgoing(source)
      .filter((edge) => edge.sourceHandle === sourceHandle)
      .map((edge) => edge.target),
  );
  const loops = loopsOf(definition, graph);
  const start = loops.startOf({ source, sourceHandle });
  const allowed = definition.nodes.filter(({ id, type }) => {
    if (id === source || type === 'trigger' || before.has(id) || joined.has(id)) return false;
    // Within one level no border moves; another level is reached by a first edge only, which takes the node along.
    if (loops.loopOf(id) === start) return true;
    return graph.incoming(id).length === 0 && canConnect(definition, source, sourceHandle, id).ok;
  });
  return new Set(allowed.map(({ id }) => id));
}

/**
 * The other way round: the ports from which an edge may be drawn to a node, by node in the order of its handles. As fast
 * as {@link connectTargets}.
 */
export function connectSources(definition: Definition, target: string): Map<string, string[]> {
  const graph = graphOf(definition);
  const to = graph.node(target);
  const sources = new Map<string, string[]>();
  if (!to || to.type === 'trigger') return sources;
  const after = downstream(definition, target, graph);
  const joined = new Set(graph.incoming(target).map((edge) => `${edge.source} ${edge.sourceHandle}`));
  const loops = loopsOf(definition, graph);
  const level = loops.loopOf(target);
  // Into another level leads a first edge only; whether one may come from there is the same for each of its nodes.
  const allowed = new Map<string | null, boolean>([[level, true]]);
  const mayComeFrom = (start: string | null, source: string, handle: string) => {
    const known = allowed.get(start);
    if (known !== undefined) return known;
    const answer = joined.size === 0 && canConnect(definition, source, handle, target).ok;
    allowed.set(start, answer);
    return answer;
  };
  for (const node of definition.nodes) {
    if (node.id === target || after.has(node.id)) continue;
    const ports = handlesOf(node).filter((handle) => {
      if (joined.has(`${node.id} ${handle}`)) return false;
      return mayComeFrom(loops.startOf({ source: node.id, sourceHandle: handle }), node.id, handle);
    });
    if (ports.length > 0) sources.set(node.id, ports);
  }
  return sources;
}
