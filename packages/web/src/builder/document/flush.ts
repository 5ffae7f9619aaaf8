/**
 * Fields that keep what is typed to themselves for a while (until they are left, or for some milliseconds) hand it over
 * when asked: before a save, a test, and before the page is left nothing may be on its way to the document.
 */
import { useEffect, useEffectEvent } from 'react';

const flushers = new Set<() => void>();

/** Registers a field that buffers; `flush` stores what it holds, and does nothing when it holds nothing. Returns the way out. */
export function registerFlusher(flush: () => void): () => void {
  flushers.add(flush);
  return () => void flushers.delete(flush);
}

/** Everything that was typed is in the document afterwards. */
export function flushFields(): void {
  for (const flush of [...flushers]) flush();
}

/** Registers a flusher while the component is there. */
export function useFlusher(flush: () => void): void {
  const latest = useEffectEvent(flush);
  useEffect(() => registerFlusher(() => latest()), []);
}
