import type { ReactNode } from 'react';
import { cn } from '../../components/ui/cn.ts';

/** A small bar of buttons over the canvas. */
export function FloatingBar({
  label,
  className,
  children,
}: {
  label: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    <div
      role="toolbar"
      aria-label={label}
      className={cn(
        'nodrag nopan nowheel pointer-events-auto flex items-center gap-0.5 rounded-md border border-line-strong bg-raised p-0.5 shadow-float',
        className,
      )}
      onDoubleClick={(event) => event.stopPropagation()}
    >
      {children}
    </div>
  );
}

export function BarSeparator() {
  return <span aria-hidden className="mx-0.5 h-4 w-px bg-line-strong" />;
}
