/** Whether somebody is at the page: a tab that is only restored, or left open, needs less than one that is worked in. */

/** What somebody does first: moving the pointer towards a button comes before every click. The page moves its focus by itself. */
export const signs = ['pointermove', 'pointerdown', 'keydown', 'wheel', 'touchstart'] as const;

interface Somewhere {
  addEventListener(type: string, heard: () => void, options: AddEventListenerOptions): void;
}

export interface Somebody {
  /** Calls `begin` once: at the first sign, or now where there was one. Returns the way out. */
  whenThere(begin: () => void): () => void;
}

/** Watches a page from now on. */
export function watchForSomebody(page: Somewhere): Somebody {
  const waiting = new Set<() => void>();
  const listening = new AbortController();
  const heard = () => {
    listening.abort();
    for (const begin of waiting) begin();
    waiting.clear();
  };
  for (const sign of signs)
    page.addEventListener(sign, heard, { capture: true, passive: true, signal: listening.signal });
  return {
    whenThere(begin) {
      if (listening.signal.aborted) begin();
      else waiting.add(begin);
      return () => void waiting.delete(begin);
    },
  };
}

/** At this page, from its first script on. */
export const somebody = watchForSomebody(typeof document === 'undefined' ? new EventTarget() : document);
