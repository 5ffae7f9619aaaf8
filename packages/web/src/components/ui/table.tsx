import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

interface TableProps extends ComponentProps<'table'> {
  'aria-label'?: string;
  /** A table without links or buttons in it: the keyboard must be able to scroll it. */
  readOnly?: boolean;
}

/** A table in a hairline card; it scrolls sideways by itself on narrow screens. */
export function Table({ className, readOnly, ...rest }: TableProps) {
  const table = <table className={cn('w-full border-collapse text-sm', className)} {...rest} />;
  const classes = 'relative w-full overflow-x-auto rounded-md border border-line bg-surface';
  if (!readOnly) return <div className={classes}>{table}</div>;
  return (
    <section
      className={classes}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
      tabIndex={0}
      aria-label={rest['aria-label']}
      aria-labelledby={rest['aria-labelledby']}
    >
      {table}
    </section>
  );
}

export function TableHead({ className, ...rest }: ComponentProps<'thead'>) {
  return <thead className={cn('border-line border-b bg-sunken/60', className)} {...rest} />;
}

export function TableBody(props: ComponentProps<'tbody'>) {
  return <tbody {...props} />;
}

export function TableRow({ className, ...rest }: ComponentProps<'tr'>) {
  return (
    <tr
      className={cn(
        'relative border-line border-b transition-colors duration-150 last:border-b-0 [tbody_&]:hover:bg-hover/50',
        className,
      )}
      {...rest}
    />
  );
}

export function TableHeader({ className, ...rest }: ComponentProps<'th'>) {
  return (
    <th
      scope="col"
      className={cn('h-8 whitespace-nowrap px-3 sm:px-4 text-left font-medium text-muted text-xs', className)}
      {...rest}
    />
  );
}

export function TableCell({ className, ...rest }: ComponentProps<'td'>) {
  return <td className={cn('h-11 px-3 py-1.5 sm:px-4 align-middle', className)} {...rest} />;
}
