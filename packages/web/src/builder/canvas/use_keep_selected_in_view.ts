import { useReactFlow, type Viewport } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import { useDocumentStore } from '../document/context.tsx';
import { nodeWidth } from '../document/edits/place.ts';
import { usePropertiesOpen } from '../properties/use_properties_open.ts';

/** Between the card and the edge of the panel: room for the + of its port. */
const margin = 70;

/**
 * The properties take their place from the canvas: a selected node that they would cover moves out from under them,
 * and back when they close, unless the view was moved meanwhile. A node that was just added is brought into view by
 * who added it.
 */
export function useKeepSelectedInView(): void {
  const open = usePropertiesOpen();
  const flow = useReactFlow();
  const store = useDocumentStore();
  const known = useRef(0);
  const moved = useRef<{ from: Viewport; to: Viewport } | null>(null);
  useEffect(() => {
    const count = () => store.getState().draft.definition.nodes.length;
    const duration = matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 200;
    if (!open) {
      known.current = count();
      const move = moved.current;
      moved.current = null;
      if (move && same(move.to, flow.getViewport())) void flow.setViewport(move.from, { duration });
      return;
    }
    if (count() > known.current) return;
    const timer = setTimeout(() => {
      const { selection, draft } = store.getState();
      const [id] = selection.nodes;
      const node = selection.nodes.length === 1 && draft.definition.nodes.find((other) => other.id === id);
      const box = document.querySelector('.react-flow')?.getBoundingClientRect();
      if (!node || !box) return;
      const from = flow.getViewport();
      const right = flow.flowToScreenPosition({ x: node.position.x + nodeWidth, y: 0 }).x + margin;
      if (right <= box.right) return;
      const to = { ...from, x: from.x - (right - box.right) };
      moved.current = { from, to };
      void flow.setViewport(to, { duration });
    }, 50);
    return () => clearTimeout(timer);
  }, [open, flow, store]);
}

function same(a: Viewport, b: Viewport): boolean {
  return Math.abs(a.x - b.x) < 1 && Math.abs(a.y - b.y) < 1 && a.zoom === b.zoom;
}
