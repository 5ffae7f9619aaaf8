import type { Definition } from '@millrace/core';
import {
  type MouseEvent as ReactMouseEvent,
  type TouchEvent as ReactTouchEvent,
  type RefObject,
  useCallback,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useDocumentStore } from '../document/context.tsx';
import { setGroup } from '../document/edits/annotations.ts';
import { duplicate } from '../document/edits/duplicate.ts';
import { insertLoose, isLoose } from '../document/edits/insert_into_edge.ts';
import type { Point } from '../document/edits/make_node.ts';
import { moveNodes } from '../document/edits/move.ts';
import type { DocumentStore } from '../document/store.ts';
import { usePanelsStore } from '../panels.tsx';
import { edgeIdAt, markCopying } from './canvas_element.ts';
import { useCanvasStore } from './canvas_store.ts';
import { boxesOfCards, boxOfCard } from './drawn_frames.ts';
import { type FlowNode, noteIdOf } from './flow_nodes.ts';
import { type Frame, type FrameBox, frameBoxes, framesOf, regrouped } from './frames.ts';

/** A drag as the frames see it. */
export interface Dragging {
  ids: ReadonlySet<string>;
  frames: readonly Frame[];
  /** The frames as they were when it began: those of groups stay so until it ends. */
  before: ReadonlyMap<string, FrameBox>;
  /** The group that would take what is dragged, and the one that it would leave. */
  into: string | null;
  out: string | null;
}

interface DraggingOptions {
  shown: RefObject<readonly FlowNode[]>;
  setNodes: (change: (previous: FlowNode[]) => FlowNode[]) => void;
  hold: (on: boolean) => void;
}

/** Dragging nodes and notes: also into a group and out of it. */
export function useDragging({ shown, setNodes, hold }: DraggingOptions) {
  const store = useDocumentStore();
  const panels = usePanelsStore();
  const canvas = useCanvasStore();
  const [dragging, setDragging] = useState<Dragging | null>(null);
  const current = useRef<Dragging | null>(null);
  // The one node that is dragged, where nothing is connected to it: an edge can take it.
  const loose = useRef<string | null>(null);
  const change = useCallback((next: Dragging | null) => {
    current.current = next;
    setDragging(next);
  }, []);

  const begin = useCallback(
    (ids: readonly string[]) => {
      hold(true);
      panels.getState().setMoving(true);
      const { definition } = store.getState().draft;
      loose.current = looseOf(definition, ids);
      const frames = framesOf(definition);
      const before = frameBoxes(frames, boxesOfCards(shown.current));
      change({ ids: new Set(ids), frames, before, into: null, out: null });
    },
    [store, panels, hold, shown, change],
  );
  const over = useCallback(
    (dragged: readonly FlowNode[], pointer?: Pointer) => {
      const now = current.current;
      if (loose.current !== null && pointer) canvas.getState().aimAtEdge(edgeIdAt(placeOfPointer(pointer)));
      if (pointer) markCopying(pointer.altKey);
      if (!now || now.frames.length === 0) return;
      const [place] = [...regrouped(now.frames, now.before, droppedOf(dragged))];
      const into = place?.[1] ? `group/${place[1]}` : null;
      const left = place && now.frames.find(({ kind, members }) => kind === 'group' && members.has(place[0]));
      const out = left?.id ?? null;
      if (into !== now.into || out !== now.out) change({ ...now, into, out });
    },
    [change, canvas],
  );
  const end = useCallback(
    (dragged: readonly FlowNode[], regroups: boolean, pointer?: Pointer) => {
      const now = current.current;
      const into = canvas.getState().dropEdge;
      canvas.getState().aimAtEdge(null);
      markCopying(false);
      change(null);
      panels.getState().setMoving(false);
      if (!pointer?.altKey || !dropCopies(store, dragged)) {
        const groups = regroups && now ? regrouped(now.frames, now.before, droppedOf(dragged)) : none;
        drop(store, dragged, groups, loose.current !== null && into !== null ? [into, loose.current] : null);
      }
      hold(false);
    },
    [store, panels, canvas, hold, change],
  );
  /** Moves what is dragged without React Flow: a group by its label. */
  const place = useCallback(
    (positions: ReadonlyMap<string, Point>) =>
      setNodes((previous) =>
        previous.map((node) => {
          const position = positions.get(node.id);
          return position ? { ...node, position } : node;
        }),
      ),
    [setNodes],
  );
  // What React Flow is given must stay the same: each new handler would wake all that listens to its store.
  const handlers = useMemo(() => handlersOf(begin, over, end), [begin, over, end]);
  return useMemo(() => ({ dragging, begin, place, end, handlers }), [dragging, begin, place, end, handlers]);
}

