import { organizationRoutes } from '@millrace/core';
import { Ellipsis, KeyRound, UserMinus } from 'lucide-react';
import { useState } from 'react';
import { call } from '../../../api/call.ts';
import { Button } from '../../../components/ui/button.tsx';
import { ConfirmDialog } from '../../../components/ui/confirm_dialog.tsx';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '../../../components/ui/dropdown_menu.tsx';
import { toast } from '../../../components/ui/toast.tsx';
import { strings } from '../../../strings/en.ts';
import type { Member } from './members_tab.tsx';
import { NewPasswordDialog } from './new_password_dialog.tsx';

const t = strings.settings.members;

/** What an administrator can do for, or with, a member. */
export function MemberMenu({ member, onChanged }: { member: Member; onChanged: () => Promise<void> }) {
  const [open, setOpen] = useState<'password' | 'remove' | null>(null);
  const close = (next: boolean) => !next && setOpen(null);
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button variant="ghost" className="size-8 px-0" aria-label={strings.common.more_for(member.name)}>
            <Ellipsis aria-hidden />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          <DropdownMenuItem icon={<KeyRound aria-hidden />} onSelect={() => setOpen('password')}>
            {t.new_password}
          </DropdownMenuItem>
          <DropdownMenuSeparator />
          <DropdownMenuItem danger icon={<UserMinus aria-hidden />} onSelect={() => setOpen('remove')}>
            {t.remove}
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <NewPasswordDialog member={member} open={open === 'password'} onOpenChange={close} />
      <ConfirmDialog
        open={open === 'remove'}
        onOpenChange={close}
        title={t.remove_title(member.name)}
        description={t.remove_hint}
        action={t.remove}
        onConfirm={async () => {
          await call(organizationRoutes.removeMember, { params: { id: member.id } });
          toast.success(t.removed(member.name));
          await onChanged();
        }}
      />
    </>
  );
}
