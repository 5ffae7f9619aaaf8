import { drawnElement } from '../canvas/canvas_element.ts';
import type { DocumentStore } from '../document/store.ts';

/** Frames after which a card that is not drawn is not waited for. */
const mostFrames = 30;

/** Gives the focus to the card of the selected node; false where none is selected. */
export function focusSelected(store: DocumentStore): boolean {
  const [id] = store.getState().selection.nodes;
  if (id === undefined) return false;
  const give = (frames: number) => {
    const card = drawnElement(id);
    if (card) card.focus({ preventScroll: true });
    else if (frames > 0) requestAnimationFrame(() => give(frames - 1));
  };
  give(mostFrames);
  return true;
}
