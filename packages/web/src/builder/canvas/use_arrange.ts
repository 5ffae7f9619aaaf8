import { annotationLimits } from '@millrace/core';
import { useReactFlow } from '@xyflow/react';
import { useMemo } from 'react';
import { toast } from '../../components/ui/toast.tsx';
import { text } from '../../strings/canvas.ts';
import { useDocumentStore } from '../document/context.tsx';
import type { Alignment } from '../document/edits/align.ts';
import { addNote, freeNotePlace, groupNodes, newNoteSize, ungroup } from '../document/edits/annotations.ts';
import type { Point } from '../document/edits/make_node.ts';
import { snap } from '../document/edits/place.ts';
import { loadTidy } from '../later_parts.ts';
import { fittedView, sameView } from './after_resize.ts';
import { canvasBox, motionMs } from './canvas_element.ts';
import { useCanvasStore } from './canvas_store.ts';
import { readableView } from './readable_view.ts';

export interface Arrange {
  /** Lays out all nodes and shows them, as far as they can be read; `ids` only those, and the view stays. */
  tidy(ids?: readonly string[]): Promise<void>;
  align(how: Alignment): Promise<void>;
  /** Puts the selected nodes into a group and asks for its name. */
  group(): void;
  ungroup(ids: readonly string[]): void;
  /** Adds a note at a place on the canvas, or in the middle of what is seen, and begins to write it. */
  addNote(at?: Point): void;
}

/** What arranges the drawing: each is one step to undo. */
export function useArrange(): Arrange {
  const store = useDocumentStore();
  const canvas = useCanvasStore();
  const flow = useReactFlow();
  return useMemo(() => {
    const heightOf = (id: string) => flow.getInternalNode(id)?.measured.height;
    const nothing = { nodes: [], edges: [] };
    const fitReadably = () => {
      const box = canvasBox();
      const { draft, selection } = store.getState();
      if (!box || draft.definition.nodes.length === 0) return;
      const next = readableView(draft.definition, selection, box);
      const size = { width: box.width, height: box.height };
      if (sameView(next, fittedView(draft.definition, 'all', size)))
        canvas.getState().keepFitted({ what: 'all', view: next, size });
      void flow.setViewport(next, { duration: motionMs() });
    };
    return {
      async tidy(ids = []) {
        const { tidied } = await loadTidy();
        canvas.getState().glide();
        store.getState().edit((definition) => tidied(definition, ids, { heightOf }));
        canvas.getState().takeGlide();
        if (ids.length === 0) fitReadably();
      },
      async align(how) {
        const { aligned } = await loadTidy();
        const { selection, edit } = store.getState();
        canvas.getState().glide();
        edit((definition) => aligned(definition, selection, how, heightOf));
        canvas.getState().takeGlide();
      },
      group() {
        const { selection, draft, edit, readOnly } = store.getState();
        if (readOnly || selection.nodes.length === 0) return;
        const label = text.frames.new_label((draft.definition.groups?.length ?? 0) + 1);
        const grouped = groupNodes(draft.definition, selection.nodes, { label });
        if (!grouped) return void toast(text.frames.too_many(annotationLimits.groups));
        edit(() => grouped.definition, { select: { ...nothing, groups: [grouped.group.id] } });
        canvas.getState().renameGroup(grouped.group.id);
      },
      ungroup(ids) {
        const { draft, edit } = store.getState();
        const nodes = (draft.definition.groups ?? [])
          .filter((group) => ids.includes(group.id))
          .flatMap((group) => group.nodes);
        edit((definition) => ungroup(definition, ids), { select: { nodes, edges: [] } });
      },
      addNote(at) {
        const { draft, edit, readOnly } = store.getState();
        if (readOnly) return;
        const added = addNote(draft.definition, {
          position: at ? snap(at) : freeNotePlace(draft.definition, snap(middle(flow))),
        });
        if (!added) return void toast(text.notes.too_many(annotationLimits.notes));
        edit(() => added.definition, { select: { ...nothing, notes: [added.note.id] } });
        canvas.getState().editNote(added.note.id);
      },
    };
  }, [store, canvas, flow]);
}

/** Where a new note is in the middle of what is seen, a little above it. */
function middle(flow: { screenToFlowPosition(at: Point): Point }): Point {
  const box = canvasBox();
  const at = flow.screenToFlowPosition({
    x: (box?.left ?? 0) + (box?.width ?? 0) / 2,
    y: (box?.top ?? 0) + (box?.height ?? 0) * 0.3,
  });
  return { x: at.x - newNoteSize.width / 2, y: at.y - newNoteSize.height / 2 };
}
