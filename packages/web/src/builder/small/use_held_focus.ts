import { type RefObject, useLayoutEffect } from 'react';
import { useDocumentStore } from '../document/context.tsx';
import { usePanelsStore } from '../panels.tsx';
import { isSmall, useSmall } from './use_small.ts';

/**
 * The properties are drawn anew where the window becomes small, or large again (somebody zooms in): in which field the focus
 * was is kept, so that it is there again.
 */
export function useHeldFocus(panel: RefObject<HTMLElement | null>): void {
  const store = useDocumentStore();
  const panels = usePanelsStore();
  const small = useSmall();
  useLayoutEffect(() => {
    const element = panel.current;
    // What is about to go still has the focus here.
    return () => {
      const { activeElement } = document;
      if (isSmall() === small || !activeElement || !element?.contains(activeElement)) return;
      const { nodes } = store.getState().selection;
      if (nodes.length === 1) panels.getState().holdFocus(nodes[0]!, fieldOf(activeElement));
    };
  }, [panel, store, panels, small]);
}

function fieldOf(element: Element): string | null {
  return element.closest('[data-field]')?.getAttribute('data-field') ?? null;
}
