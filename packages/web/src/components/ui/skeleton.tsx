import { useEffect, useState } from 'react';
import { strings } from '../../strings/en.ts';
import { cn } from './cn.ts';

/** A grey place where something will be. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <div
      aria-hidden
      className={cn('h-4 animate-pulse rounded-xs bg-hover motion-reduce:animate-none', className)}
    />
  );
}

/** True after `ms` milliseconds: what is loaded sooner shows no skeleton at all. */
export function useDelayed(ms = 300): boolean {
  const [passed, setPassed] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setPassed(true), ms);
    return () => clearTimeout(timer);
  }, [ms]);
  return passed;
}

/** Rows of a list that is on its way; shows nothing for the first 300 ms. */
export function SkeletonRows({ rows = 6, className }: { rows?: number; className?: string }) {
  const visible = useDelayed();
  return (
    <div role="status" className={cn('flex flex-col', className)}>
      <span className="sr-only">{strings.common.loading}</span>
      {visible &&
        Array.from({ length: rows }, (_, index) => (
          // The rows are alike and never move: the index is their identity.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <div key={index} className="flex h-11 items-center gap-6 border-line border-b px-4 last:border-b-0">
            <Skeleton className="w-2/5" />
            <Skeleton className="w-16" />
            <Skeleton className="ml-auto w-24" />
          </div>
        ))}
    </div>
  );
}
