/** Whether somebody is at the page: a tab that is only restored, or left open, needs less than one that is worked in. */

/** What somebody does first. Moving the pointer towards a button comes before every click. */
export const signs = ['pointermove', 'pointerdown', 'keydown', 'wheel', 'focusin', 'touchstart'] as const;

interface Somewhere {
  addEventListener(type: string, heard: () => void, options: AddEventListenerOptions): void;
}

/**
 * Calls `begin` once: at the first sign of somebody, or at once where there was one before on this page.
 * @returns the way out, for who no longer wants to know
 */
export function whenSomebodyIsThere(
  begin: () => void,
  page: Somewhere = document,
  wasThere: boolean = navigator.userActivation?.hasBeenActive ?? false,
): () => void {
  if (wasThere) {
    begin();
    return () => {};
  }
  const listening = new AbortController();
  const heard = () => {
    listening.abort();
    begin();
  };
  for (const sign of signs)
    page.addEventListener(sign, heard, { capture: true, passive: true, signal: listening.signal });
  return () => listening.abort();
}
