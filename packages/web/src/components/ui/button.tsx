import { cva, type VariantProps } from 'class-variance-authority';
import { LoaderCircle } from 'lucide-react';
import { Slot } from 'radix-ui';
import type { ComponentProps, KeyboardEvent, SyntheticEvent } from 'react';
import { cn } from './cn.ts';

export const buttonVariants = cva(
  'inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md font-medium transition-colors duration-150 disabled:pointer-events-none disabled:opacity-50 aria-disabled:pointer-events-none aria-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0',
  {
    variants: {
      variant: {
        primary: 'bg-accent text-on-accent hover:bg-accent-hover',
        secondary: 'border border-line-strong bg-surface text-fg hover:bg-hover',
        ghost: 'text-muted hover:bg-hover hover:text-fg',
        danger: 'bg-danger-solid text-on-accent hover:brightness-110',
        link: 'h-auto rounded-xs px-0 text-accent-text underline-offset-4 hover:underline',
      },
      size: {
        sm: 'h-7 px-2.5 text-xs',
        md: 'h-8 px-3 text-sm',
        lg: 'h-9 px-4 text-base',
      },
    },
    compoundVariants: [{ variant: 'link', class: 'h-auto px-0' }],
    defaultVariants: { variant: 'secondary', size: 'md' },
  },
);

export interface ButtonProps extends ComponentProps<'button'>, VariantProps<typeof buttonVariants> {
  /** Draws the child (a link, for instance) as the button. */
  asChild?: boolean;
  /** Shows that it works and takes no second click; it keeps the focus, which `disabled` would take from it. */
  loading?: boolean;
}

/** Takes no click, nor the Enter in a form that would press it, nor the keys that open a menu. */
const ignore = (event: SyntheticEvent) => {
  event.preventDefault();
  event.stopPropagation();
};
const held = {
  'aria-disabled': true,
  onClick: ignore,
  onPointerDown: ignore,
  onKeyDown: (event: KeyboardEvent) => {
    if (event.key === 'Enter' || event.key === ' ' || event.key === 'ArrowDown') ignore(event);
  },
} as const;

/** A button with its name in words; one `primary` per view. */
export function Button({
  className,
  variant,
  size,
  asChild,
  loading,
  children,
  disabled,
  type,
  ...rest
}: ButtonProps) {
  const classes = cn(buttonVariants({ variant, size }), className);
  if (asChild) {
    return (
      <Slot.Root className={classes} {...rest}>
        {children}
      </Slot.Root>
    );
  }
  return (
    <button
      type={type ?? 'button'}
      className={classes}
      disabled={disabled && !loading}
      aria-busy={loading || undefined}
      {...rest}
      {...(loading ? held : {})}
    >
      {loading && <LoaderCircle className="animate-spin motion-reduce:animate-none" aria-hidden />}
      {children}
    </button>
  );
}
