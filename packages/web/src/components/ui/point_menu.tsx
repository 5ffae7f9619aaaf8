import { type ReactNode, useEffect, useRef } from 'react';
import { isByKeyboard } from '../last_input.ts';
import { DropdownMenu, DropdownMenuContent, DropdownMenuTrigger } from './dropdown_menu.tsx';

/** Does something once the menu has given the focus back. */
export type Afterwards = (work: () => void) => void;

interface PointMenuProps {
  /** Where it opens, in pixels of the window. */
  at: { x: number; y: number };
  label?: string;
  onClose: () => void;
  /** The focus goes to what the menu belongs to, not to its invisible anchor. */
  onFocusBack: () => void;
  children: (later: Afterwards) => ReactNode;
}

/** A menu without a button, opened at a place: by the right mouse button or a key. Draw it while it is open. */
export function PointMenu({ at, label, onClose, onFocusBack, children }: PointMenuProps) {
  const afterwards = useRef<(() => void) | null>(null);
  const content = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!isByKeyboard()) return;
    // The key was pressed before the menu was there to hear it.
    const frame = requestAnimationFrame(() => {
      if (document.activeElement?.matches('[role^="menuitem"]')) return;
      content.current
        ?.querySelector<HTMLElement>('[role^="menuitem"]:not([data-disabled])')
        ?.focus({ preventScroll: true });
    });
    return () => cancelAnimationFrame(frame);
  }, []);
  return (
    <DropdownMenu open onOpenChange={(open) => !open && onClose()}>
      <DropdownMenuTrigger asChild>
        <span aria-hidden tabIndex={-1} className="fixed size-px" style={{ left: at.x, top: at.y }} />
      </DropdownMenuTrigger>
      <DropdownMenuContent
        ref={content}
        // Beside the place: then all the height of the window is for it, and not only what is below or above the place.
        side="right"
        align="start"
        aria-label={label}
        className="max-h-(--radix-dropdown-menu-content-available-height) w-64 overflow-y-auto"
        onCloseAutoFocus={(event) => {
          event.preventDefault();
          onFocusBack();
          afterwards.current?.();
          afterwards.current = null;
        }}
      >
        {children((work) => {
          afterwards.current = work;
        })}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
