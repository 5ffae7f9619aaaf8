import dagre from '@dagrejs/dagre';
import { type Definition, handlesOf, type WorkflowEdge } from '@millrace/core';
import { around } from '../document/edits/align.ts';
import type { Point } from '../document/edits/make_node.ts';
import { cardHeight, columnWidth, gridSize, nodeWidth } from '../document/edits/place.ts';
import { chipWidth } from './edge_label.ts';
import { portLabel } from './flow_nodes.ts';
import { type FrameBox, framePadding } from './frames.ts';
import { type Block, blocksOf } from './layout_tree.ts';

/** Between cards of one column, and between columns; more where an edge has a name to show. */
const rowGap = 40;
const columnGap = columnWidth - nodeWidth;
/** A frame has room of its own within its line: so much of the gap beside it is not needed. */
const tuck = 20;

export interface LayoutOptions {
  /** Heights of the cards as they are drawn, where that is known. */
  heightOf?: (nodeId: string) => number | undefined;
}

/**
 * A layered layout from left to right. Branches keep the order of their ports; the top left of the drawing stays where
 * it was. The body of a loop, and each group, is laid out as a block of its own, so that nothing else comes to lie in its
 * frame. Unconnected nodes are layered too.
 */
export function tidyLayout(definition: Definition, { heightOf }: LayoutOptions = {}): Map<string, Point> {
  const positions = new Map<string, Point>();
  if (definition.nodes.length === 0) return positions;
  const heights = new Map(
    definition.nodes.map((node) => [node.id, Math.max(cardHeight(node), heightOf?.(node.id) ?? 0)]),
  );
  const edges = namedEdges(definition);
  const { places } = layBlock(blocksOf(definition), edges, heights);
  const origin = topLeft(definition.nodes.map((node) => node.position));
  const corner = topLeft([...places.values()]);
  // Each part by itself, so that tidying once more gives the same.
  for (const [id, { x, y }] of places)
    positions.set(id, { x: grid(x - corner.x) + grid(origin.x), y: grid(y - corner.y) + grid(origin.y) });
  return positions;
}

/** Tidies some nodes among themselves: they stay about where they are, and everything else stays exactly there. */
export function tidySome(
  definition: Definition,
  ids: ReadonlySet<string>,
  options: LayoutOptions = {},
): Map<string, Point> {
  return tidyLayout(
    {
      ...definition,
      nodes: definition.nodes.filter((node) => ids.has(node.id)),
      edges: definition.edges.filter((edge) => ids.has(edge.source) && ids.has(edge.target)),
      groups: definition.groups?.filter((group) => group.nodes.every((id) => ids.has(id))),
    },
    options,
  );
}

interface NamedEdge {
  source: string;
  target: string;
  /** How much room its name takes; 0 where it has none. */
  width: number;
}

interface Laid {
  /** Places of all nodes in the block, relative to its top left corner. */
  places: Map<string, Point>;
  width: number;
  height: number;
}

function layBlock(block: Block, edges: readonly NamedEdge[], heights: ReadonlyMap<string, number>): Laid {
  const inner = block.blocks.map((one) => ({ id: one.frame!.id, laid: layBlock(one, edges, heights) }));
  const ownerOf = owners(block);
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: 'LR', nodesep: rowGap, ranksep: columnGap, ranker: 'tight-tree' });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const id of block.nodes) graph.setNode(id, { width: nodeWidth, height: heights.get(id)! });
  for (const { id, laid } of inner)
    graph.setNode(id, {
      width: laid.width + 2 * (framePadding.x - tuck),
      height: laid.height + framePadding.top + framePadding.bottom,
    });
  const joined = new Map<string, NamedEdge>();
  for (const edge of edges) {
    const source = ownerOf.get(edge.source);
    const target = ownerOf.get(edge.target);
    if (source === undefined || target === undefined || source === target) continue;
    const name = `${source} ${target}`;
    // A frame has room of its own before its first card.
    const width = target.startsWith('loop/') ? 0 : Math.max(edge.width, joined.get(name)?.width ?? 0);
    joined.set(name, { source, target, width });
  }
  for (const { source, target, width } of joined.values())
    graph.setEdge(source, target, { width, height: width > 0 ? 20 : 0, labelpos: 'c' });
  dagre.layout(graph, { constraints: branchOrder([...joined.values()]) });
  return placed(block, inner, (id) => graph.node(id) as Centre);
}

interface Centre extends Point {
  width: number;
  height: number;
}

/** From the centres that dagre gives to the corners of all nodes, those of inner blocks included. */
function placed(
  block: Block,
  inner: readonly { id: string; laid: Laid }[],
  centreOf: (id: string) => Centre,
): Laid {
  const corner = (id: string): FrameBox => {
    const { x, y, width, height } = centreOf(id);
    return { x: x - width / 2, y: y - height / 2, width, height };
  };
  const frame = (id: string): FrameBox => {
    const { x, y, width, height } = corner(id);
    return { x: x - tuck, y, width: width + 2 * tuck, height };
  };
  const boxes = new Map([
    ...block.nodes.map((id) => [id, corner(id)] as const),
    ...inner.map(({ id }) => [id, frame(id)] as const),
  ]);
  const all = around([...boxes.values()]);
  const places = new Map<string, Point>();
  for (const id of block.nodes) {
    const { x, y } = boxes.get(id)!;
    places.set(id, { x: x - all.x, y: y - all.y });
  }
  for (const { id, laid } of inner) {
    const { x, y } = boxes.get(id)!;
    for (const [node, place] of laid.places)
      places.set(node, {
        x: x - all.x + framePadding.x + place.x,
        y: y - all.y + framePadding.top + place.y,
      });
  }
  return { places, width: all.width, height: all.height };
}

/** For each node below a block the node itself, or the inner block that it is in. */
function owners(block: Block): Map<string, string> {
  const found = new Map(block.nodes.map((id) => [id, id]));
  for (const one of block.blocks) for (const id of one.frame!.members) found.set(id, one.frame!.id);
  return found;
}

function namedEdges(definition: Definition): NamedEdge[] {
  const nodes = new Map(definition.nodes.map((node) => [node.id, node]));
  return orderedEdges(definition).map(({ source, target, sourceHandle }) => {
    const label = portLabel(nodes.get(source)!, sourceHandle);
    return { source, target, width: label === null ? 0 : chipWidth(label) };
  });
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
function branchOrder(
  edges: readonly { source: string; target: string }[],
): { left: string; right: string }[] {
  const leading = new Map<string, number>();
  for (const { target } of edges) leading.set(target, (leading.get(target) ?? 0) + 1);
  const targets = Map.groupBy(
    edges.filter((edge) => leading.get(edge.target) === 1),
    (edge) => edge.source,
  );
  return [...targets.values()].flatMap((list) =>
    list.slice(1).map((edge, index) => ({ left: list[index]!.target, right: edge.target })),
  );
}

function topLeft(points: readonly Point[]): Point {
  return { x: Math.min(...points.map((point) => point.x)), y: Math.min(...points.map((point) => point.y)) };
}

function grid(value: number): number {
  return Math.round(value / gridSize) * gridSize;
}
