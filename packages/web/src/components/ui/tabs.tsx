import { Tabs as Radix } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

export const Tabs = Radix.Root;

/** Its line is a shadow inside, which the mark of the chosen tab covers; a border would let the row scroll by a pixel. */
export const tabListClasses =
  'flex gap-1 overflow-x-auto overflow-y-hidden shadow-[inset_0_-1px_0_var(--line)]';

export const tabClasses =
  'flex h-9 shrink-0 items-center gap-1.5 border-transparent border-b-2 px-2.5 font-medium text-muted text-sm transition-colors duration-150 hover:text-fg data-[state=active]:border-accent data-[state=active]:text-fg aria-[current=page]:border-accent aria-[current=page]:text-fg';

/** The row of tabs; give it an `aria-label`. */
export function TabsList({ className, ...rest }: ComponentProps<typeof Radix.List>) {
  return <Radix.List className={cn(tabListClasses, className)} {...rest} />;
}

export function Tab({ className, ...rest }: ComponentProps<typeof Radix.Trigger>) {
  return <Radix.Trigger className={cn(tabClasses, className)} {...rest} />;
}

export const TabPanel = Radix.Content;
