import { useReactFlow } from '@xyflow/react';
import { useCallback, useEffect, useRef } from 'react';
import { canvasBox, motionMs, seenBox } from '../canvas/canvas_element.ts';
import { viewWith } from '../canvas/reveal.ts';
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
        if (isSeen) return;
        // By as little as shows it: what stands beside it is what one looks for next.
        const beside = box.left - canvas.left;
        const view = flow.getViewport();
        const card = { x, y, width: nodeWidth, height: headHeight };
        const next = viewWith({ ...view, x: view.x - beside }, box, card);
        void flow.setViewport({ ...next, x: next.x + beside }, { duration: motionMs() });
      }, restMs);
    },
    [flow, store],
  );
}
