import type { ReactNode } from 'react';
import { cn } from './cn.ts';

interface EmptyStateProps {
  icon?: ReactNode;
  title: string;
  /** What this place is for and how the first thing gets here. */
  children?: ReactNode;
  actions?: ReactNode;
  className?: string;
}

/** A list with nothing in it, which teaches. */
export function EmptyState({ icon, title, children, actions, className }: EmptyStateProps) {
  return (
    <div className={cn('flex flex-col items-center gap-2 px-6 py-14 text-center', className)}>
      {icon && (
        <div
          aria-hidden
          className="mb-2 flex size-10 items-center justify-center rounded-md border border-line bg-sunken text-muted [&_svg]:size-5"
        >
          {icon}
        </div>
      )}
      <h2 className="font-semibold text-lg">{title}</h2>
      {children && <div className="max-w-md text-muted text-sm">{children}</div>}
      {actions && <div className="mt-3 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  );
}
