import '@xyflow/react/dist/style.css';
import './canvas.css';
import { type NodeSubtype, nodeKind, nodeSubtypes } from '@millrace/core';
import {
  Background,
  BackgroundVariant,
  MiniMap,
  ReactFlow,
  type ReactFlowInstance,
  useReactFlow,
} from '@xyflow/react';
import { type DragEvent, type MouseEvent, useCallback, useEffect, useRef } from 'react';
import { useTheme } from '../../components/theme.ts';
import { text } from '../../strings/builder.ts';
import { useDocument, useDocumentStore, useReadOnly } from '../document/context.tsx';
import { usePanels, usePanelsStore } from '../panels.tsx';
import { ConnectionHint } from './connection_hint.tsx';
import { CanvasControls } from './controls.tsx';
import { EdgeArrows, EdgeLine } from './edge_line.tsx';
import { EmptyCanvas } from './empty_canvas.tsx';
import { firstView } from './first_view.ts';
import { fitPadding } from './fit_padding.ts';
import type { FlowEdge, FlowNode } from './flow_nodes.ts';
import { NodeCard } from './node_card.tsx';
import { NodeMenu } from './node_menu.tsx';
import { QuickAdd } from './quick_add.tsx';
import { useAddNode } from './use_add_node.ts';
import { useFlow } from './use_flow.ts';
import { useKeepSelectedInView } from './use_keep_selected_in_view.ts';

const nodeTypes = { step: NodeCard };
const edgeTypes = { line: EdgeLine };
/** Above this many nodes only those in view are drawn; below it all are, so that Tab reaches every one. */
const drawAllUpTo = 80;
const snapGrid: [number, number] = [10, 10];
const overviewSize = { width: 160, height: 100 };

/** What a palette item carries while it is dragged. */
export const dragType = 'application/x-millrace-node';

/** The workflow as a drawing: every pointer way to change it. Needs ReactFlowProvider around it. */
export function Canvas() {
  const readOnly = useReadOnly();
  const panels = usePanelsStore();
  const { screenToFlowPosition } = useReactFlow();
  useKeepInView(usePanels((state) => state.drawer.open));
  useKeepSelectedInView();
  const onDoubleClick = (event: MouseEvent) => {
    if (readOnly || !(event.target as HTMLElement).classList.contains('react-flow__pane')) return;
    const at = { x: event.clientX, y: event.clientY };
    panels.getState().openQuickAdd({ at, target: { kind: 'free', position: screenToFlowPosition(at) } });
  };
  return (
    <section
      aria-label={text.regions.canvas}
      className="relative h-full min-h-0"
      onDoubleClick={onDoubleClick}
    >
      <Surface />
      <EmptyCanvas />
      <CanvasControls />
      <ConnectionHint />
      <QuickAdd />
      <NodeMenu />
    </section>
  );
}

/** What is drawn again with every frame of a drag, and nothing else. */
function Surface() {
  const theme = useTheme();
  const readOnly = useReadOnly();
  const panels = usePanelsStore();
  const many = useDocument((state) => state.draft.definition.nodes.length > drawAllUpTo);
  const flow = useFlow();
  const drop = useDrop();
  const showFirst = useFirstView();

  const openProperties = useCallback(
    (_: MouseEvent, node: FlowNode) => panels.getState().focus(node.id, null),
    [panels],
  );
  const openMenu = useCallback(
    (event: MouseEvent, node: FlowNode) => {
      event.preventDefault();
      panels.getState().openNodeMenu({ nodeId: node.id, at: { x: event.clientX, y: event.clientY } });
    },
    [panels],
  );

  return (
    <ReactFlow
      className="millrace-canvas"
      colorMode={theme}
      nodes={flow.nodes}
      edges={flow.edges}
      nodeTypes={nodeTypes}
      edgeTypes={edgeTypes}
      onNodesChange={flow.onNodesChange}
      onEdgesChange={flow.onEdgesChange}
      onNodeDragStart={flow.onDragStart}
      onNodeDragStop={flow.onDragStop}
      onSelectionDragStart={flow.onDragStart}
      onSelectionDragStop={flow.onSelectionDragStop}
      onNodeDoubleClick={openProperties}
      onNodeContextMenu={openMenu}
      isValidConnection={flow.isValidConnection}
      onConnect={flow.onConnect}
      onConnectEnd={flow.onConnectEnd}
      onDragOver={drop.onDragOver}
      onDrop={drop.onDrop}
      nodesDraggable={!readOnly}
      nodesConnectable={!readOnly}
      edgesFocusable={false}
      // Keys are handled by use_keys.ts: one place for all of them.
      disableKeyboardA11y
      deleteKeyCode={null}
      multiSelectionKeyCode={['Meta', 'Control', 'Shift']}
      zoomOnDoubleClick={false}
      connectionRadius={32}
      connectionDragThreshold={3}
      nodeDragThreshold={2}
      snapToGrid
      snapGrid={snapGrid}
      onlyRenderVisibleElements={many}
      minZoom={0.1}
      maxZoom={2}
      onInit={showFirst}
      onSelectionStart={() => panels.getState().setMoving(true)}
      onSelectionEnd={() => panels.getState().setMoving(false)}
      attributionPosition="top-right"
    >
      <Background variant={BackgroundVariant.Dots} gap={20} size={1.5} />
      <Overview />
      <EdgeArrows />
    </ReactFlow>
  );
}

