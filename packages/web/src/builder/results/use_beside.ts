import { useCallback, useState } from 'react';

/**
 * Whether the columns of a grid stand beside each other. What comes first then may come last where they stand below each
 * other; drawn in that order, reading and Tab go as the eye does, which the `order` of CSS would leave behind.
 */
export function useBeside(): [(grid: HTMLElement | null) => (() => void) | undefined, boolean] {
  const [beside, setBeside] = useState(true);
  const grid = useCallback((element: HTMLElement | null) => {
    if (!element) return;
    const look = () => setBeside(columnsOf(getComputedStyle(element).gridTemplateColumns) > 1);
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [grid, beside];
}

/** Of the tracks of a drawn grid: "320px 320px" are two. */
export function columnsOf(tracks: string): number {
  return tracks.split(' ').filter((track) => track.endsWith('px')).length;
}
