import { useReactFlow } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import { useDocumentStore } from '../document/context.tsx';
import { fittedView, sameView } from './after_resize.ts';
import { canvasBox, motionMs } from './canvas_element.ts';
import { useCanvasStore } from './canvas_store.ts';
import { fitPadding } from './fit_padding.ts';
import { leastZoom, readableView } from './readable_view.ts';

/** When the drawer takes a part of the canvas, what was in view stays in view; what was fitted still counts as fitted. */
export function useKeepInView(drawer: boolean): void {
  const flow = useReactFlow();
  const canvas = useCanvasStore();
  const store = useDocumentStore();
  const before = useRef(drawer);
  useEffect(() => {
    if (before.current === drawer) return;
    before.current = drawer;
    if (!drawer) return;
    const timer = setTimeout(() => {
      const box = canvasBox();
      const bounds = flow.getNodesBounds(flow.getNodes());
      const end = flow.flowToScreenPosition({ x: bounds.x + bounds.width, y: bounds.y + bounds.height });
      if (!box || end.y <= box.bottom) return;
      const view = flow.getViewport();
      const { x, y, zoom } = view;
      const { fitted } = canvas.getState();
      const { draft, selection } = store.getState();
      const above = Number.parseInt(fitPadding.top, 10) - (bounds.y * zoom + y);
      const below = end.y - box.bottom + Number.parseInt(fitPadding.bottom, 10);
      const duration = motionMs();
      // Moved up where that is enough: what could be read still can.
      const moved =
        above + below <= 0
          ? flow.setViewport({ x, y: y - below, zoom }, { duration })
          : zoom > leastZoom && fittedView(draft.definition, 'all', box).zoom < leastZoom
            ? flow.setViewport(readableView(draft.definition, selection, box), { duration })
            : flow.fitView({ padding: fitPadding, maxZoom: zoom, minZoom: 0.4, duration });
      if (!fitted || !sameView(fitted.view, view)) return;
      const size = { width: box.width, height: box.height };
      void moved.then(() =>
        canvas.getState().keepFitted({ what: fitted.what, view: flow.getViewport(), size }),
      );
    }, 50);
    return () => clearTimeout(timer);
  }, [drawer, flow, canvas, store]);
}
