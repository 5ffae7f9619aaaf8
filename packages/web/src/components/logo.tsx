import { cn } from './ui/cn.ts';

/** The mark: two streams of a mill race. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" fill="none" aria-hidden="true" className={cn('size-6 shrink-0', className)}>
      <rect width="32" height="32" rx="8" className="fill-accent" />
      <path
        d="M6 12c3.3-3.2 6.7-3.2 10 0s6.7 3.2 10 0M6 20c3.3-3.2 6.7-3.2 10 0s6.7 3.2 10 0"
        className="stroke-on-accent"
        strokeWidth="2.6"
        strokeLinecap="round"
      />
    </svg>
  );
}
