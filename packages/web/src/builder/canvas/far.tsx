import { useStore } from '@xyflow/react';
import { createContext, useContext, useDeferredValue, useEffect, useRef } from 'react';

/** Below this zoom the buttons on ports and edges cannot be hit and only cost time to draw. */
const farZoom = 0.35;

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
  const here = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    here.current?.closest('.millrace-canvas')?.classList.toggle('far', far);
  }, [far]);
  return <span ref={here} hidden />;
}
