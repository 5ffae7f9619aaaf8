import { useEffect, useEffectEvent, useRef } from 'react';

/** Calls `action` at once and then at most once in `ms` milliseconds; the last wish is never lost. */
export function useThrottled(action: () => void, ms: number): () => void {
  const act = useEffectEvent(action);
  const run = useRef<() => void>(() => {});

  useEffect(() => {
    let last = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    run.current = () => {
      if (timer) return;
      const wait = Math.max(0, last + ms - Date.now());
      timer = setTimeout(() => {
        timer = undefined;
        last = Date.now();
        act();
      }, wait);
    };
    return () => clearTimeout(timer);
  }, [ms]);

  return () => run.current();
}
