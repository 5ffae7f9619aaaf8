import { useReactFlow } from '@xyflow/react';
import { useEffect, useEffectEvent, useRef } from 'react';
import { useDocumentStore } from '../document/context.tsx';
import { usePropertiesOpen } from '../properties/use_properties_open.ts';
import { viewAfterResize } from './after_resize.ts';
import { canvasBox, motionMs } from './canvas_element.ts';
import { useCanvasStore } from './canvas_store.ts';

/** Until who drags a border has let go of it for a moment, and the view has come to rest. */
const restMs = 60;

/**
 * Follows the size of the canvas. That the properties open and close is a matter of its own, see
 * `use_keep_selected_in_view.ts`: with every click on a card everything would get smaller and larger.
 */
export function useFitToSize(): void {
  const flow = useReactFlow();
  const store = useDocumentStore();
  const canvas = useCanvasStore();
  const open = usePropertiesOpen();
  const known = useRef<{ width: number; height: number; open: boolean } | null>(null);
  const settle = useEffectEvent(() => {
    const box = canvasBox();
    if (!box || box.width === 0) return;
    const now = { width: box.width, height: box.height };
    const before = known.current;
    known.current = { ...now, open };
    if (!before || before.open !== open || (before.width === now.width && before.height === now.height))
      return;
    const { draft, selection } = store.getState();
    const view = flow.getViewport();
    const next = viewAfterResize({
      definition: draft.definition,
      selected: selection.nodes.length === 1 ? selection.nodes[0]! : null,
      view,
      before,
      now,
      fitted: canvas.getState().fitted,
    });
    if (next.fitted) canvas.getState().keepFitted(next.fitted);
    if (next.view !== view) void flow.setViewport(next.view, { duration: motionMs() });
  });
  useEffect(() => {
    const element = document.querySelector('.react-flow');
    if (!element) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const observer = new ResizeObserver(() => {
      clearTimeout(timer);
      timer = setTimeout(() => settle(), restMs + motionMs());
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      clearTimeout(timer);
    };
  }, []);
}
