import { useCallback, useMemo, useRef, useState } from 'react';
import { drawnElement } from '../canvas/canvas_element.ts';
import { useDocumentStore } from '../document/context.tsx';

/** Frames after which a card that is not drawn is not waited for. */
const mostFrames = 30;

/**
 * Where the focus goes when something that floats is closed: to the node that was added on the canvas, else back to what
 * had it. What has a tree of its own (the outline) takes it back and finds the new step itself.
 */
export function useReturnFocus() {
  const store = useDocumentStore();
  const [opener] = useState(() => document.activeElement);
  const added = useRef<string | null>(null);
  const to = useCallback((nodeId: string) => {
    added.current = nodeId;
  }, []);
  const onClose = useCallback(
    (event: Event) => {
      event.preventDefault();
      const own =
        opener instanceof HTMLElement && opener !== document.body && opener.isConnected ? opener : null;
      const inTree = own?.closest('[role="tree"], [role="treeitem"]') ?? null;
      const [selected] = store.getState().selection.nodes;
      if (inTree) own?.focus({ preventScroll: true });
      else if (added.current !== null) focusCard(added.current, mostFrames);
      else if (own) own.focus({ preventScroll: true });
      else if (selected !== undefined) focusCard(selected, 0);
    },
    [opener, store],
  );
  return useMemo(() => ({ to, onClose }), [to, onClose]);
}

/** A new card is drawn a moment after its node is there. */
function focusCard(id: string, frames: number): void {
  const card = drawnElement(id);
  if (card) card.focus({ preventScroll: true });
  else if (frames > 0) requestAnimationFrame(() => focusCard(id, frames - 1));
}
