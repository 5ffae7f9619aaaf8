/**
 * A focus that is given a moment later: what it goes to is drawn first. Invariant: it is never taken from where a person has
 * put it meanwhile. What the page moves by itself (a menu that closes gives the focus back) is no person.
 */

/** What of the page is listened to; `window`, but for tests. */
export interface FocusEvents {
  addEventListener(type: string, listen: (event: { repeat?: boolean }) => void, capture: true): void;
  removeEventListener(type: string, listen: (event: { repeat?: boolean }) => void, capture: true): void;
}

export interface LaterFocus {
  /**
   * Gives the focus after so many milliseconds, unless a person has moved it since this was made; first it is settled.
   * @param ready whether what it goes to is there; it is waited for, for two seconds
   */
  after(ms: number, focus: () => void, settled?: () => void, ready?: () => boolean): void;
  /** Forgets it. */
  cancel(): void;
}

/** How often, and how many times, is looked whether what the focus goes to is there. */
const again = { ms: 50, times: 40 };

/** Begins to look at who moves the focus: make it when the focus is asked for. */
export function laterFocus(events: FocusEvents = window): LaterFocus {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let acted = false;
  let moved = false;
  // A key that is still held down belongs to what asked.
  const onAct = (event: { repeat?: boolean }) => {
    if (!event.repeat) acted = true;
  };
  const onMove = () => {
    if (acted) moved = true;
  };
  const acts = ['keydown', 'pointerdown'];
  const moves = ['focusin', 'focusout'];
  for (const type of acts) events.addEventListener(type, onAct, true);
  for (const type of moves) events.addEventListener(type, onMove, true);
  const cancel = () => {
    clearTimeout(timer);
    for (const type of acts) events.removeEventListener(type, onAct, true);
    for (const type of moves) events.removeEventListener(type, onMove, true);
  };
  return {
    after(ms, focus, settled, ready = () => true) {
      let left = again.times;
      const give = () => {
        if (!moved && left-- > 0 && !ready()) {
          timer = setTimeout(give, again.ms);
          return;
        }
        const mayFocus = !moved;
        cancel();
        settled?.();
        if (mayFocus) focus();
      };
      clearTimeout(timer);
      timer = setTimeout(give, ms);
    },
    cancel,
  };
}
