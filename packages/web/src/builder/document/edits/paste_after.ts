/**
 * Pastes what was copied after a node: connected to its first output that leads nowhere yet, else between it and what
 * follows it. Pure. What cannot follow the node is not pasted here.
 */
import { type Definition, downstream, handlesOf, type WorkflowEdge, type WorkflowNode } from '@millrace/core';
import { around } from './align.ts';
import { type Clip, paste } from './clipboard.ts';
import { connect } from './connect.ts';
import type { Point } from './make_node.ts';
import { moveNodes } from './move.ts';
import { cardHeight, columnWidth, gridSize, nodeWidth } from './place.ts';
import { reconnect } from './reconnect.ts';

type Pasted = ReturnType<typeof paste>;

/** Null where nothing of the clip can follow the node, and where it is not to be said what would. */
export function pasteAfter(definition: Definition, clip: Clip, nodeId: string): Pasted | null {
  const node = definition.nodes.find(({ id }) => id === nodeId);
  const first = node && firstOf(clip);
  if (!node || !first) return null;
  const handles = handlesOf(node);
  const leaving = (handle: string) =>
    definition.edges.filter(({ source, sourceHandle }) => source === nodeId && sourceHandle === handle);
  const free = handles.find((handle) => leaving(handle).length === 0);
  const handle = free ?? (node.subtype === 'loop' ? 'done' : handles[0]);
  if (handle === undefined) return null;
  const [onward, another] = leaving(handle);
  const at = { x: node.position.x + columnWidth, y: node.position.y };
  return (
    (onward && !another ? between(definition, clip, onward, at, first) : null) ??
    beside(definition, clip, { source: nodeId, sourceHandle: handle }, at, first)
  );
}

/** The step that the clip begins with; none where it has a trigger, which nothing leads to. */
function firstOf({ nodes, edges }: Clip): WorkflowNode | undefined {
  if (nodes.some(({ type }) => type === 'trigger')) return undefined;
  const entered = new Set(edges.map(({ target }) => target));
  return nodes
    .filter(({ id }) => !entered.has(id))
    .toSorted((a, b) => a.position.x - b.position.x || a.position.y - b.position.y)[0];
}

/** The only output by which the flow goes on after the clip. */
function lastOf({ nodes, edges }: Clip): { node: WorkflowNode; handle: string } | null {
  const left = new Set(edges.map(({ source }) => source));
  const [node, another] = nodes.filter((one) => !left.has(one.id));
  const handle = node?.subtype === 'loop' ? 'done' : node && handlesOf(node)[0];
  return node && handle !== undefined && !another ? { node, handle } : null;
}

function idOf(pasted: Pasted, clip: Clip, { id }: WorkflowNode): string {
  return pasted.ids[clip.nodes.findIndex((one) => one.id === id)]!;
}

/** Into an edge: what followed moves right as far as it has to. */
function between(
  definition: Definition,
  clip: Clip,
  edge: WorkflowEdge,
  at: Point,
  first: WorkflowNode,
): Pasted | null {
  const last = lastOf(clip);
  if (!last) return null;
  const pasted = paste(definition, clip, { at });
  const entered = reconnect(pasted.definition, edge.id, { ...edge, target: idOf(pasted, clip, first) });
  const joined = connect(entered, {
    source: idOf(pasted, clip, last.node),
    sourceHandle: last.handle,
    target: edge.target,
  });
  if (entered === pasted.definition || joined === entered) return null;
  return {
    ...pasted,
    definition: withRoom(joined, edge.target, at.x + sizeOf(clip).width + columnWidth - nodeWidth),
  };
}

function withRoom(definition: Definition, targetId: string, from: number): Definition {
  const target = definition.nodes.find(({ id }) => id === targetId);
  const by = target ? from - target.position.x : 0;
  if (by <= 0) return definition;
  const after = new Set([targetId, ...downstream(definition, targetId)]);
  const moved = definition.nodes.filter(({ id }) => after.has(id));
  return moveNodes(
    definition,
    new Map(moved.map(({ id, position }) => [id, { x: position.x + by, y: position.y }])),
  );
}

/** From an output, right of it, below what stands there. */
function beside(
  definition: Definition,
  clip: Clip,
  from: { source: string; sourceHandle: string },
  at: Point,
  first: WorkflowNode,
): Pasted | null {
  const pasted = paste(definition, clip, { at: freeFor(definition, clip, at) });
  const joined = connect(pasted.definition, { ...from, target: idOf(pasted, clip, first) });
  return joined === pasted.definition ? null : { ...pasted, definition: joined };
}

function sizeOf({ nodes, notes = [] }: Clip): { width: number; height: number } {
  return around([
    ...nodes.map((node) => ({ ...node.position, width: nodeWidth, height: cardHeight(node) })),
    ...notes.map(({ position, width, height }) => ({ ...position, width, height })),
  ]);
}

function freeFor({ nodes }: Definition, clip: Clip, wanted: Point): Point {
  const size = sizeOf(clip);
  const place = { ...wanted };
  for (let tries = 0; tries <= nodes.length; tries++) {
    const hit = nodes.find(
      (node) =>
        node.position.x < place.x + size.width + gridSize &&
        place.x < node.position.x + nodeWidth + gridSize &&
        node.position.y < place.y + size.height + gridSize &&
        place.y < node.position.y + cardHeight(node) + gridSize,
    );
    if (!hit) break;
    place.y = Math.ceil((hit.position.y + cardHeight(hit) + 32) / gridSize) * gridSize;
  }
  return place;
}
