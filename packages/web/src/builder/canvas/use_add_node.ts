import { type Definition, type NodeSubtype, nodeKind, type WorkflowNode } from '@millrace/core';
import { useReactFlow } from '@xyflow/react';
import { useCallback } from 'react';
import { useSession } from '../../api/session.ts';
import { toast } from '../../components/ui/toast.tsx';
import { triggers as words } from '../../strings/canvas_comfort.ts';
import { changeChoice, usedLast } from '../adding/choices.ts';
import type { Fit } from '../adding/fitting.ts';
import { offerUndo } from '../adding/offer_undo.ts';
import { useDocumentStore } from '../document/context.tsx';
import type { Point } from '../document/edits/make_node.ts';
import { nodeWidth, snap } from '../document/edits/place.ts';
import { replaceTrigger, triggerOf } from '../document/edits/replace_trigger.ts';
import type { DocumentStore } from '../document/store.ts';
import type { QuickAddTarget } from '../panels.tsx';
import { canvasBox, motionMs } from './canvas_element.ts';
import { placeFor, withNode } from './place_node.ts';
import { viewAfterAdding } from './reveal.ts';
import { cardBoxes } from './view.ts';

/**
 * Adds a node and selects it; without a target it goes right of the selected node, connected. A workflow has one trigger:
 * another one takes the place of the one that is there, and the one that is there already is shown.
 */
export function useAddNode() {
  const store = useDocumentStore();
  const flow = useReactFlow();
  const person = useSession().user.id;
  return useCallback(
    (subtype: NodeSubtype, target?: QuickAddTarget, filled?: Fit['config']) => {
      const { draft, selection } = store.getState();
      const started = nodeKind(subtype).type === 'trigger' && triggerOf(draft.definition, selection.nodes);
      if (started) {
        const id = otherTrigger(store, started, subtype);
        if (id !== started.id) changeChoice(person, 'recent', (before) => usedLast(before, subtype));
        setTimeout(() => reveal(flow, store.getState().draft.definition, id), 60);
        return id;
      }
      const place = target ?? placeFor(draft.definition, selection.nodes, subtype, viewCentre(flow));
      const { definition, node } = withNode(draft.definition, subtype, place, filled);
      store.getState().edit(() => definition, { select: { nodes: [node.id], edges: [] } });
      changeChoice(person, 'recent', (before) => usedLast(before, subtype));
      // The new card is measured first; then the view moves, and only if the card is outside of it.
      setTimeout(() => reveal(flow, store.getState().draft.definition, node.id), 60);
      return node.id;
    },
    [store, flow, person],
  );
}

/** The id of the trigger that is there then, selected. */
function otherTrigger(store: DocumentStore, old: WorkflowNode, subtype: NodeSubtype): string {
  const { draft, edit, select } = store.getState();
  if (old.subtype === subtype) {
    select({ nodes: [old.id], edges: [] });
    toast(words.same(nodeKind(subtype).label), { description: words.one });
    return old.id;
  }
  const { definition, node } = replaceTrigger(draft.definition, old, subtype);
  edit(() => definition, { select: { nodes: [node.id], edges: [] } });
  offerUndo(store, words.replaced(nodeKind(old.subtype).label, nodeKind(subtype).label), words.one);
  return node.id;
}

type Flow = ReturnType<typeof useReactFlow>;

function viewCentre(flow: Flow): Point {
  const box = canvasBox();
  if (!box) return { x: 0, y: 0 };
  const centre = flow.screenToFlowPosition({ x: box.left + box.width * 0.35, y: box.top + box.height * 0.4 });
  return snap({ x: centre.x - nodeWidth / 2, y: centre.y });
}

/** Brings a node into view, with what it is connected to. */
function reveal(flow: Flow, definition: Definition, id: string): void {
  const box = canvasBox();
  const cards = cardBoxes(definition, (node) => flow.getInternalNode(node)?.measured.height);
  const added = cards.get(id);
  if (!box || !added) return;
  const ends = definition.edges.flatMap(({ source, target }) =>
    target === id ? [source] : source === id ? [target] : [],
  );
  const neighbours = ends.flatMap((end) => cards.get(end) ?? []);
  const before = flow.getViewport();
  const view = viewAfterAdding(before, box, { added, neighbours, all: [...cards.values()] });
  if (view !== before) void flow.setViewport(view, { duration: motionMs() });
}
