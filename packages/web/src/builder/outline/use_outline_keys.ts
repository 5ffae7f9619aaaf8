import { useEffect, useEffectEvent, useRef } from 'react';
import { drawnElement } from '../canvas/canvas_element.ts';
import { isTurnedOff } from '../canvas/single_letters.ts';
import { isElsewhere, isForSearch, isTyping } from '../canvas/whose_key.ts';
import { usePanelsStore } from '../panels.tsx';

/**
 * O shows the outline and puts the focus into it. Escape in the properties brings the focus back to the step that they were
 * opened from, in the outline or on the canvas.
 */
export function useOutlineKeys(editing: boolean): void {
  const panels = usePanelsStore();
  const goBack = useLastPlace();
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    const { target } = event;
    if (!editing || event.defaultPrevented || !(target instanceof HTMLElement) || isElsewhere(target)) return;
    if (event.key === 'Escape' && target.closest('[data-properties]') && goBack()) event.preventDefault();
    if (event.key !== 'o' || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyping(target) || isForSearch(event) || isTurnedOff(event)) return;
    event.preventDefault();
    panels.getState().openOutline();
  });

  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKeyDown(event);
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}

/** Gives the focus back to the row or card from which the properties were opened; false where it is gone. */
function useLastPlace(): () => boolean {
  const panels = usePanelsStore();
  const place = useRef<Place>(null);
  useEffect(
    () =>
      panels.subscribe(({ focusField }, before) => {
        if (focusField && focusField !== before.focusField)
          place.current = placeOf(document.activeElement) ?? place.current;
      }),
    [panels],
  );
  return () => {
    if (place.current === null) return false;
    if (place.current === 'outline') {
      if (!panels.getState().outline.open) return false;
      panels.getState().openOutline();
      return true;
    }
    const card = drawnElement(place.current.card);
    card?.focus({ preventScroll: true });
    return card !== null;
  };
}

type Place = 'outline' | { card: string } | null;

function placeOf(element: Element | null): Place {
  if (element?.closest('[data-outline]')) return 'outline';
  const card = element?.closest<HTMLElement>('.react-flow__node')?.dataset.id;
  return card === undefined ? null : { card };
}
