import { useEffect } from 'react';
import { useDocumentStore } from '../document/context.tsx';
import { usePanelsStore } from '../panels.tsx';

/**
 * In a small window what is newly selected brings the properties up, unless they would cover the results that somebody
 * looks at; there they come when they are asked for. Who is in them stays in them when the window changes.
 */
export function useAside(small: boolean): void {
  const panels = usePanelsStore();
  const store = useDocumentStore();
  useEffect(() => {
    const isIn = panels.getState().returnFocus();
    if (!small) {
      panels.getState().setAside(false);
      return;
    }
    // Three columns do not fit either.
    panels.getState().setWide(false);
    panels.getState().setAside(panels.getState().drawer.open && !isIn);
    return store.subscribe(({ selection }, before) => {
      if (selection.nodes.join() !== before.selection.nodes.join())
        panels.getState().setAside(panels.getState().drawer.open);
    });
  }, [small, panels, store]);
}
