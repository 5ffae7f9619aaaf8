import { type RefObject, useCallback, useMemo, useRef, useState } from 'react';
import { useDocumentStore } from '../document/context.tsx';
import { setGroup } from '../document/edits/annotations.ts';
import type { Point } from '../document/edits/make_node.ts';
import { moveNodes } from '../document/edits/move.ts';
import type { DocumentStore } from '../document/store.ts';
import { usePanelsStore } from '../panels.tsx';
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
  const [dragging, setDragging] = useState<Dragging | null>(null);
  const current = useRef<Dragging | null>(null);
  const change = useCallback((next: Dragging | null) => {
    current.current = next;
    setDragging(next);
  }, []);

  const begin = useCallback(
    (ids: readonly string[]) => {
      hold(true);
      panels.getState().setMoving(true);
      const frames = framesOf(store.getState().draft.definition);
      const before = frameBoxes(frames, boxesOfCards(shown.current));
      change({ ids: new Set(ids), frames, before, into: null, out: null });
    },
    [store, panels, hold, shown, change],
  );
  const over = useCallback(
    (dragged: readonly FlowNode[]) => {
      const now = current.current;
      if (!now || now.frames.length === 0) return;
      const [place] = [...regrouped(now.frames, now.before, droppedOf(dragged))];
      const into = place?.[1] ? `group/${place[1]}` : null;
      const left = place && now.frames.find(({ kind, members }) => kind === 'group' && members.has(place[0]));
      const out = left?.id ?? null;
      if (into !== now.into || out !== now.out) change({ ...now, into, out });
    },
    [change],
  );
  const end = useCallback(
    (dragged: readonly FlowNode[], regroups: boolean) => {
      const now = current.current;
      change(null);
      panels.getState().setMoving(false);
      drop(store, dragged, regroups && now ? regrouped(now.frames, now.before, droppedOf(dragged)) : none);
      hold(false);
    },
    [store, panels, hold, change],
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

type Dragged = (dragged: readonly FlowNode[]) => void;

function handlersOf(
  begin: (ids: readonly string[]) => void,
  over: Dragged,
  end: (dragged: readonly FlowNode[], regroups: boolean) => void,
) {
  const start: Dragged = (dragged) => begin(dragged.map(({ id }) => id));
  const stop: Dragged = (dragged) => end(dragged, true);
  return {
    onNodeDragStart: (_: unknown, __: unknown, dragged: readonly FlowNode[]) => start(dragged),
    onNodeDrag: (_: unknown, __: unknown, dragged: readonly FlowNode[]) => over(dragged),
    onNodeDragStop: (_: unknown, __: unknown, dragged: readonly FlowNode[]) => stop(dragged),
    onSelectionDragStart: (_: unknown, dragged: readonly FlowNode[]) => start(dragged),
    onSelectionDrag: (_: unknown, dragged: readonly FlowNode[]) => over(dragged),
    onSelectionDragStop: (_: unknown, dragged: readonly FlowNode[]) => stop(dragged),
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
    return next;
  });
}
