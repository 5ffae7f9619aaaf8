import { organizationRoutes } from '@millrace/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { UserPlus, Users } from 'lucide-react';
import { useState } from 'react';
import { type Answer, call } from '../../../api/call.ts';
import { messageOf } from '../../../api/errors.ts';
import { keys, membersQuery } from '../../../api/queries.ts';
import { allows, useCan, useSession } from '../../../api/session.ts';
import { Badge } from '../../../components/ui/badge.tsx';
import { Button } from '../../../components/ui/button.tsx';
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
import { PagedTab } from '../list_tab.tsx';
import { roleOptions } from '../role_options.ts';
import { AddMemberDialog } from './add_member_dialog.tsx';
import { MemberMenu } from './member_menu.tsx';

const t = strings.settings.members;
const pageSize = 100;
export type Member = Answer<typeof organizationRoutes.members>['data'][number];

/** The people of the organization and what they may do. */
export function MembersTab() {
  const isAdmin = useCan('admin');
  const pages = usePages();
  const query = useQuery(membersQuery({ cursor: pages.cursor, limit: pageSize }));
  const [adding, setAdding] = useState(false);
  const add = isAdmin && (
    <Button variant="primary" onClick={() => setAdding(true)}>
      <UserPlus aria-hidden />
      {t.add}
    </Button>
  );
  return (
    <>
      <PagedTab
        query={query}
        pages={pages}
        pageSize={pageSize}
        words={t}
        icon={<Users />}
        add={add}
        textOf={(member) => `${member.name} ${member.email}`}
      >
        {(members) => <MemberTable members={members} isAdmin={isAdmin} />}
      </PagedTab>
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
          {mayChange && <MemberMenu member={member} onChanged={changed} />}
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