/** The minimap; out of the way while the drawer takes its place, and while there is nothing to see. */
function Overview() {
  const empty = useDocument((state) => state.draft.definition.nodes.length === 0);
  const drawer = usePanels((state) => state.drawer.open);
  if (empty || drawer) return null;
  return (
    <MiniMap
      pannable
      zoomable
      ariaLabel={text.canvas.minimap}
      className="max-lg:!hidden"
      style={overviewSize}
      nodeBorderRadius={6}
    />
  );
}

function useFirstView() {
  const store = useDocumentStore();
  return useCallback(
    (flow: ReactFlowInstance<FlowNode, FlowEdge>) => {
      const box = document.querySelector('.react-flow')?.getBoundingClientRect();
      if (box) void flow.setViewport(firstView(store.getState().draft.definition, box));
    },
    [store],
  );
}

/** When the drawer takes a part of the canvas, what was in view stays in view. */
function useKeepInView(drawer: boolean): void {
  const flow = useReactFlow();
  const before = useRef(drawer);
  useEffect(() => {
    if (before.current === drawer) return;
    before.current = drawer;
    if (!drawer) return;
    const timer = setTimeout(() => {
      const box = document.querySelector('.react-flow')?.getBoundingClientRect();
      const bounds = flow.getNodesBounds(flow.getNodes());
      const end = flow.flowToScreenPosition({ x: bounds.x + bounds.width, y: bounds.y + bounds.height });
      const duration = matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 200;
      if (!box || end.y <= box.bottom) return;
      const { x, y, zoom } = flow.getViewport();
      const above = Number.parseInt(fitPadding.top, 10) - (bounds.y * zoom + y);
      const below = end.y - box.bottom + Number.parseInt(fitPadding.bottom, 10);
      // Moved up where that is enough: what could be read still can.
      if (above + below <= 0) void flow.setViewport({ x, y: y - below, zoom }, { duration });
      else void flow.fitView({ padding: fitPadding, maxZoom: zoom, minZoom: 0.4, duration });
    }, 50);
    return () => clearTimeout(timer);
  }, [drawer, flow]);
}

/** A palette item dropped on the canvas: on a place, or on an edge, into which it is inserted. */
function useDrop() {
  const add = useAddNode();
  const { screenToFlowPosition } = useReactFlow();
  const onDragOver = useCallback((event: DragEvent) => {
    if (!event.dataTransfer.types.includes(dragType)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
  }, []);
  const onDrop = useCallback(
    (event: DragEvent) => {
      const subtype = event.dataTransfer.getData(dragType) as NodeSubtype;
      if (!nodeSubtypes.includes(subtype)) return;
      event.preventDefault();
      const edge = document
        .elementFromPoint(event.clientX, event.clientY)
        ?.closest<SVGElement>('.react-flow__edge');
      const edgeId = edge?.getAttribute('data-id');
      if (edgeId && nodeKind(subtype).type !== 'trigger') return void add(subtype, { kind: 'edge', edgeId });
      const position = screenToFlowPosition({ x: event.clientX - 60, y: event.clientY - 30 });
      add(subtype, { kind: 'free', position });
    },
    [add, screenToFlowPosition],
  );
  return { onDragOver, onDrop };
}
