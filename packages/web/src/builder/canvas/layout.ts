import dagre from '@dagrejs/dagre';
import { type Definition, handlesOf, type WorkflowEdge } from '@millrace/core';
import type { Point } from '../document/edits/make_node.ts';
import { cardHeight, columnWidth, gridSize, nodeWidth } from '../document/edits/place.ts';

/**
 * A layered layout from left to right. Branches keep the order of their ports; the top left of the drawing stays where
 * it was. Unconnected nodes are layered too.
 */
export function tidyLayout(definition: Definition): Map<string, Point> {
  const positions = new Map<string, Point>();
  if (definition.nodes.length === 0) return positions;
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: 'LR', nodesep: 48, ranksep: columnWidth - nodeWidth, ranker: 'tight-tree' });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of definition.nodes) graph.setNode(node.id, { width: nodeWidth, height: cardHeight(node) });
  for (const edge of orderedEdges(definition)) graph.setEdge(edge.source, edge.target);
  dagre.layout(graph, { constraints: branchOrder(definition) });
  const origin = topLeft(definition.nodes.map((node) => node.position));
  const placed = definition.nodes.map((node) => {
    const { x, y } = graph.node(node.id) as Point;
    return { id: node.id, x: x - nodeWidth / 2, y: y - cardHeight(node) / 2 };
  });
  const corner = topLeft(placed);
  for (const { id, x, y } of placed) {
    positions.set(id, { x: grid(x - corner.x + origin.x), y: grid(y - corner.y + origin.y) });
  }
  return positions;
}

/** Edges by the order of the ports they leave. */
function orderedEdges(definition: Definition): WorkflowEdge[] {
  const rank = new Map<string, number>();
  for (const node of definition.nodes) {
    handlesOf(node).forEach((handle, index) => {
      rank.set(`${node.id} ${handle}`, index);
    });
  }
  const of = (edge: WorkflowEdge) => rank.get(`${edge.source} ${edge.sourceHandle}`) ?? 0;
  return [...definition.edges].sort((a, b) => of(a) - of(b));
}

/** `true` above `false`: the targets of one node's ports, in their order, where nothing else leads to them. */
function branchOrder(definition: Definition): { left: string; right: string }[] {
  const alone = new Map<string, number>();
  for (const { target } of definition.edges) alone.set(target, (alone.get(target) ?? 0) + 1);
  const targets = Map.groupBy(
    orderedEdges(definition).filter((edge) => alone.get(edge.target) === 1),
    (edge) => edge.source,
  );
  return [...targets.values()].flatMap((edges) =>
    edges.slice(1).map((edge, index) => ({ left: edges[index]!.target, right: edge.target })),
  );
}

function topLeft(points: readonly Point[]): Point {
  return { x: Math.min(...points.map((point) => point.x)), y: Math.min(...points.map((point) => point.y)) };
}

function grid(value: number): number {
  return Math.round(value / gridSize) * gridSize;
}
