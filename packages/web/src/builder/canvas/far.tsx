import { useStore } from '@xyflow/react';
import { createContext, useContext, useDeferredValue, useEffect, useRef } from 'react';

/** Below this zoom the buttons on ports and edges cannot be hit and only cost time to draw. */
const farZoom = 0.35;

/** Below this one a name is a smear, and a card is drawn as a box. */
const farthestZoom = 0.2;

const isFarState = (state: { transform: [number, number, number] }) => state.transform[2] < farZoom;

const Context = createContext(false);
export const FarProvider = Context.Provider;

/** Whether cards are drawn as seen from far away: a name and no ports. Only where there are many. */
export function useIsFar(): boolean {
  return useContext(Context);
}

/** Deferred, so that drawing many cards anew when the border is crossed does not stop the zoom. */
export function useFarZoom(many: boolean): boolean {
  return useDeferredValue(useStore(isFarState)) && many;
}

/**
 * Says on the canvas that one looks from far away; canvas.css then leaves out what cannot be seen. A mark and not a state:
 * nothing has to be rendered for it.
 */
export function Far() {
  const far = useStore(isFarState);
  const farthest = useStore((state) => state.transform[2] < farthestZoom);
  const here = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const canvas = here.current?.closest('.millrace-canvas');
    canvas?.classList.toggle('far', far);
    canvas?.classList.toggle('farthest', farthest);
  }, [far, farthest]);
  return <span ref={here} hidden />;
}
