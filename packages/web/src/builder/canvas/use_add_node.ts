import { type Definition, handlesOf, type NodeSubtype, nodeKind, type WorkflowNode } from '@millrace/core';
import { useReactFlow } from '@xyflow/react';
import { useCallback } from 'react';
import { useDocumentStore } from '../document/context.tsx';
import { addNode } from '../document/edits/add_node.ts';
import { insertIntoEdge } from '../document/edits/insert_into_edge.ts';
import { makeNode, type Point } from '../document/edits/make_node.ts';
import { columnWidth, freePlace, nodeWidth, placeAfter, snap } from '../document/edits/place.ts';
import type { QuickAddTarget } from '../panels.tsx';
import { hasEdgeFrom } from './edge_index.ts';

/** Adds a node and selects it; without a target it goes right of the selected node, connected. */
export function useAddNode() {
  const store = useDocumentStore();
  const flow = useReactFlow();
  return useCallback(
    (subtype: NodeSubtype, target?: QuickAddTarget) => {
      const { draft, selection } = store.getState();
      const place = target ?? placeFor(draft.definition, selection.nodes, subtype, viewCentre(flow));
      const { definition, node } = withNode(draft.definition, subtype, place);
      store.getState().edit(() => definition, { select: { nodes: [node.id], edges: [] } });
      // The new card is measured first; then the view moves, and only if the card is outside of it.
      setTimeout(() => reveal(flow, node.position), 60);
      return node.id;
    },
    [store, flow],
  );
}

/** The definition with a new node of a kind at a target. Pure. */
export function withNode(
  definition: Definition,
  subtype: NodeSubtype,
  target: QuickAddTarget,
): { definition: Definition; node: WorkflowNode } {
  const make = (position: Point) => makeNode(definition, subtype, position, startConfig(subtype));
  if (target.kind === 'edge') {
    const edge = definition.edges.find((candidate) => candidate.id === target.edgeId);
    const source = definition.nodes.find((candidate) => candidate.id === edge?.source);
    const node = make(
      source ? snap({ x: source.position.x + columnWidth, y: source.position.y }) : { x: 0, y: 0 },
    );
    return { definition: insertIntoEdge(definition, target.edgeId, node), node };
  }
  if (target.kind === 'port') {
    const source = definition.nodes.find((candidate) => candidate.id === target.source);
    const position = target.position
      ? snap(target.position)
      : source
        ? placeAfter(definition, source)
        : { x: 0, y: 0 };
    const node = make(position);
    return {
      definition: addNode(definition, node, { source: target.source, sourceHandle: target.sourceHandle }),
      node,
    };
  }
  const node = make(snap(target.position));
  const added = addNode(definition, node);
  return { definition: node.type === 'trigger' ? startRoot(added, node) : added, node };
}

/** A trigger added to steps that nothing starts yet leads into the first of them, when there is only one. */
function startRoot(definition: Definition, trigger: WorkflowNode): Definition {
  if (definition.nodes.some((node) => node.type === 'trigger' && node.id !== trigger.id)) return definition;
  const targets = new Set(definition.edges.map((edge) => edge.target));
  const roots = definition.nodes.filter((node) => node.type !== 'trigger' && !targets.has(node.id));
  const [root] = roots;
  if (!root || roots.length > 1) return definition;
  const edge = {
    id: `${trigger.id}_start`,
    source: trigger.id,
    target: root.id,
    sourceHandle: 'out',
    targetHandle: 'in',
  };
  return { ...definition, edges: [...definition.edges, edge] };
}

function startConfig(subtype: NodeSubtype): Record<string, unknown> {
  return subtype === 'switch' ? { cases: [{ label: 'Case 1', condition: '' }] } : {};
}

/** Where a node goes that was clicked in the palette. Pure. */
export function placeFor(
  definition: Definition,
  selected: readonly string[],
  subtype: NodeSubtype,
  centre: Point,
): QuickAddTarget {
  if (nodeKind(subtype).type === 'trigger')
    return { kind: 'free', position: triggerPlace(definition, centre) };
  const source = selected.length === 1 ? definition.nodes.find((node) => node.id === selected[0]) : undefined;
  const handles = source ? handlesOf(source) : [];
  const handle = handles.find((name) => !hasEdgeFrom(definition.edges, source!.id, name)) ?? handles[0];
  if (source && handle !== undefined) return { kind: 'port', source: source.id, sourceHandle: handle };
  return { kind: 'free', position: freePlace(definition, centre) };
}

function triggerPlace(definition: Definition, centre: Point): Point {
  if (definition.nodes.length === 0) return centre;
  const left = definition.nodes.reduce((a, b) => (b.position.x < a.position.x ? b : a));
  return freePlace(definition, { x: left.position.x - columnWidth, y: left.position.y });
}

type Flow = ReturnType<typeof useReactFlow>;

function canvasBox(): DOMRect | undefined {
  return document.querySelector('.react-flow')?.getBoundingClientRect();
}

function viewCentre(flow: Flow): Point {
  const box = canvasBox();
  if (!box) return { x: 0, y: 0 };
  const centre = flow.screenToFlowPosition({ x: box.left + box.width * 0.35, y: box.top + box.height * 0.4 });
  return snap({ x: centre.x - nodeWidth / 2, y: centre.y });
}

/** Moves the view to a node when its card is not wholly in it. */
function reveal(flow: Flow, position: Point): void {
  const box = canvasBox();
  if (!box) return;
  const start = flow.flowToScreenPosition(position);
  const end = flow.flowToScreenPosition({ x: position.x + nodeWidth + 60, y: position.y + 90 });
  const inside = start.x > box.left && start.y > box.top && end.x < box.right && end.y < box.bottom;
  if (inside) return;
  const motion = matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 200;
  void flow.setCenter(position.x + nodeWidth / 2, position.y + 40, {
    zoom: flow.getZoom(),
    duration: motion,
  });
}
