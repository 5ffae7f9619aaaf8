import { Outlet, useLocation } from '@tanstack/react-router';
import { Menu } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { useRef, useState } from 'react';
import { useSession } from '../../api/session.ts';
import { Logo } from '../../components/logo.tsx';
import { cn } from '../../components/ui/cn.ts';
import { overlayClasses } from '../../components/ui/dialog.tsx';
import { IconButton } from '../../components/ui/icon_button.tsx';
import { strings } from '../../strings/en.ts';
import { focusHeading } from './focus_heading.ts';
import { Navigation } from './navigation.tsx';
import { UserMenu } from './user_menu.tsx';

/** Navigation at the left, the page at the right; on small screens the navigation is behind a button. */
export function Shell() {
  return (
    <div className="flex min-h-dvh flex-col lg:flex-row">
      <a
        href="#content"
        className="-translate-y-20 fixed top-2 left-2 z-50 rounded-md bg-accent px-3 py-2 font-medium text-on-accent text-sm focus:translate-y-0"
      >
        {strings.nav.skip}
      </a>
      <header className="sticky top-0 hidden h-dvh w-56 shrink-0 flex-col border-line border-r bg-surface lg:flex">
        <OrganizationName className="h-12 px-4" />
        <div className="min-h-0 flex-1 overflow-y-auto">
          <Navigation />
        </div>
        <div className="border-line border-t p-2">
          <UserMenu />
        </div>
      </header>
      <SmallScreenBar />
      <main id="content" tabIndex={-1} className="min-w-0 flex-1 px-4 py-5 sm:px-6 lg:px-8 lg:py-6">
        <div className="mx-auto max-w-[1280px]">
          <Outlet />
        </div>
      </main>
    </div>
  );
}

function OrganizationName({ className }: { className?: string }) {
  const { organization } = useSession();
  return (
    <div className={cn('flex min-w-0 items-center gap-2.5', className)}>
      <Logo />
      <span className="truncate font-semibold text-base" title={organization.name}>
        {organization.name}
      </span>
    </div>
  );
}

function SmallScreenBar() {
  const [open, setOpen] = useState(false);
  const path = useLocation({ select: (location) => location.pathname });
  const openedAt = useRef(path);

  function change(next: boolean) {
    if (next) openedAt.current = path;
    setOpen(next);
  }

  return (
    <header className="sticky top-0 z-30 flex h-12 items-center gap-2 border-line border-b bg-surface px-2 lg:hidden">
      <Radix.Root open={open} onOpenChange={change}>
        <Radix.Trigger asChild>
          <IconButton label={strings.nav.open}>
            <Menu aria-hidden />
          </IconButton>
        </Radix.Trigger>
        <Radix.Portal>
          <Radix.Overlay className={overlayClasses} />
          <Radix.Content
            aria-describedby={undefined}
            // Closed by a navigation: the focus belongs to the new page.
            onCloseAutoFocus={(event) => {
              if (openedAt.current === path) return;
              event.preventDefault();
              focusHeading();
            }}
            className="fixed inset-y-0 left-0 z-40 flex w-64 flex-col border-line border-r bg-surface outline-none duration-200 data-[state=closed]:animate-out data-[state=open]:animate-in data-[state=closed]:slide-out-to-left data-[state=open]:slide-in-from-left"
          >
            <Radix.Title className="sr-only">{strings.nav.label}</Radix.Title>
            <OrganizationName className="h-12 px-4" />
            <div className="min-h-0 flex-1 overflow-y-auto">
              <Navigation onNavigate={() => setOpen(false)} />
            </div>
            <div className="border-line border-t p-2">
              <UserMenu />
            </div>
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
      <OrganizationName />
    </header>
  );
}
