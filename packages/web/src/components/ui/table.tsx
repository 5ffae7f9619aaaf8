import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

/** A table in a hairline card; it scrolls sideways by itself on narrow screens. */
export function Table({ className, ...rest }: ComponentProps<'table'>) {
  return (
    <div className="relative w-full overflow-x-auto rounded-md border border-line bg-surface">
      <table className={cn('w-full border-collapse text-sm', className)} {...rest} />
    </div>
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
      className={cn('h-8 whitespace-nowrap px-4 text-left font-medium text-muted text-xs', className)}
      {...rest}
    />
  );
}

export function TableCell({ className, ...rest }: ComponentProps<'td'>) {
  return <td className={cn('h-11 px-4 py-1.5 align-middle', className)} {...rest} />;
}
