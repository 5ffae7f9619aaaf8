import { useEffect, useEffectEvent, useRef } from 'react';
import { drawnElement } from '../canvas/canvas_element.ts';
import { usePanelsStore } from '../panels.tsx';

const typing = 'input, textarea, select, [contenteditable="true"]';
const floating = '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]';

/**
 * O shows the outline and puts the focus into it. Escape in the properties brings the focus back to the step that they were
 * opened from, in the outline or on the canvas.
 */
export function useOutlineKeys(editing: boolean): void {
  const panels = usePanelsStore();
  const goBack = useLastPlace();
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    const { target } = event;
    if (!editing || event.defaultPrevented || !(target instanceof HTMLElement) || target.closest(floating))
      return;
    if (event.key === 'Escape' && target.closest('[data-properties]') && goBack()) event.preventDefault();
    if (event.key !== 'o' || event.ctrlKey || event.metaKey || event.altKey || target.closest(typing)) return;
    event.preventDefault();
    panels.getState().openOutline();
  });

  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKeyDown(event);
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}

/** Gives the focus back to the row or card that had it last; false where it is gone. */
function useLastPlace(): () => boolean {
  const panels = usePanelsStore();
  const place = useRef<string | null>(null);
  useEffect(() => {
    const note = ({ target }: FocusEvent) => {
      if (!(target instanceof HTMLElement)) return;
      if (target.closest('[data-outline]')) place.current = 'outline';
      const id = target.closest<HTMLElement>('.react-flow__node')?.dataset.id;
      if (id !== undefined) place.current = `card ${id}`;
    };
    document.addEventListener('focusin', note);
    return () => document.removeEventListener('focusin', note);
  }, []);
  return () => {
    if (place.current === 'outline' && panels.getState().outline.open) {
      panels.getState().openOutline();
      return true;
    }
    const card = place.current?.startsWith('card ') ? drawnElement(place.current.slice(5)) : null;
    card?.focus({ preventScroll: true });
    return card !== null;
  };
}
