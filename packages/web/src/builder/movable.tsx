import { type ReactNode, useState } from 'react';
import { createPortal } from 'react-dom';

/**
 * An element that outlives the place where it is drawn. Put in another place, what is in it is neither made anew nor
 * forgets what was typed, searched or unfolded in it.
 */
export function useMovable(): HTMLElement {
  const [element] = useState(() => {
    const made = document.createElement('div');
    made.className = 'h-full min-h-0';
    return made;
  });
  return element;
}

/** Where a movable element stands. */
export function Place({ of }: { of: HTMLElement }) {
  return <div ref={(place) => place?.append(of)} className="h-full min-h-0" />;
}

/** What is in a movable element. */
export function Movable({ in: element, children }: { in: HTMLElement; children: ReactNode }) {
  return createPortal(children, element);
}
