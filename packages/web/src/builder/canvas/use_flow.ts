import { canConnect, type Definition } from '@millrace/core';
import {
  applyNodeChanges,
  type Connection,
  type Edge,
  type EdgeChange,
  type NodeChange,
  type OnConnectEnd,
  useReactFlow,
} from '@xyflow/react';
import { useCallback, useLayoutEffect, useRef, useState } from 'react';
import { useDocument, useDocumentStore } from '../document/context.tsx';
import { connect } from '../document/edits/connect.ts';
import { moveNodes } from '../document/edits/move.ts';
import type { DocumentStore } from '../document/store.ts';
import { usePanelsStore } from '../panels.tsx';
import { useProblems } from '../problems/context.tsx';
import { type FlowEdge, type FlowNode, flowEdges, flowNodes } from './flow_nodes.ts';

/**
 * Binds the document to React Flow. While nodes are dragged only React Flow's copies move; the document changes once,
 * when they are dropped: a drag is one undo step and draws nothing but the dragged nodes.
 */
export function useFlow() {
  const store = useDocumentStore();
  const panels = usePanelsStore();
  const definition = useDocument((state) => state.draft.definition);
  const selection = useDocument((state) => state.selection);
  const problems = useProblems((state) => state.byNode);
  const dragging = useRef(false);
  const [nodes, setNodes] = useState<FlowNode[]>(() => build(definition, selection.nodes, []));
  const [edges, setEdges] = useState<FlowEdge[]>(() => flowEdges(definition, new Set(selection.edges), []));

  function build(from: Definition, selected: readonly string[], previous: readonly FlowNode[]) {
    const problemCount = (id: string) => problems.get(id)?.length ?? 0;
    return flowNodes({ definition: from, selected: new Set(selected), problemCount }, previous);
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: `build` reads nothing but what is listed
  useLayoutEffect(() => {
    if (dragging.current) return;
    setNodes((previous) => build(definition, selection.nodes, previous));
  }, [definition, selection.nodes, problems]);

  useLayoutEffect(() => {
    setEdges((previous) => flowEdges(definition, new Set(selection.edges), previous));
  }, [definition, selection.edges]);

  const onNodesChange = useCallback(
    (changes: NodeChange<FlowNode>[]) => {
      const drawn = changes.filter((change) => change.type === 'dimensions' || change.type === 'position');
      if (drawn.length > 0) setNodes((previous) => applyNodeChanges(drawn, previous));
      select(store, 'nodes', changes);
    },
    [store],
  );
  const onEdgesChange = useCallback(
    (changes: EdgeChange<FlowEdge>[]) => select(store, 'edges', changes),
    [store],
  );
  const onDragStart = useCallback(() => {
    dragging.current = true;
    panels.getState().setMoving(true);
  }, [panels]);
  const onDragStop = useCallback(
    (_: unknown, __: unknown, dragged: readonly FlowNode[]) => {
      dragging.current = false;
      panels.getState().setMoving(false);
      const positions = new Map(dragged.map((node) => [node.id, node.position]));
      store.getState().edit((current) => moveNodes(current, positions));
    },
    [store, panels],
  );
  const onSelectionDragStop = useCallback(
    (event: unknown, dragged: readonly FlowNode[]) => onDragStop(event, null, dragged),
    [onDragStop],
  );
  const connecting = useConnecting(store);
  return {
    nodes,
    edges,
    onNodesChange,
    onEdgesChange,
    onDragStart,
    onDragStop,
    onSelectionDragStop,
    ...connecting,
  };
}

function select(
  store: DocumentStore,
  what: 'nodes' | 'edges',
  changes: readonly (NodeChange | EdgeChange)[],
) {
  const state = store.getState();
  const chosen = new Set(state.selection[what]);
  for (const change of changes) {
    if (change.type !== 'select') continue;
    if (change.selected) chosen.add(change.id);
    else chosen.delete(change.id);
  }
  state.select({ ...state.selection, [what]: [...chosen] });
}

/** Connecting by drag: to a port, to anywhere on a node, or to nothing, which offers to add a node there. */
function useConnecting(store: DocumentStore) {
  const panels = usePanelsStore();
  const { screenToFlowPosition } = useReactFlow();

  const isValidConnection = useCallback(
    (edge: Connection | Edge) =>
      canConnect(store.getState().draft.definition, edge.source, edge.sourceHandle ?? 'out', edge.target).ok,
    [store],
  );
  const onConnect = useCallback(
    ({ source, sourceHandle, target }: Connection) =>
      store
        .getState()
        .edit((current) => connect(current, { source, sourceHandle: sourceHandle ?? 'out', target })),
    [store],
  );
  const onConnectEnd = useCallback<OnConnectEnd>(
    (event, connection) => {
      const { fromHandle, isValid } = connection;
      if (isValid || !fromHandle || fromHandle.type !== 'source') return;
      const point = 'changedTouches' in event ? event.changedTouches[0]! : event;
      const at = { x: point.clientX, y: point.clientY };
      const from = { source: fromHandle.nodeId, sourceHandle: fromHandle.id ?? 'out' };
      const under = nodeIdAt(at);
      if (under) store.getState().edit((current) => connect(current, { ...from, target: under }));
      else if (isPane(at)) {
        const place = screenToFlowPosition(at);
        panels
          .getState()
          .openQuickAdd({ at, target: { kind: 'port', ...from, position: { x: place.x, y: place.y - 30 } } });
      }
    },
    [store, panels, screenToFlowPosition],
  );
  return { isValidConnection, onConnect, onConnectEnd };
}

/** The node under a place on the screen. */
export function nodeIdAt({ x, y }: { x: number; y: number }): string | null {
  const element = document.elementFromPoint(x, y)?.closest<HTMLElement>('.react-flow__node');
  return element?.dataset.id ?? null;
}

function isPane({ x, y }: { x: number; y: number }): boolean {
  return document.elementFromPoint(x, y)?.closest('.react-flow') !== null;
}
