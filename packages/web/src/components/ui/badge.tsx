import { cva, type VariantProps } from 'class-variance-authority';
import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

export const badgeVariants = cva(
  'inline-flex h-5 shrink-0 items-center gap-1 whitespace-nowrap rounded-xs border px-1.5 font-medium text-xs [&_svg]:size-3 [&_svg]:shrink-0',
  {
    variants: {
      tone: {
        neutral: 'border-neutral-line bg-neutral-soft text-neutral',
        success: 'border-success-line bg-success-soft text-success',
        danger: 'border-danger-line bg-danger-soft text-danger',
        warning: 'border-warning-line bg-warning-soft text-warning',
        info: 'border-info-line bg-info-soft text-info',
        accent: 'border-transparent bg-accent-soft text-accent-text',
        outline: 'border-line-strong text-muted',
      },
    },
    defaultVariants: { tone: 'neutral' },
  },
);

export type Tone = NonNullable<VariantProps<typeof badgeVariants>['tone']>;

/** A short word about a thing; its colour never says more than its text. */
export function Badge({ tone, className, ...rest }: ComponentProps<'span'> & { tone?: Tone }) {
  return <span className={cn(badgeVariants({ tone }), className)} {...rest} />;
}
