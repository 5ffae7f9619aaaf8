/** Questions about the graph of a definition. All are linear in its size unless they say otherwise. */
import type { Definition, WorkflowEdge, WorkflowNode } from './definition.ts';
import { nodeKind } from './node_kinds.ts';

/** The graph with look-ups, for whoever asks many questions of one definition. */
export interface Graph {
  node(id: string): WorkflowNode | undefined;
  incoming(id: string): readonly WorkflowEdge[];
  outgoing(id: string): readonly WorkflowEdge[];
}

export function graphOf({ nodes, edges }: Pick<Definition, 'nodes' | 'edges'>): Graph {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const incoming = Map.groupBy(edges, (edge) => edge.target);
  const outgoing = Map.groupBy(edges, (edge) => edge.source);
  return {
    node: (id) => byId.get(id),
    incoming: (id) => incoming.get(id) ?? [],
    outgoing: (id) => outgoing.get(id) ?? [],
  };
}

/** The edges that lead into a node. */
export function incoming(definition: Definition, nodeId: string): WorkflowEdge[] {
  return definition.edges.filter((edge) => edge.target === nodeId);
}

/** The edges that leave a node, or one of its handles. */
export function outgoing(definition: Definition, nodeId: string, handle?: string): WorkflowEdge[] {
  return definition.edges.filter(
    (edge) => edge.source === nodeId && (handle === undefined || edge.sourceHandle === handle),
  );
}

function reach(start: string, next: (id: string) => Iterable<string>): Set<string> {
  const found = new Set<string>();
  const open = [start];
  while (open.length > 0) {
    for (const id of next(open.pop()!)) {
      if (found.has(id)) continue;
      found.add(id);
      open.push(id);
    }
  }
  return found;
}

/** Every node that runs before this one; in a cycle also the node itself. */
export function upstream(definition: Definition, nodeId: string, graph = graphOf(definition)): Set<string> {
  return reach(nodeId, (id) => graph.incoming(id).map((edge) => edge.source));
}

/** Every node that runs after this one; in a cycle also the node itself. */
export function downstream(definition: Definition, nodeId: string, graph = graphOf(definition)): Set<string> {
  return reach(nodeId, (id) => graph.outgoing(id).map((edge) => edge.target));
}

/** Nodes so that every edge leads forward, otherwise in the order of the definition; null when there is a cycle. */
export function topologicalOrder(definition: Definition, graph = graphOf(definition)): WorkflowNode[] | null {
  const waiting = new Map(definition.nodes.map((node) => [node.id, graph.incoming(node.id).length]));
  const order = definition.nodes.filter((node) => waiting.get(node.id) === 0);
  for (let at = 0; at < order.length; at++) {
    for (const { target } of graph.outgoing(order[at]!.id)) {
      const left = waiting.get(target)! - 1;
      waiting.set(target, left);
      if (left === 0) order.push(graph.node(target)!);
    }
  }
  return order.length === definition.nodes.length ? order : null;
}

/** The ids along one cycle, each leading to the next and the last to the first; null when there is none. */
export function findCycle(definition: Definition, graph = graphOf(definition)): string[] | null {
  const done = new Set<string>();
  for (const { id: start } of definition.nodes) {
    if (done.has(start)) continue;
    const path: { id: string; next: number }[] = [{ id: start, next: 0 }];
    const onPath = new Map([[start, 0]]);
    while (path.length > 0) {
      const top = path.at(-1)!;
      const edge = graph.outgoing(top.id)[top.next++];
      if (!edge) {
        done.add(top.id);
        onPath.delete(top.id);
        path.pop();
        continue;
      }
      const from = onPath.get(edge.target);
      if (from !== undefined) return path.slice(from).map(({ id }) => id);
      if (done.has(edge.target)) continue;
      onPath.set(edge.target, path.length);
      path.push({ id: edge.target, next: 0 });
    }
  }
  return null;
}

/**
 * The source handles of a node, in order: `case_0` … `else` for a switch, `timeout` for a wait that can run out of time, and
 * `error` where errors have a branch.
 */
export function handlesOf(node: Pick<WorkflowNode, 'subtype' | 'config' | 'on_error'>): string[] {
  const kind = nodeKind(node.subtype);
  const cases = Array.isArray(node.config.cases) ? node.config.cases : [];
  const handles = kind.handles ? [...kind.handles] : [...cases.map((_, index) => `case_${index}`), 'else'];
  if (waitsForOutside(node)) handles.push('timeout');
  return node.on_error === 'branch' && kind.type !== 'trigger' ? [...handles, 'error'] : handles;
}

/** The handle by which what comes into a disabled node goes on, as if the node were not there. */
export function throughHandle(subtype: WorkflowNode['subtype']): string {
  if (subtype === 'loop') return 'done';
  return subtype === 'approval' ? 'approved' : 'out';
}

/** A wait that something outside ends, and not the clock. */
function waitsForOutside({ subtype, config }: Pick<WorkflowNode, 'subtype' | 'config'>): boolean {
  return subtype === 'wait' && (config.mode === 'callback' || config.mode === 'event');
}
