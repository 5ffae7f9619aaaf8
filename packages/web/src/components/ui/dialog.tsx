import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';
import { strings } from '../../strings/en.ts';
import { Button } from './button.tsx';
import { cn } from './cn.ts';
import { Opened, useReturnedFocus } from './use_returned_focus.ts';

export const Dialog = Radix.Root;
export const DialogClose = Radix.Close;

export const overlayClasses =
  'fixed inset-0 z-40 bg-overlay duration-150 data-[state=closed]:animate-out data-[state=open]:animate-in data-[state=closed]:fade-out-0 data-[state=open]:fade-in-0';

export const dialogClasses =
  'fixed top-1/2 left-1/2 z-40 flex max-h-[calc(100dvh-32px)] w-[calc(100vw-32px)] -translate-x-1/2 -translate-y-1/2 flex-col rounded-xl border border-line-strong bg-raised text-fg shadow-float outline-none duration-150 data-[state=closed]:animate-out data-[state=open]:animate-in data-[state=closed]:fade-out-0 data-[state=open]:fade-in-0';

const sizes = { sm: 'max-w-md', md: 'max-w-xl', lg: 'max-w-4xl', full: 'h-full max-w-[1600px]' };

interface DialogContentProps extends Omit<ComponentProps<typeof Radix.Content>, 'title'> {
  title: ReactNode;
  description?: ReactNode;
  size?: keyof typeof sizes;
  /** Buttons at the bottom right. */
  footer?: ReactNode;
  /** For a body that scrolls by itself or goes to the edges. */
  bodyClassName?: string;
}

/** A dialog with its title, body and buttons; Escape and a click outside close it, and the focus is where it was. */
export function DialogContent(props: DialogContentProps) {
  const { title, description, size = 'sm', footer, className, bodyClassName, children, ...rest } = props;
  const returned = useReturnedFocus();
  return (
    <Radix.Portal>
      <Radix.Overlay className={overlayClasses} />
      <Radix.Content
        className={cn(dialogClasses, sizes[size], className)}
        // Radix warns where a dialog has no description; saying "none" is the documented way.
        {...(description ? {} : { 'aria-describedby': undefined })}
        {...returned.content}
        {...rest}
      >
        <Opened say={returned.opened} />
        <header className="flex items-start justify-between gap-4 border-line border-b py-3 pr-14 pl-5">
          <div className="min-w-0 py-1">
            <Radix.Title className="font-semibold text-lg">{title}</Radix.Title>
            {description && (
              <Radix.Description className="mt-0.5 text-muted text-sm">{description}</Radix.Description>
            )}
          </div>
        </header>
        <div className={cn('min-h-0 flex-1 overflow-y-auto px-5 py-4', bodyClassName)}>{children}</div>
        {footer && (
          <footer className="flex flex-wrap justify-end gap-2 border-line border-t px-5 py-3">
            {footer}
          </footer>
        )}
        {/*
          Last, so that the dialog opens with the focus in its body and not on the way out. Without a tooltip: that would
          take the first Escape for itself.
        */}
        <Radix.Close asChild>
          <Button
            variant="ghost"
            aria-label={strings.common.close}
            title={strings.common.close}
            className="absolute top-3 right-4 size-8 px-0"
          >
            <X aria-hidden />
          </Button>
        </Radix.Close>
      </Radix.Content>
    </Radix.Portal>
  );
}
