import type { NodeSubtype } from '@millrace/core';
import { useReactFlow } from '@xyflow/react';
import { useCallback } from 'react';
import { useSession } from '../../api/session.ts';
import { changeChoice, usedLast } from '../adding/choices.ts';
import { useDocumentStore } from '../document/context.tsx';
import type { Point } from '../document/edits/make_node.ts';
import { nodeWidth, snap } from '../document/edits/place.ts';
import type { QuickAddTarget } from '../panels.tsx';
import { readableZoom } from './first_view.ts';
import { fitPadding } from './fit_padding.ts';
import { placeFor, withNode } from './place_node.ts';

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
      setTimeout(() => reveal(flow, node.position), 60);
      return node.id;
    },
    [store, flow, person],
  );
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

/** Brings a node into view when its card is not wholly in it: the whole workflow if that can still be read, else just enough. */
function reveal(flow: Flow, position: Point): void {
  const box = canvasBox();
  if (!box) return;
  const start = flow.flowToScreenPosition({ x: position.x - 40, y: position.y - 40 });
  const end = flow.flowToScreenPosition({ x: position.x + nodeWidth + 70, y: position.y + 140 });
  const overflow = {
    x: Math.max(0, end.x - box.right) || Math.min(0, start.x - box.left),
    y: Math.max(0, end.y - box.bottom) || Math.min(0, start.y - box.top),
  };
  if (overflow.x === 0 && overflow.y === 0) return;
  const duration = matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 200;
  const bounds = flow.getNodesBounds(flow.getNodes());
  const fits =
    bounds.width * readableZoom < box.width * 0.86 && bounds.height * readableZoom < box.height * 0.8;
  const { x, y, zoom } = flow.getViewport();
  if (fits)
    void flow.fitView({ padding: fitPadding, maxZoom: Math.min(zoom, 1), minZoom: readableZoom, duration });
  else void flow.setViewport({ x: x - overflow.x, y: y - overflow.y, zoom }, { duration });
}
