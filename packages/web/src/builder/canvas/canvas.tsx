import '@xyflow/react/dist/style.css';
import './canvas.css';
import { type NodeSubtype, nodeKind, nodeSubtypes } from '@millrace/core';
import { ReactFlow, type ReactFlowInstance, useReactFlow } from '@xyflow/react';
import { type DragEvent, type MouseEvent, useCallback, useLayoutEffect, useMemo, useRef } from 'react';
import { useTheme } from '../../components/theme.ts';
import { text } from '../../strings/builder.ts';
import { dragType, triggerDragType } from '../adding/drag_types.ts';
import { useDocument, useDocumentStore, useReadOnly } from '../document/context.tsx';
import { usePanels, usePanelsStore } from '../panels.tsx';
import { useSmall } from '../small/use_small.ts';
import { canvasBox, edgeIdAt } from './canvas_element.ts';
import { CanvasMenu } from './canvas_menu.tsx';
import { useCanvasStore } from './canvas_store.ts';
import { ConnectionHint } from './connection_hint.tsx';
import { ConnectionLine } from './connection_line.tsx';
import { CanvasControls } from './controls.tsx';
import { gripRadius } from './edge_grips.tsx';
import { EdgeArrows, EdgeLine } from './edge_line.tsx';
import { EmptyCanvas } from './empty_canvas.tsx';
import { Far, FarProvider, useFarZoom } from './far.tsx';
import { FarEdges } from './far_edges.tsx';
import { firstView } from './first_view.ts';
import { type FlowEdge, type FlowNode, noteIdOf } from './flow_nodes.ts';
import { FramesLayer } from './frames_layer.tsx';
import { Grid } from './grid.tsx';
import { KeyboardHint } from './keyboard_hint.tsx';
import { NodeCard } from './node_card.tsx';
import { NodeMenu } from './node_menu.tsx';
import { NoteCard } from './note_card.tsx';
import { Overview } from './overview.tsx';
import { QuickAdd } from './quick_add.tsx';
import { SelectionToolbar } from './selection_toolbar.tsx';
import { useAddNode } from './use_add_node.ts';
import { useFitToSize } from './use_fit_to_size.ts';
import { useFlow } from './use_flow.ts';
import { useFocusInView } from './use_focus_in_view.ts';
import { useKeepInView } from './use_keep_in_view.ts';
import { useKeepSelectedInView } from './use_keep_selected_in_view.ts';
import { zoomLimits } from './view.ts';

const nodeTypes = { step: NodeCard, note: NoteCard };
const edgeTypes = { line: EdgeLine };
/** Above this many nodes only those in view are drawn; below it all are, so that Tab reaches every one. */
const drawAllUpTo = 80;
const noEdges: FlowEdge[] = [];
const multiSelectionKeys = ['Meta', 'Control', 'Shift'];
const snapGrid: [number, number] = [10, 10];

/** The workflow as a drawing: every pointer way to change it. Needs ReactFlowProvider around it. */
export function Canvas() {
  const readOnly = useReadOnly();
  const panels = usePanelsStore();
  const { screenToFlowPosition } = useReactFlow();
  useKeepInView(usePanels((state) => state.drawer.open));
  useKeepSelectedInView();
  useFitToSize();
  useFocusInView(useSmall());
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
      <KeyboardHint />
      <QuickAdd />
      <NodeMenu />
      <CanvasMenu />
    </section>
  );
}