/** Where the pointer is while something is dragged, and whether Alt is held: then a copy is dragged. */
type Pointer = MouseEvent | TouchEvent | ReactMouseEvent | ReactTouchEvent;

function placeOfPointer(pointer: Pointer): Point {
  const at = 'clientX' in pointer ? pointer : (pointer.touches[0] ?? pointer.changedTouches[0]);
  return { x: at?.clientX ?? 0, y: at?.clientY ?? 0 };
}

function looseOf(definition: Definition, ids: readonly string[]): string | null {
  const [id] = ids;
  const node = ids.length === 1 ? definition.nodes.find((each) => each.id === id) : undefined;
  return node && isLoose(definition, node) ? node.id : null;
}

function handlersOf(
  begin: (ids: readonly string[]) => void,
  over: (dragged: readonly FlowNode[], pointer?: Pointer) => void,
  end: (dragged: readonly FlowNode[], regroups: boolean, pointer?: Pointer) => void,
) {
  const start = (dragged: readonly FlowNode[]) => begin(dragged.map(({ id }) => id));
  return {
    onNodeDragStart: (_: Pointer, __: unknown, dragged: readonly FlowNode[]) => start(dragged),
    onNodeDrag: (at: Pointer, __: unknown, dragged: readonly FlowNode[]) => over(dragged, at),
    onNodeDragStop: (at: Pointer, __: unknown, dragged: readonly FlowNode[]) => end(dragged, true, at),
    onSelectionDragStart: (_: Pointer, dragged: readonly FlowNode[]) => start(dragged),
    onSelectionDrag: (at: Pointer, dragged: readonly FlowNode[]) => over(dragged, at),
    onSelectionDragStop: (at: Pointer, dragged: readonly FlowNode[]) => end(dragged, true, at),
  };
}

const none: ReadonlyMap<string, string | null> = new Map();

function droppedOf(dragged: readonly FlowNode[]): { id: string; box: FrameBox }[] {
  return dragged
    .filter((node) => node.type === 'step')
    .map((node) => ({ id: node.id, box: boxOfCard(node) }));
}

function drop(
  store: DocumentStore,
  dragged: readonly FlowNode[],
  groups: ReadonlyMap<string, string | null>,
  inserted: readonly [edgeId: string, nodeId: string] | null,
): void {
  const positions = new Map<string, Point>();
  const notes = new Map<string, Point>();
  for (const { id, position } of dragged) {
    const note = noteIdOf(id);
    if (note === null) positions.set(id, position);
    else notes.set(note, position);
  }
  store.getState().edit((definition) => {
    let next = moveNodes(definition, positions, notes);
    for (const [id, group] of groups) next = setGroup(next, [id], group);
    return inserted ? insertLoose(next, ...inserted) : next;
  });
}

/** Leaves what was dragged where it was and puts copies where it was dropped; false when there is nothing to copy. */
function dropCopies(store: DocumentStore, dragged: readonly FlowNode[]): boolean {
  const { draft, edit } = store.getState();
  const { nodes, notes = [] } = draft.definition;
  const [one] = dragged;
  const note = one && noteIdOf(one.id);
  const from = [...nodes, ...notes].find(({ id }) => id === (note ?? one?.id));
  if (!one || !from) return false;
  const ids = dragged.filter(({ id }) => noteIdOf(id) === null).map(({ id }) => id);
  const offset = { x: one.position.x - from.position.x, y: one.position.y - from.position.y };
  const copy = duplicate(
    draft.definition,
    ids,
    dragged.flatMap(({ id }) => noteIdOf(id) ?? []),
    offset,
  );
  if (copy.ids.length + copy.noteIds.length === 0) return false;
  edit(() => copy.definition, { select: { nodes: copy.ids, edges: [], notes: copy.noteIds } });
  return true;
}
