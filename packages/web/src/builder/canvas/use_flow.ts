import { applyNodeChanges, type EdgeChange, type NodeChange } from '@xyflow/react';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { useDocumentStore } from '../document/context.tsx';
import type { DocumentState, DocumentStore } from '../document/store.ts';
import { useProblems } from '../problems/context.tsx';
import { marksOf } from '../problems/said.ts';
import type { ProblemsState } from '../problems/store.ts';
import { motionMs } from './canvas_element.ts';
import { useCanvasStore } from './canvas_store.ts';
import {
  type FlowEdge,
  type FlowNode,
  flowEdges,
  flowIdOfNote,
  flowNodes,
  isDrawnAlike,
  noteIdOf,
} from './flow_nodes.ts';
import { type Glide, startGlide } from './glide.ts';
import { useConnecting } from './use_connecting.ts';
import { useDragging } from './use_dragging.ts';
import { useGroupDrag } from './use_group_drag.ts';

type Found = Pick<ProblemsState, 'byNode' | 'openByNode' | 'byEdge'>;

/**
 * Binds the document to React Flow. Invariants:
 *  1. while nodes are dragged only React Flow's copies move; the document changes once, when they are dropped: a drag is
 *     one undo step and draws nothing but what moves;
 *  2. a change of the document that is not seen (a configuration, a setting) draws nothing: the store is listened to, and
 *     state is set only when something that is drawn is another.
 */
export function useFlow() {
  const store = useDocumentStore();
  const canvas = useCanvasStore();
  const problems = useProblems(
    useShallow(({ byNode, openByNode, byEdge }): Found => ({ byNode, openByNode, byEdge })),
  );
  const known = useRef(problems);
  const [nodes, setNodes] = useState<FlowNode[]>(() => nodesFor(store.getState(), problems, []));
  const [edges, setEdges] = useState<FlowEdge[]>(() => edgesFor(store.getState(), problems, []));
  const shown = useRef(nodes);
  shown.current = nodes;
  const held = useRef(false);
  const glide = useRef<Glide | null>(null);

  const sync = useCallback(() => {
    if (held.current) return;
    glide.current?.stop();
    glide.current = null;
    const glides = canvas.getState().takeGlide() && motionMs() > 0;
    if (glides)
      glide.current = startGlide(
        shown.current,
        nodesFor(store.getState(), known.current, shown.current),
        setNodes,
      );
    else setNodes((previous) => nodesFor(store.getState(), known.current, previous));
    setEdges((previous) => edgesFor(store.getState(), known.current, previous));
  }, [store, canvas]);

  useLayoutEffect(() => {
    known.current = problems;
    sync();
  }, [problems, sync]);
  useEffect(
    () =>
      store.subscribe((state, before) => {
        if (!isDrawnAlike(state, before)) sync();
      }),
    [store, sync],
  );
  useEffect(() => () => glide.current?.stop(), []);

  /** While something is dragged the document does not move it. */
  const hold = useCallback(
    (on: boolean) => {
      if (on) sync();
      held.current = on;
      if (!on) sync();
    },
    [sync],
  );

  const onNodesChange = useCallback(
    (changes: NodeChange<FlowNode>[]) => {
      const drawn = changes.filter((change) => change.type === 'dimensions' || change.type === 'position');
      if (drawn.length > 0) setNodes((previous) => applyNodeChanges(drawn, previous));
      selectNodes(store, changes);
    },
    [store],
  );
  const onEdgesChange = useCallback(
    (changes: EdgeChange<FlowEdge>[]) => selectEdges(store, changes),
    [store],
  );
  const dragging = useDragging({ shown, setNodes, hold });
  const connecting = useConnecting(store);
  const moveGroup = useGroupDrag(shown, dragging);
  return { nodes, edges, onNodesChange, onEdgesChange, dragging, moveGroup, ...connecting };
}

function nodesFor(
  { draft, selection }: DocumentState,
  found: Found,
  previous: readonly FlowNode[],
): FlowNode[] {
  return flowNodes(
    {
      definition: draft.definition,
      selected: new Set(selection.nodes),
      selectedNotes: new Set(selection.notes),
      marksOf: (id) => marksOf(found.byNode.get(id), found.openByNode.get(id)),
    },
    previous,
  );
}

function edgesFor(
  { draft, selection }: DocumentState,
  { byEdge }: Found,
  previous: readonly FlowEdge[],
): FlowEdge[] {
  return flowEdges(draft.definition, new Set(selection.edges), previous, (id) =>
    (byEdge.get(id) ?? []).map(({ message }) => message),
  );
}

/** Selecting nodes or notes by a click lets go of a group. */
function selectNodes(store: DocumentStore, changes: readonly NodeChange<FlowNode>[]): void {
  const selects = changes.filter((change) => change.type === 'select');
  if (selects.length === 0) return;
  const state = store.getState();
  const { selection } = state;
  const chosen = new Set([...selection.nodes, ...(selection.notes ?? []).map(flowIdOfNote)]);
  for (const { id, selected } of selects) {
    if (selected) chosen.add(id);
    else chosen.delete(id);
  }
  const ids = [...chosen];
  const picks = selects.some(({ selected }) => selected);
  state.select({
    ...selection,
    nodes: ids.filter((id) => noteIdOf(id) === null),
    notes: ids.flatMap((id) => noteIdOf(id) ?? []),
    ...(picks && { groups: [] }),
  });
}

function selectEdges(store: DocumentStore, changes: readonly EdgeChange<FlowEdge>[]): void {
  const selects = changes.filter((change) => change.type === 'select');
  if (selects.length === 0) return;
  const state = store.getState();
  const chosen = new Set(state.selection.edges);
  for (const { id, selected } of selects) {
    if (selected) chosen.add(id);
    else chosen.delete(id);
  }
  state.select({ ...state.selection, edges: [...chosen] });
}
