/** Where a new node goes and what it is connected to. Pure. */
import { type Definition, handlesOf, type NodeSubtype, nodeKind, type WorkflowNode } from '@millrace/core';
import { addNode } from '../document/edits/add_node.ts';
import { setGroup } from '../document/edits/annotations.ts';
import { insertBefore } from '../document/edits/insert_before.ts';
import { insertIntoEdge } from '../document/edits/insert_into_edge.ts';
import { makeNode, type Point } from '../document/edits/make_node.ts';
import {
  cardHeight,
  columnWidth,
  freePlace,
  gridSize,
  nodeWidth,
  placeAfter,
  snap,
} from '../document/edits/place.ts';
import { freeEdgeId } from '../document/names.ts';
import type { QuickAddTarget } from '../panels.tsx';
import { hasEdgeFrom } from './edge_index.ts';
import { chipWidth } from './edge_label.ts';
import { portLabel } from './flow_nodes.ts';
import { frameBoxes, framesOf, groupAt } from './frames.ts';

/**
 * The definition with a new node of a kind at a target. What comes to lie in the box of a group is in the group.
 * @param filled what of it is filled in already
 */
export function withNode(
  definition: Definition,
  subtype: NodeSubtype,
  target: QuickAddTarget,
  filled?: Readonly<Record<string, unknown>>,
): { definition: Definition; node: WorkflowNode } {
  const added = nodeAt(definition, subtype, target, filled);
  return { ...added, definition: inGroup(definition, added) };
}

function inGroup(
  before: Definition,
  { definition, node }: { definition: Definition; node: WorkflowNode },
): Definition {
  if (!before.groups) return definition;
  const frames = framesOf(before);
  const boxes = frameBoxes(
    frames,
    new Map(
      before.nodes.map((one) => [one.id, { ...one.position, width: nodeWidth, height: cardHeight(one) }]),
    ),
  );
  const { x, y } = node.position;
  const group = groupAt(frames, boxes, { x: x + nodeWidth / 2, y: y + cardHeight(node) / 2 });
  return group ? setGroup(definition, [node.id], group.of) : definition;
}

function nodeAt(
  definition: Definition,
  subtype: NodeSubtype,
  target: QuickAddTarget,
  filled?: Readonly<Record<string, unknown>>,
): { definition: Definition; node: WorkflowNode } {
  const make = (position: Point) =>
    makeNode(definition, subtype, position, { ...startConfig(subtype), ...filled });
  if (target.kind === 'edge') {
    const edge = definition.edges.find((candidate) => candidate.id === target.edgeId);
    const source = definition.nodes.find((candidate) => candidate.id === edge?.source);
    const node = make(
      source
        ? snap({ x: source.position.x + columnAfter(source, edge!.sourceHandle), y: source.position.y })
        : { x: 0, y: 0 },
    );
    const onward = subtype === 'loop' ? 'done' : handlesOf(node)[0];
    const away = onward === undefined ? columnWidth : columnAfter(node, onward);
    return { definition: insertIntoEdge(definition, target.edgeId, node, away), node };
  }
  if (target.kind === 'port') {
    const source = definition.nodes.find((candidate) => candidate.id === target.source);
    const position = target.position
      ? snap(target.position)
      : source
        ? placeAfter(definition, source, columnAfter(source, target.sourceHandle))
        : { x: 0, y: 0 };
    const node = make(position);
    return {
      definition: addNode(definition, node, { source: target.source, sourceHandle: target.sourceHandle }),
      node,
    };
  }
  if (target.kind === 'before') {
    const follower = definition.nodes.find((candidate) => candidate.id === target.nodeId);
    const { x, y } = follower?.position ?? { x: columnWidth, y: 0 };
    const node = make(freePlace(definition, { x: x - columnWidth, y }));
    return { definition: insertBefore(definition, target.nodeId, node), node };
  }
  const node = make(snap(target.position));
  const added = addNode(definition, node);
  return { definition: node.type === 'trigger' ? startRoot(added, node) : added, node };
}

/** How far right of a node what follows an output goes: as when it is tidied, with room for the name of the edge. */
function columnAfter(source: WorkflowNode, handle: string): number {
  // The frame around the body of a loop has room of its own.
  const label = source.subtype === 'loop' && handle === 'body' ? null : portLabel(source, handle);
  return columnWidth + (label === null ? 0 : Math.ceil(chipWidth(label) / gridSize) * gridSize);
}

/** A trigger added to steps that nothing starts yet leads into the first of them, when there is only one. */
function startRoot(definition: Definition, trigger: WorkflowNode): Definition {
  if (definition.nodes.some((node) => node.type === 'trigger' && node.id !== trigger.id)) return definition;
  const targets = new Set(definition.edges.map((edge) => edge.target));
  const roots = definition.nodes.filter((node) => node.type !== 'trigger' && !targets.has(node.id));
  const [root] = roots;
  if (!root || roots.length > 1) return definition;
  const edge = {
    id: freeEdgeId(definition),
    source: trigger.id,
    target: root.id,
    sourceHandle: 'out',
    targetHandle: 'in',
  };
  return { ...definition, edges: [...definition.edges, edge] };
}

function startConfig(subtype: NodeSubtype): Record<string, unknown> {
  return subtype === 'switch' ? { cases: [{ label: 'Case 1' }] } : {};
}

/** Where a node goes that was clicked in the palette: after the selected one, else after the only one that leads nowhere. */
export function placeFor(
  definition: Definition,
  selected: readonly string[],
  subtype: NodeSubtype,
  centre: Point,
): QuickAddTarget {
  if (nodeKind(subtype).type === 'trigger')
    return { kind: 'free', position: triggerPlace(definition, centre) };
  const end = selected.length === 0 ? onlyEnd(definition) : undefined;
  return (
    targetAfterSelected(definition, end ? [end.id] : selected) ?? {
      kind: 'free',
      position: freePlace(definition, centre),
    }
  );
}

/** After the only node that is selected: its first output that leads nowhere yet, else its first. */
export function targetAfterSelected(
  definition: Definition,
  selected: readonly string[],
): Extract<QuickAddTarget, { kind: 'port' }> | null {
  const [id, another] = selected;
  const source = another === undefined ? definition.nodes.find((node) => node.id === id) : undefined;
  const handles = source ? handlesOf(source) : [];
  const handle = handles.find((name) => !hasEdgeFrom(definition.edges, source!.id, name)) ?? handles[0];
  return source && handle !== undefined ? { kind: 'port', source: source.id, sourceHandle: handle } : null;
}

/** The node that the flow ends at, where there is one alone. */
function onlyEnd(definition: Definition): WorkflowNode | undefined {
  const sources = new Set(definition.edges.map((edge) => edge.source));
  const targets = new Set(definition.edges.map((edge) => edge.target));
  const [end, another] = definition.nodes.filter(
    (node) =>
      !sources.has(node.id) &&
      handlesOf(node).length > 0 &&
      (node.type === 'trigger' || targets.has(node.id)),
  );
  return another ? undefined : end;
}

function triggerPlace(definition: Definition, centre: Point): Point {
  if (definition.nodes.length === 0) return centre;
  const left = definition.nodes.reduce((a, b) => (b.position.x < a.position.x ? b : a));
  return freePlace(definition, { x: left.position.x - columnWidth, y: left.position.y });
}
