import { useSyncExternalStore } from 'react';

/** Narrower than this palette, canvas and properties do not fit beside each other: a small window, or a large zoom. */
const query = '(width < 1080px)';

/** Whether palette, outline and properties lie over the canvas instead of beside it. */
export function useSmall(): boolean {
  return useSyncExternalStore(subscribe, isSmall);
}

/** As it is now, which may not be drawn yet. */
export function isSmall(): boolean {
  return matchMedia(query).matches;
}

function subscribe(listener: () => void): () => void {
  const media = matchMedia(query);
  media.addEventListener('change', listener);
  return () => media.removeEventListener('change', listener);
}
