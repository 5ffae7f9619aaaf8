import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '../../components/ui/cn.ts';

interface GroupProps {
  name: string;
  open: boolean;
  /** A colour before the name. */
  dot?: string;
  onToggle: () => void;
  children: ReactNode;
}

/** A group of the palette: its name folds it. */
export function PaletteGroupSection({ name, open, dot, onToggle, children }: GroupProps) {
  const id = `palette-${name.replaceAll(' ', '-')}`;
  return (
    <section aria-labelledby={id} className="mb-2">
      <h2 id={id}>
        <button
          type="button"
          aria-expanded={open}
          className="flex w-full items-center gap-2 rounded-sm px-2 py-1.5 font-medium text-muted text-xs hover:text-fg"
          onClick={onToggle}
        >
          {dot && <span aria-hidden className={cn('size-2 rounded-full', dot)} />}
          <span className="flex-1 text-left">{name}</span>
          <ChevronDown
            aria-hidden
            className={cn('size-3.5 transition-transform duration-150', !open && '-rotate-90')}
          />
        </button>
      </h2>
      {open && children}
    </section>
  );
}
