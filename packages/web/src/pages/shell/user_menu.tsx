import { BookOpen, ChevronsUpDown, KeyRound, LogOut, SunMoon } from 'lucide-react';
import { useState } from 'react';
import { messageOf } from '../../api/errors.ts';
import { signOut, useSession } from '../../api/session.ts';
import { later } from '../../components/later.tsx';
import {
  setTheme,
  type ThemePreference,
  themePreferences,
  useThemePreference,
} from '../../components/theme.ts';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
  DropdownMenuSub,
  DropdownMenuSubContent,
  DropdownMenuSubTrigger,
  DropdownMenuTrigger,
} from '../../components/ui/dropdown_menu.tsx';
import { toast } from '../../components/ui/toast.tsx';
import { strings } from '../../strings/en.ts';

const t = strings.nav;

const ChangePasswordDialog = later(async () =>
  import('./change_password_dialog.tsx').then((module) => module.ChangePasswordDialog),
);

/** Who is signed in; theme, API reference, the own password and sign out. */
export function UserMenu() {
  const { user, role } = useSession();
  const [changing, setChanging] = useState(false);
  // Its code is fetched at the first opening and stays, so that closing it can be animated.
  const [wanted, setWanted] = useState(false);

  function changePassword() {
    setWanted(true);
    setChanging(true);
  }

  async function leave() {
    try {
      await signOut();
    } catch (error) {
      toast.error(t.sign_out_failed, { description: messageOf(error, strings.errors.unknown) });
    }
  }

  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger className="flex w-full items-center gap-2.5 rounded-md p-1.5 text-left transition-colors duration-150 hover:bg-hover">
          <Initials name={user.name} />
          <span className="sr-only">{t.account}</span>
          <span className="flex min-w-0 flex-1 flex-col">
            <span className="truncate font-medium text-sm">{user.name}</span>
            <span className="truncate text-muted text-xs">{strings.roles[role].name}</span>
          </span>
          <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-muted" />
        </DropdownMenuTrigger>
        <DropdownMenuContent side="top" align="start" className="w-52">
          <DropdownMenuLabel>
            <span className="block truncate">{user.email}</span>
          </DropdownMenuLabel>
          <DropdownMenuSeparator />
          <ThemeMenu />
          <DropdownMenuItem asChild>
            <a href="/api/docs" target="_blank" rel="noreferrer">
              <BookOpen aria-hidden />
              {t.api_docs}
            </a>
          </DropdownMenuItem>
          <DropdownMenuSeparator />
          <DropdownMenuItem icon={<KeyRound aria-hidden />} onSelect={changePassword}>
            {t.change_password}
          </DropdownMenuItem>
          <DropdownMenuItem icon={<LogOut aria-hidden />} onSelect={leave}>
            {t.sign_out}
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      {wanted && <ChangePasswordDialog open={changing} onOpenChange={setChanging} />}
    </>
  );
}

function ThemeMenu() {
  const preference = useThemePreference();
  return (
    <DropdownMenuSub>
      <DropdownMenuSubTrigger icon={<SunMoon aria-hidden />}>{t.theme}</DropdownMenuSubTrigger>
      <DropdownMenuSubContent>
        <DropdownMenuRadioGroup
          value={preference}
          onValueChange={(next) => setTheme(next as ThemePreference)}
        >
          {themePreferences.map((each) => (
            <DropdownMenuRadioItem key={each} value={each}>
              {t.themes[each]}
            </DropdownMenuRadioItem>
          ))}
        </DropdownMenuRadioGroup>
      </DropdownMenuSubContent>
    </DropdownMenuSub>
  );
}

function Initials({ name }: { name: string }) {
  const letters = name
    .split(/\s+/)
    .map((part) => [...part][0] ?? '')
    .slice(0, 2)
    .join('')
    .toUpperCase();
  return (
    <span
      aria-hidden
      className="flex size-7 shrink-0 items-center justify-center rounded-full bg-accent-soft font-semibold text-accent-text text-xs"
    >
      {letters}
    </span>
  );
}
