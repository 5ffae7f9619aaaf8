/**
 * The graph of a workflow as it is read from top to bottom: lists of steps, and in them the branches of steps that split
 * the flow. Invariants, whatever the graph, with circles too:
 *  1. every node is in exactly one list;
 *  2. a node that several ways lead to (a join) is in the innermost list that holds all of these ways;
 *  3. what no trigger leads to is in a list of its own.
 */
import { type Definition, graphOf, handlesOf, type WorkflowEdge, type WorkflowNode } from '@millrace/core';

export const flowList = 'flow';
export const looseList = 'loose';

/** A way on from a node that has a list of its own: an output that splits the flow, or one of several edges of an output. */
export interface Branch {
  /** Also the id of its list. */
  id: string;
  node: string;
  handle: string;
  /** The only edge that goes this way; null where there is none yet, or several that are branches in it. */
  edge: WorkflowEdge | null;
  /** Which of several steps it begins that start side by side, from 1; null where the output has one way on. */
  path: { number: number; of: number } | null;
  /** Those of its edges where it has several. */
  paths: readonly Branch[];
}

export interface FlowTree {
  /** The nodes of a list, in the order in which they run. */
  list(id: string): readonly string[];
  /** The list that a node is in. */
  listOf(nodeId: string): string;
  /** The list in which an edge goes on. */
  listOfEdge(edge: WorkflowEdge): string;
  /** The ways on that are drawn as branches below a node. */
  branchesOf(nodeId: string): readonly Branch[];
  /** The edge by which a node goes on in its own list; undefined where it has none, or several. */
  onward(nodeId: string): WorkflowEdge | undefined;
  /** Whether one of its outputs goes on in the list that the node is in. */
  goesOn(nodeId: string): boolean;
}

/** The output that goes on in the list of its node; all others have lists of their own. */
const mainHandle = 'out';

export function flowTree(definition: Definition): FlowTree {
  const graph = graphOf(definition);
  const order = readingOrder(definition);
  const reached = reachedFromTriggers(definition);
  const branches = new Map(order.map((node) => [node.id, branchesOf(node, graph.outgoing(node.id))]));
  const parents = new Map<string, string>();
  const depths = new Map([flowList, looseList].map((id): [string, number] => [id, 0]));
  const lists = new Map<string, string[]>();
  const places = new Map<string, string>();

  const listOfEdge = (edge: WorkflowEdge): string => {
    const own = branches.get(edge.source) ?? [];
    const found = own.flatMap((one) => [one, ...one.paths]).find((one) => one.edge?.id === edge.id);
    return found?.id ?? places.get(edge.source) ?? flowList;
  };
  for (const node of order) {
    const isReached = reached.has(node.id);
    const ways = graph
      .incoming(node.id)
      .filter((edge) => places.has(edge.source) && reached.has(edge.source) === isReached)
      .map(listOfEdge);
    const start = isReached ? flowList : looseList;
    const place = ways.length === 0 ? start : ways.reduce((a, b) => common(a, b, parents, depths));
    places.set(node.id, place);
    const list = lists.get(place);
    if (list) list.push(node.id);
    else lists.set(place, [node.id]);
    for (const branch of branches.get(node.id)!) {
      nest(branch.id, place, parents, depths);
      for (const path of branch.paths) nest(path.id, branch.id, parents, depths);
    }
  }
  return {
    list: (id) => lists.get(id) ?? [],
    listOf: (id) => places.get(id) ?? looseList,
    listOfEdge,
    branchesOf: (id) => branches.get(id) ?? [],
    onward(id) {
      const edges = graph.outgoing(id).filter((edge) => edge.sourceHandle === mainHandle);
      return edges.length === 1 ? edges[0] : undefined;
    },
    goesOn(id) {
      const node = graph.node(id);
      return node !== undefined && handlesOf(node).includes(mainHandle);
    },
  };
}

function branchesOf(node: WorkflowNode, edges: readonly WorkflowEdge[]): Branch[] {
  return handlesOf(node).flatMap((handle): Branch[] => {
    const own = edges.filter((edge) => edge.sourceHandle === handle);
    const paths = own.length > 1 ? own.map((edge, at) => pathOf(edge, at + 1, own.length)) : [];
    if (handle === mainHandle) return paths;
    const id = `${node.id}:${handle}`;
    const edge = own.length === 1 ? own[0]! : null;
    return [{ id, node: node.id, handle, edge, path: null, paths }];
  });
}

function pathOf(edge: WorkflowEdge, number: number, of: number): Branch {
  const { source, sourceHandle } = edge;
  const id = `${source}:${sourceHandle}>${edge.id}`;
  return { id, node: source, handle: sourceHandle, edge, path: { number, of }, paths: [] };
}

type Parents = Map<string, string>;
type Depths = Map<string, number>;

function nest(id: string, parent: string, parents: Parents, depths: Depths): void {
  parents.set(id, parent);
  depths.set(id, (depths.get(parent) ?? 0) + 1);
}

/** The innermost list around two lists. */
function common(a: string, b: string, parents: Parents, depths: Depths): string {
  let [one, other] = [a, b];
  while (one !== other) {
    if ((depths.get(one) ?? 0) < (depths.get(other) ?? 0)) [one, other] = [other, one];
    const parent = parents.get(one);
    if (parent === undefined) return flowList;
    one = parent;
  }
  return one;
}

/** Ids of the triggers and of all that they lead to. */
export function reachedFromTriggers(definition: Definition): Set<string> {
  const graph = graphOf(definition);
  const reached = new Set(definition.nodes.filter(({ type }) => type === 'trigger').map(({ id }) => id));
  for (const id of reached) for (const { target } of graph.outgoing(id)) reached.add(target);
  return reached;
}

/** Triggers first, and what follows a node after it, one way to its end before the next one. */
function readingOrder(definition: Definition): WorkflowNode[] {
  const graph = graphOf(definition);
  const isRoot = (node: WorkflowNode) => graph.incoming(node.id).length === 0;
  const rank = (node: WorkflowNode) => (node.type === 'trigger' ? 0 : isRoot(node) ? 1 : 2);
  const starts = [...definition.nodes].sort((a, b) => rank(b) - rank(a));
  const seen = new Set<string>();
  const finished: WorkflowNode[] = [];
  for (const start of starts) {
    if (seen.has(start.id)) continue;
    seen.add(start.id);
    const open = [{ node: start, next: backwards(start) }];
    for (let top = open.at(-1); top; top = open.at(-1)) {
      const target = graph.node(top.next.shift() ?? '');
      if (target && !seen.has(target.id)) {
        seen.add(target.id);
        open.push({ node: target, next: backwards(target) });
      } else if (!target && top.next.length === 0) {
        finished.push(top.node);
        open.pop();
      }
    }
  }
  return finished.reverse();

  function backwards(node: WorkflowNode): string[] {
    const handles = handlesOf(node);
    return [...graph.outgoing(node.id)]
      .sort((a, b) => handles.indexOf(b.sourceHandle) - handles.indexOf(a.sourceHandle))
      .map(({ target }) => target);
  }
}
