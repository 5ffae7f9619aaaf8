import { useReactFlow, type Viewport } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import { useDocument, useDocumentStore } from '../document/context.tsx';
import { nodeWidth } from '../document/edits/place.ts';
import { usePropertiesOpen } from '../properties/use_properties_open.ts';
import { useSmall } from '../small/use_small.ts';
import { sameView } from './after_resize.ts';
import { motionMs, seenBox } from './canvas_element.ts';

/** Between the card and the edge of the panel: room for the + of its port. */
const margin = 70;

/** In a small window: until the view has moved to what was added. */
const restMs = 90;

/**
 * The properties take their place from the canvas, or lie over it in a small window: a selected node that they would cover
 * moves out from under them. Where they stand beside it also back when they close, unless the view was moved meanwhile, and a
 * node that was just added is left to who added it.
 */
export function useKeepSelectedInView(): void {
  const open = usePropertiesOpen();
  const small = useSmall();
  // There the card under them is another one with every selection.
  const selected = useDocument(({ selection }) => (small ? selection.nodes[0] : undefined));
  const flow = useReactFlow();
  const store = useDocumentStore();
  const known = useRef(0);
  const moved = useRef<{ from: Viewport; to: Viewport } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another selected node is looked at anew
  useEffect(() => {
    const count = () => store.getState().draft.definition.nodes.length;
    const duration = motionMs();
    if (!open) {
      known.current = count();
      const move = moved.current;
      moved.current = null;
      if (move && sameView(move.to, flow.getViewport())) void flow.setViewport(move.from, { duration });
      return;
    }
    if (!small && count() > known.current) return;
    const timer = setTimeout(
      () => {
        const { selection, draft } = store.getState();
        const [id] = selection.nodes;
        const node = selection.nodes.length === 1 && draft.definition.nodes.find((other) => other.id === id);
        const box = seenBox();
        if (!node || !box) return;
        const from = flow.getViewport();
        const beside = small ? 12 : margin;
        const right = flow.flowToScreenPosition({ x: node.position.x + nodeWidth, y: 0 }).x + beside;
        if (right <= box.right) return;
        const to = { ...from, x: from.x - (right - box.right) };
        // There the next selection asks for another view before they close.
        if (!small) moved.current = { from, to };
        void flow.setViewport(to, { duration });
      },
      small ? restMs + motionMs() : 50,
    );
    return () => clearTimeout(timer);
  }, [open, small, selected, flow, store]);
}
