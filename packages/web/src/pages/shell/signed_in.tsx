import { Outlet } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';

const CommandPalette = lazy(() =>
  import('./command_palette.tsx').then((module) => ({ default: module.CommandPalette })),
);

/** Everything behind the sign-in; Ctrl/Cmd+K opens the command palette anywhere in it. */
export function SignedIn() {
  const [open, setOpen] = useState(false);
  // Its code is fetched at the first opening and stays, so that closing it can be animated.
  const [wanted, setWanted] = useState(false);

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (
        event.key.toLowerCase() !== 'k' ||
        !(event.ctrlKey || event.metaKey) ||
        event.shiftKey ||
        event.altKey
      )
        return;
      event.preventDefault();
      setWanted(true);
      setOpen((was) => !was);
    }
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, []);

  return (
    <>
      <Outlet />
      {wanted && (
        <Suspense>
          <CommandPalette open={open} onOpenChange={setOpen} />
        </Suspense>
      )}
    </>
  );
}
