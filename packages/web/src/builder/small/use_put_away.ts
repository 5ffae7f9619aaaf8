import { drawnElement } from '../canvas/canvas_element.ts';
import { useDocumentStore } from '../document/context.tsx';
import { usePanelsStore } from '../panels.tsx';
import { focusSelected } from './focus_selected.ts';

/** Closes the properties and leaves selected what is selected. */
export function usePutAway(): () => void {
  const panels = usePanelsStore();
  const store = useDocumentStore();
  return () => {
    const { activeElement } = document;
    panels.getState().setAside(true);
    requestAnimationFrame(() => {
      // Who came from the outline is back there already.
      const lost = document.activeElement === document.body || document.activeElement === activeElement;
      const [id] = store.getState().selection.nodes;
      if (lost && !(id !== undefined && drawnElement(id) && focusSelected(store)))
        document.querySelector<HTMLElement>('[data-opens-properties]')?.focus();
    });
  };
}
