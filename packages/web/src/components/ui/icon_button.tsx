import type { ReactNode } from 'react';
import { Button, type ButtonProps } from './button.tsx';
import { cn } from './cn.ts';
import { Tooltip } from './tooltip.tsx';

interface IconButtonProps extends Omit<ButtonProps, 'aria-label' | 'asChild'> {
  /** Its name, read aloud and shown as a tooltip. */
  label: string;
  /** A key that does the same, shown in the tooltip. */
  shortcut?: string;
  side?: 'top' | 'right' | 'bottom' | 'left';
  children: ReactNode;
}

const sizes = { sm: 'size-7 px-0', md: 'size-8 px-0', lg: 'size-9 px-0' };

/** A button that is only an icon. */
export function IconButton({
  label,
  shortcut,
  side,
  className,
  size,
  variant = 'ghost',
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip label={label} shortcut={shortcut} side={side}>
      <Button
        aria-label={label}
        variant={variant}
        size={size}
        className={cn(sizes[size ?? 'md'], className)}
        {...rest}
      />
    </Tooltip>
  );
}
