import { type RefObject, useEffect } from 'react';

/**
 * Brings what has just come into view: whole where it fits, else from its beginning. It waits for two frames, in which a
 * dialog gives its focus back (which scrolls too) and lists know how high they are.
 * @param arrival tells one arrival from the next; null before the first.
 */
export function useSeen(element: RefObject<HTMLElement | null>, arrival: unknown): void {
  useEffect(() => {
    if (arrival === null || arrival === undefined) return;
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => element.current && show(element.current));
    });
    return () => cancelAnimationFrame(frame);
  }, [element, arrival]);
}

function show(element: HTMLElement): void {
  const room = scrollerOf(element)?.clientHeight ?? window.innerHeight;
  const fits = element.getBoundingClientRect().height <= room;
  element.scrollIntoView({ block: fits ? 'nearest' : 'start' });
}

function scrollerOf(element: HTMLElement): HTMLElement | null {
  for (let around = element.parentElement; around; around = around.parentElement)
    if (['auto', 'scroll'].includes(getComputedStyle(around).overflowY)) return around;
  return null;
}
