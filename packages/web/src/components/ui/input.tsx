import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

export const controlClasses =
  'w-full rounded-md border border-control bg-surface px-2.5 text-sm text-fg transition-colors duration-150 hover:border-muted disabled:cursor-not-allowed disabled:bg-sunken disabled:text-muted aria-invalid:border-danger';

/** A one-line text field; name it with `Field` or `aria-label`. */
export function Input({ className, type = 'text', ...rest }: ComponentProps<'input'>) {
  return <input type={type} className={cn(controlClasses, 'h-8', className)} {...rest} />;
}