/** What is drawn again with every frame of a drag, and nothing else. */
function Surface() {
  const theme = useTheme();
  const readOnly = useReadOnly();
  const many = useDocument((state) => state.draft.definition.nodes.length > drawAllUpTo);
  const flow = useFlow();
  const far = useFarZoom(many);
  const drop = useDrop();
  const showFirst = useFirstView();

  const pointer = usePointer();
  const hover = useHoveredEdge();

  return (
    <FarProvider value={far}>
      <ReactFlow
        className="millrace-canvas"
        colorMode={theme}
        nodes={flow.nodes}
        edges={far ? noEdges : flow.edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={flow.onNodesChange}
        onEdgesChange={flow.onEdgesChange}
        {...flow.dragging.handlers}
        onNodeClick={pointer.bringProperties}
        onNodeDoubleClick={pointer.openProperties}
        onNodeContextMenu={pointer.openMenu}
        onPaneContextMenu={pointer.openPaneMenu}
        onSelectionContextMenu={pointer.openSelectionMenu}
        onEdgeContextMenu={pointer.openEdgeMenu}
        onPaneClick={pointer.leaveGroup}
        onEdgeMouseEnter={hover.enter}
        onEdgeMouseLeave={hover.leave}
        isValidConnection={flow.isValidConnection}
        onConnect={flow.onConnect}
        onConnectEnd={flow.onConnectEnd}
        {...flow.reconnecting}
        edgesReconnectable={!readOnly}
        reconnectRadius={gripRadius}
        data-edge-chosen={flow.edges.some((edge) => edge.selected) || undefined}
        onDragEnter={drop.onDragOver}
        onDragOver={drop.onDragOver}
        onDragLeave={drop.onDragLeave}
        onDrop={drop.onDrop}
        nodesDraggable={!readOnly}
        nodesConnectable={!readOnly}
        edgesFocusable={false}
        // Keys are handled by use_keys.ts: one place for all of them.
        disableKeyboardA11y
        deleteKeyCode={null}
        multiSelectionKeyCode={multiSelectionKeys}
        zoomOnDoubleClick={false}
        // As in every drawing tool: two fingers or the wheel move the view, a pinch or Ctrl with the wheel zooms.
        panOnScroll
        panOnScrollSpeed={1}
        connectionLineComponent={ConnectionLine}
        connectionRadius={32}
        connectionDragThreshold={3}
        nodeDragThreshold={2}
        snapToGrid
        snapGrid={snapGrid}
        onlyRenderVisibleElements={many}
        minZoom={zoomLimits.min}
        maxZoom={zoomLimits.max}
        onInit={showFirst}
        onSelectionStart={pointer.beginBox}
        onSelectionEnd={pointer.endBox}
        attributionPosition="top-right"
      >
        <Grid />
        <FramesLayer
          nodes={flow.nodes}
          dragging={flow.dragging.dragging}
          onMoveGroup={readOnly ? undefined : flow.moveGroup}
        />
        <Overview />
        {far && <FarEdges nodes={flow.nodes} edges={flow.edges} />}
        <EdgeArrows />
        <SelectionToolbar />
        <Far />
      </ReactFlow>
    </FarProvider>
  );
}

/** What a click on a node, a note or the empty canvas opens. */
function usePointer() {
  const panels = usePanelsStore();
  const canvas = useCanvasStore();
  const store = useDocumentStore();
  return useMemo(() => {
    const at = (event: MouseEvent | globalThis.MouseEvent) => ({ x: event.clientX, y: event.clientY });
    return {
      // Put away in a small window, they come back with a click on the node that is selected already.
      bringProperties: () => panels.getState().setAside(false),
      openProperties(_: MouseEvent, node: FlowNode) {
        if (node.type === 'step') panels.getState().focus(node.id, null);
      },
      openMenu(event: MouseEvent, node: FlowNode) {
        // The text of a note that is being written has the menu of the browser.
        if ((event.target as HTMLElement).closest('textarea')) return;
        event.preventDefault();
        const note = noteIdOf(node.id);
        const { nodes, notes = [] } = store.getState().selection;
        const chosen = note === null ? nodes.includes(node.id) : notes.includes(note);
        if (chosen && nodes.length + notes.length > 1)
          canvas.getState().openMenu({ of: 'selection', at: at(event) });
        else if (note === null) panels.getState().openNodeMenu({ nodeId: node.id, at: at(event) });
        else canvas.getState().openMenu({ of: 'note', id: note, at: at(event) });
      },
      openPaneMenu(event: MouseEvent | globalThis.MouseEvent) {
        event.preventDefault();
        canvas.getState().openMenu({ of: 'pane', at: at(event) });
      },
      openSelectionMenu(event: MouseEvent | globalThis.MouseEvent) {
        event.preventDefault();
        canvas.getState().openMenu({ of: 'selection', at: at(event) });
      },
      openEdgeMenu(event: MouseEvent, edge: FlowEdge) {
        event.preventDefault();
        store.getState().select({ nodes: [], edges: [edge.id] });
        canvas.getState().openMenu({ of: 'edge', id: edge.id, at: at(event) });
      },
      beginBox: () => panels.getState().setMoving(true),
      endBox: () => panels.getState().setMoving(false),
      leaveGroup() {
        const { selection, select } = store.getState();
        if (selection.groups?.length) select({ ...selection, groups: [] });
      },
    };
  }, [panels, canvas, store]);
}

function useHoveredEdge() {
  const canvas = useCanvasStore();
  return useMemo(
    () => ({
      enter: (_: MouseEvent, edge: FlowEdge) => canvas.getState().hoverEdge(edge.id),
      leave: () => canvas.getState().hoverEdge(null),
    }),
    [canvas],
  );
}

/** What the canvas shows first: what was in view when it was left, else the beginning. */
function useFirstView() {
  const store = useDocumentStore();
  const canvas = useCanvasStore();
  const { getViewport } = useReactFlow();
  const shown = useRef(false);
  // Before the drawing forgets where it was, which it does when its effects end.
  useLayoutEffect(
    () => () => {
      if (shown.current) canvas.getState().keepView(getViewport());
    },
    [canvas, getViewport],
  );
  return useCallback(
    (flow: ReactFlowInstance<FlowNode, FlowEdge>) => {
      const box = canvasBox();
      const first = box && firstView(store.getState().draft.definition, box);
      const view = canvas.getState().view ?? first;
      if (view) void flow.setViewport(view);
      if (box && view && view === first)
        canvas.getState().keepFitted({ what: 'first', view, size: { width: box.width, height: box.height } });
      shown.current = true;
    },
    [store, canvas],
  );
}

/** A palette item dropped on the canvas: on a place, or on an edge, into which it is inserted. */
function useDrop() {
  const add = useAddNode();
  const { screenToFlowPosition } = useReactFlow();
  const canvas = useCanvasStore();
  const onDragOver = useCallback(
    (event: DragEvent) => {
      const { types } = event.dataTransfer;
      if (!types.includes(dragType)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
      if (!types.includes(triggerDragType)) canvas.getState().aimAtEdge(edgeIdAt(placeOf(event)));
    },
    [canvas],
  );
  const onDragLeave = useCallback(
    (event: DragEvent) => {
      if (!event.currentTarget.contains(event.relatedTarget as Node | null))
        canvas.getState().aimAtEdge(null);
    },
    [canvas],
  );
  const onDrop = useCallback(
    (event: DragEvent) => {
      const subtype = event.dataTransfer.getData(dragType) as NodeSubtype;
      canvas.getState().aimAtEdge(null);
      if (!nodeSubtypes.includes(subtype)) return;
      event.preventDefault();
      const at = placeOf(event);
      const edgeId = nodeKind(subtype).type === 'trigger' ? null : edgeIdAt(at);
      if (edgeId !== null) return void add(subtype, { kind: 'edge', edgeId });
      add(subtype, { kind: 'free', position: screenToFlowPosition({ x: at.x - 60, y: at.y - 30 }) });
    },
    [add, canvas, screenToFlowPosition],
  );
  return { onDragOver, onDragLeave, onDrop };
}

function placeOf(event: DragEvent): { x: number; y: number } {
  return { x: event.clientX, y: event.clientY };
}
