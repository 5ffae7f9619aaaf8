import { useSyncExternalStore } from 'react';
import { formatComing, formatExact, formatRelative } from '../format.ts';
import { Tooltip } from './tooltip.tsx';

/** One clock for all times on a page: it ticks every 15 seconds while somebody looks. */
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  now = Date.now();
  timer ??= setInterval(() => {
    now = Date.now();
    for (const each of listeners) each();
  }, 15_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

interface RelativeTimeProps {
  at: string | null | undefined;
  empty?: string;
  /** It is waited for. */
  coming?: boolean;
}

/** "3 minutes ago", with the exact time on hover and for programs. */
export function RelativeTime({ at, empty = '—', coming = false }: RelativeTimeProps) {
  const current = useSyncExternalStore(subscribe, () => now);
  if (!at) return <span className="text-faint">{empty}</span>;
  // A fact newer than the last tick is "just now", never "in 4 seconds".
  const reference = coming ? current : Math.max(current, Math.min(Date.parse(at), Date.now()));
  return (
    <Tooltip label={formatExact(at)}>
      <time dateTime={at} className="whitespace-nowrap">
        {coming ? formatComing(at, reference) : formatRelative(at, reference)}
      </time>
    </Tooltip>
  );
}
