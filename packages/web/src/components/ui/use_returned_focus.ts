import { useRef } from 'react';

/** For a dialog that is opened without a trigger of its own: where the focus was, it is again once it is closed. */
export function useReturnedFocus() {
  const before = useRef<Element | null>(null);
  return {
    onOpenAutoFocus: () => {
      before.current = document.activeElement;
    },
    onCloseAutoFocus: (event: Event) => {
      event.preventDefault();
      // What has come into view meanwhile stays there.
      if (before.current instanceof HTMLElement) before.current.focus({ preventScroll: true });
    },
  };
}
