import type { Definition, NodeSubtype } from '@millrace/core';
import { useReactFlow } from '@xyflow/react';
import { useCallback } from 'react';
import { useSession } from '../../api/session.ts';
import { changeChoice, usedLast } from '../adding/choices.ts';
import { useDocumentStore } from '../document/context.tsx';
import type { Point } from '../document/edits/make_node.ts';
import { nodeWidth, snap } from '../document/edits/place.ts';
import type { QuickAddTarget } from '../panels.tsx';
import { canvasBox, motionMs } from './canvas_element.ts';
import { placeFor, withNode } from './place_node.ts';
import { viewAfterAdding } from './reveal.ts';
import { cardBoxes } from './view.ts';

/** Adds a node and selects it; without a target it goes right of the selected node, connected. */
export function useAddNode() {
  const store = useDocumentStore();
  const flow = useReactFlow();
  const person = useSession().user.id;
  return useCallback(
    (subtype: NodeSubtype, target?: QuickAddTarget) => {
      const { draft, selection } = store.getState();
      const place = target ?? placeFor(draft.definition, selection.nodes, subtype, viewCentre(flow));
      const { definition, node } = withNode(draft.definition, subtype, place);
      store.getState().edit(() => definition, { select: { nodes: [node.id], edges: [] } });
      changeChoice(person, 'recent', (before) => usedLast(before, subtype));
      // The new card is measured first; then the view moves, and only if the card is outside of it.
      setTimeout(() => reveal(flow, store.getState().draft.definition, node.id), 60);
      return node.id;
    },
    [store, flow, person],
  );
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
