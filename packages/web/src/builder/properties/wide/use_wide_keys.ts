import { type KeyboardEvent, useCallback } from 'react';
import { usePanelsStore } from '../../panels.tsx';

/** In the wide view Escape closes it and F6 goes from column to column, as between the panes of a desktop program. */
export function useWideKeys(wide: boolean): ((event: KeyboardEvent<HTMLElement>) => void) | undefined {
  const panels = usePanelsStore();
  const onKeyDown = useCallback(
    (event: KeyboardEvent<HTMLElement>) => {
      // A list that was open above it has taken the key for itself; one in a portal is no part of the page here.
      if (event.defaultPrevented || !event.currentTarget.contains(event.target as Node)) return;
      if (event.key === 'F6') moveColumn(event.currentTarget, event.shiftKey ? -1 : 1);
      else if (event.key === 'Escape') close(event.currentTarget, () => panels.getState().setWide(false));
      else return;
      event.preventDefault();
      event.stopPropagation();
    },
    [panels],
  );
  return wide ? onKeyDown : undefined;
}

/** The focus stays where it is when that is still there afterwards; otherwise it goes to what opens it again. */
function close(region: HTMLElement, setNarrow: () => void): void {
  const active = document.activeElement as HTMLElement | null;
  const stays = active?.closest('[data-column="settings"]') !== null && active !== null;
  setNarrow();
  if (!stays) region.querySelector<HTMLElement>('[data-wide-toggle]')?.focus();
}

const reachable =
  'button:not([disabled]), input:not([disabled]), textarea, [contenteditable="true"], [role="combobox"], [tabindex="0"]';

function moveColumn(region: HTMLElement, by: number): void {
  const columns = [...region.querySelectorAll<HTMLElement>('[data-column]')];
  const current = columns.findIndex((column) => column.contains(document.activeElement));
  const next = columns[(Math.max(0, current) + by + columns.length) % columns.length];
  const target = next?.querySelector<HTMLElement>(reachable) ?? next;
  target?.focus();
}
