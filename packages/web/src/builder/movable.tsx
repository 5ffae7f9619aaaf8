import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
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

/** What had the focus in an element when it was taken from its place. */
const focused = new WeakMap<HTMLElement, Element | null>();

/** Where a movable element stands. It is moved only when it stands elsewhere: what is moved loses the focus. */
export function Place({ of }: { of: HTMLElement }) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    place.current?.append(of);
    const before = focused.get(of);
    if (before instanceof HTMLElement && document.activeElement === document.body)
      before.focus({ preventScroll: true });
    return () => {
      focused.set(of, of.contains(document.activeElement) ? document.activeElement : null);
    };
  }, [of]);
  return <div ref={place} className="h-full min-h-0" />;
}

/** What is in a movable element. */
export function Movable({ in: element, children }: { in: HTMLElement; children: ReactNode }) {
  return createPortal(children, element);
}
