import { useRef, useState } from 'react';

/**
 * For a dialog that is opened without a trigger of its own: where the focus was, it is again once the dialog is closed. Spread
 * `content` on its content, and draw `Opened` in it.
 */
export function useReturnedFocus() {
  const before = useRef<HTMLElement | null>(null);
  return {
    opened() {
      before.current = lasting(document.activeElement);
    },
    content: {
      onCloseAutoFocus(event: Event) {
        const { activeElement } = document;
        const closed = event.target instanceof Node && event.target.contains(activeElement);
        // What was done in the dialog has put it somewhere.
        if (activeElement && activeElement !== document.body && !closed) return event.preventDefault();
        if (!before.current?.isConnected || before.current === document.body) return;
        event.preventDefault();
        // What has come into view meanwhile stays there.
        before.current.focus({ preventScroll: true });
      },
    },
  };
}

/**
 * Says that the dialog opens, while it is drawn for the first time: a field that takes the focus by itself has it before the
 * dialog tells anybody.
 */
export function Opened({ say }: { say: () => void }): null {
  useState(say);
  return null;
}

/** Of an item of a menu, which is gone when it has been chosen, the button of the menu. */
function lasting(element: Element | null): HTMLElement | null {
  let found = element;
  for (let menu = menuOf(found); menu; menu = menuOf(found)) {
    const opener = menu.getAttribute('aria-labelledby');
    found = opener === null ? null : document.getElementById(opener);
  }
  return found instanceof HTMLElement ? found : null;
}

function menuOf(element: Element | null): Element | null {
  return element?.closest('[role="menu"]') ?? null;
}
