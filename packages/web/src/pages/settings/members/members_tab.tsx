import { organizationRoutes } from '@millrace/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { UserMinus, UserPlus, Users } from 'lucide-react';
import { useState } from 'react';
import { type Answer, call } from '../../../api/call.ts';
import { messageOf } from '../../../api/errors.ts';
import { keys, membersQuery } from '../../../api/queries.ts';
import { allows, useSession } from '../../../api/session.ts';
import { ListView } from '../../../components/list_view.tsx';
import { Badge } from '../../../components/ui/badge.tsx';
import { Button } from '../../../components/ui/button.tsx';
import { ConfirmDialog } from '../../../components/ui/confirm_dialog.tsx';
import { EmptyState } from '../../../components/ui/empty_state.tsx';
import { IconButton } from '../../../components/ui/icon_button.tsx';
import { RelativeTime } from '../../../components/ui/relative_time.tsx';
import { Select } from '../../../components/ui/select.tsx';
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '../../../components/ui/table.tsx';
import { toast } from '../../../components/ui/toast.tsx';
import { usePages } from '../../../components/use_pages.ts';
import { strings } from '../../../strings/en.ts';
import { filterRows } from '../filter_rows.ts';
import { roleOptions } from '../role_options.ts';
import { TabToolbar } from '../tab_toolbar.tsx';
import { AddMemberDialog } from './add_member_dialog.tsx';

const t = strings.settings.members;
export type Member = Answer<typeof organizationRoutes.members>['data'][number];

/** The people of the organization and what they may do. */
export function MembersTab() {
  const { role } = useSession();
  const isAdmin = allows(role, 'admin');
  const pages = usePages();
  const [search, setSearch] = useState('');
  const [adding, setAdding] = useState(false);
  const query = useQuery(membersQuery({ cursor: pages.cursor, limit: 100 }));
  const shown = filterRows(query, search, (member) => `${member.name} ${member.email}`);

  return (
    <>
      <TabToolbar
        search={{ label: t.search, value: search, onChange: setSearch }}
        action={
          isAdmin && (
            <Button variant="primary" onClick={() => setAdding(true)}>
              <UserPlus aria-hidden />
              {t.add}
            </Button>
          )
        }
      />
      <ListView
        query={shown}
        pages={pages}
        pageSize={100}
        onClearFilters={search ? () => setSearch('') : null}
        empty={<EmptyState icon={<Users />} title={t.empty_title} />}
      >
        {(members) => <MemberTable members={members} isAdmin={isAdmin} />}
      </ListView>
      {isAdmin && <AddMemberDialog open={adding} onOpenChange={setAdding} />}
    </>
  );
}

function MemberTable({ members, isAdmin }: { members: Member[]; isAdmin: boolean }) {
  return (
    <Table aria-label={strings.settings.tabs.members}>
      <TableHead>
        <tr>
          <TableHeader className="w-full">{t.name}</TableHeader>
          <TableHeader>{t.role}</TableHeader>
          <TableHeader className="hidden sm:table-cell">{t.joined}</TableHeader>
          {isAdmin && (
            <TableHeader className="px-2">
              <span className="sr-only">{strings.workflows.actions}</span>
            </TableHeader>
          )}
        </tr>
      </TableHead>
      <TableBody>
        {members.map((member) => (
          <MemberRow key={member.id} member={member} isAdmin={isAdmin} />
        ))}
      </TableBody>
    </Table>
  );
}

function MemberRow({ member, isAdmin }: { member: Member; isAdmin: boolean }) {
  const { user, role } = useSession();
  const queryClient = useQueryClient();
  const [removing, setRemoving] = useState(false);
  const isMe = member.user_id === user.id;
  // An admin does not touch an owner, and nobody changes their own role: that is how one locks oneself out.
  const mayChange = isAdmin && !isMe && allows(role, member.role);
  const changed = () => queryClient.invalidateQueries({ queryKey: keys.members });

  return (
    <TableRow>
      <TableCell className="max-w-0 py-2">
        <div className="flex items-center gap-2">
          <span className="truncate font-medium">{member.name}</span>
          {isMe && <Badge tone="accent">{t.you}</Badge>}
        </div>
        <div className="truncate text-muted text-xs">{member.email}</div>
      </TableCell>
      <TableCell>
        {mayChange ? <RoleSelect member={member} onChanged={changed} /> : strings.roles[member.role].name}
      </TableCell>
      <TableCell className="hidden sm:table-cell">
        <RelativeTime at={member.created_at} />
      </TableCell>
      {isAdmin && (
        <TableCell className="px-2 text-right">
          {mayChange && (
            <IconButton label={t.remove_name(member.name)} side="left" onClick={() => setRemoving(true)}>
              <UserMinus aria-hidden />
            </IconButton>
          )}
          <ConfirmDialog
            open={removing}
            onOpenChange={setRemoving}
            title={t.remove_title(member.name)}
            description={t.remove_hint}
            action={t.remove}
            onConfirm={async () => {
              await call(organizationRoutes.removeMember, { params: { id: member.id } });
              toast.success(t.removed(member.name));
              await changed();
            }}
          />
        </TableCell>
      )}
    </TableRow>
  );
}

function RoleSelect({ member, onChanged }: { member: Member; onChanged: () => Promise<void> }) {
  const { role } = useSession();
  const change = useMutation({
    mutationFn: (next: Member['role']) =>
      call(organizationRoutes.setMemberRole, { params: { id: member.id }, body: { role: next } }),
    onSuccess: (changed) => {
      toast.success(t.role_changed(changed.name, strings.roles[changed.role].name));
      return onChanged();
    },
    onError: (error) => toast.error(t.role_failed, { description: messageOf(error, strings.errors.unknown) }),
  });
  return (
    <Select
      aria-label={t.role_of(member.name)}
      className="w-28"
      options={roleOptions(role)}
      value={change.isPending ? change.variables : member.role}
      disabled={change.isPending}
      onChange={(next) => next !== member.role && change.mutate(next)}
    />
  );
}
