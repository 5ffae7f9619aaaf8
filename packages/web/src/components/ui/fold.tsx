import { ChevronRight } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { cn } from './cn.ts';

interface Fold {
  open: boolean;
  /** Of what is unfolded. */
  id: string;
  toggle(): void;
}

/** A part that is looked at seldom: folded until somebody wants it. */
export function useFold(initially = false): Fold {
  const [open, setOpen] = useState(initially);
  const id = useId();
  return { open, id, toggle: () => setOpen(!open) };
}

interface FoldButtonProps {
  fold: Fold;
  className?: string;
  children: ReactNode;
}

/** Unfolds a part; what it unfolds has the id of the fold. */
export function FoldButton({ fold, className, children }: FoldButtonProps) {
  return (
    <button
      type="button"
      aria-expanded={fold.open}
      aria-controls={fold.open ? fold.id : undefined}
      className={cn('flex items-center', className)}
      onClick={fold.toggle}
    >
      <ChevronRight
        aria-hidden
        className={cn(
          'size-4 shrink-0 text-muted transition-transform duration-150',
          fold.open && 'rotate-90',
        )}
      />
      {children}
    </button>
  );
}
