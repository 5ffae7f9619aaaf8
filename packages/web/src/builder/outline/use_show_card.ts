import { useReactFlow } from '@xyflow/react';
import { useCallback, useEffect, useRef } from 'react';
import { canvasBox, motionMs, seenBox } from '../canvas/canvas_element.ts';
import { useDocumentStore } from '../document/context.tsx';
import { headHeight, nodeWidth } from '../document/edits/place.ts';

/** Until the properties have taken their place, and somebody who holds an arrow key has arrived. */
const restMs = 150;

/** Moves the canvas so that the card of a node can be seen, where it cannot; what is in view stays where it is. */
export function useShowCard(): (nodeId: string) => void {
  const flow = useReactFlow();
  const store = useDocumentStore();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return useCallback(
    (nodeId) => {
      clearTimeout(timer.current);
      timer.current = setTimeout(() => {
        const node = store.getState().draft.definition.nodes.find(({ id }) => id === nodeId);
        const box = seenBox();
        const canvas = canvasBox();
        if (!node || !box || !canvas) return;
        const { x, y } = node.position;
        const start = flow.flowToScreenPosition({ x, y });
        const end = flow.flowToScreenPosition({ x: x + nodeWidth, y: y + headHeight });
        const isSeen = start.x >= box.left && start.y >= box.top && end.x <= box.right && end.y <= box.bottom;
        const { zoom } = flow.getViewport();
        // The middle of what is seen may lie beside that of the canvas.
        const beside = (canvas.left + canvas.right - box.left - box.right) / 2 / zoom;
        if (!isSeen)
          void flow.setCenter(x + nodeWidth / 2 + beside, y + headHeight / 2, { zoom, duration: motionMs() });
      }, restMs);
    },
    [flow, store],
  );
}
