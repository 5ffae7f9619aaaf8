import { useStore } from '@xyflow/react';

/** Below this zoom the buttons on ports and edges cannot be hit and only cost time to draw. */
const farZoom = 0.35;

/** Whether one looks at the canvas from far away. Draws again only when that changes, not with every zoom step. */
export function useFar(): boolean {
  return useStore((state) => state.transform[2] < farZoom);
}
