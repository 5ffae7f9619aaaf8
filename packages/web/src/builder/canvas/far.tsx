import { useStore } from '@xyflow/react';
import { useEffect, useRef } from 'react';

/** Below this zoom the buttons on ports and edges cannot be hit and only cost time to draw. */
const farZoom = 0.35;

/**
 * Says on the canvas that one looks from far away; canvas.css then leaves out what cannot be seen. A mark and not a state:
 * drawing hundreds of cards again when the border is crossed would be felt.
 */
export function Far() {
  const far = useStore((state) => state.transform[2] < farZoom);
  const here = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    here.current?.closest('.millrace-canvas')?.classList.toggle('far', far);
  }, [far]);
  return <span ref={here} hidden />;
}
