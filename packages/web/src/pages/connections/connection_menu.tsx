import { type Connection, connectionRoutes } from '@millrace/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { MoreHorizontal, Pencil, PlugZap, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { connectionQuery, connectionsChanged } from '../../api/connections.ts';
import { messageOf } from '../../api/errors.ts';
import { useCan } from '../../api/session.ts';
import { ConfirmDialog } from '../../components/ui/confirm_dialog.tsx';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from '../../components/ui/dropdown_menu.tsx';
import { IconButton } from '../../components/ui/icon_button.tsx';
import { toast } from '../../components/ui/toast.tsx';
import { connectionText as t } from '../../strings/connections.ts';
import { strings } from '../../strings/en.ts';

/** What can be done with one connection. */
export function ConnectionMenu({ connection, onEdit }: { connection: Connection; onEdit: () => void }) {
  const canEdit = useCan('editor');
  const [deleting, setDeleting] = useState(false);
  const { id, name } = connection;
  const test = useMutation({
    mutationFn: () => call(connectionRoutes.test, { params: { id } }),
    onSuccess: ({ ok, message }) => (ok ? toast.success(t.test_ok(name)) : toast.error(message)),
    onError: (error) => toast.error(messageOf(error, strings.errors.unknown)),
    onSettled: connectionsChanged,
  });
  if (!canEdit) return null;
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <IconButton label={t.actions_of(name)}>
            <MoreHorizontal aria-hidden />
          </IconButton>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          <DropdownMenuItem
            icon={<PlugZap />}
            disabled={connection.test_url === null || test.isPending}
            title={connection.test_url === null ? t.no_test_url : undefined}
            onSelect={() => test.mutate()}
          >
            {t.test}
          </DropdownMenuItem>
          <DropdownMenuItem icon={<Pencil />} onSelect={onEdit}>
            {t.edit}
          </DropdownMenuItem>
          <DropdownMenuItem icon={<Trash2 />} danger onSelect={() => setDeleting(true)}>
            {t.delete}
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <ConfirmDialog
        open={deleting}
        onOpenChange={setDeleting}
        title={t.delete_title(name)}
        description={deleting && <Consequences id={id} />}
        action={t.delete}
        onConfirm={async () => {
          await call(connectionRoutes.remove, { params: { id }, query: { force: 'true' } });
          await connectionsChanged();
          toast.success(t.deleted(name));
        }}
      />
    </>
  );
}

/** Which workflows fail without it. */
function Consequences({ id }: { id: string }) {
  const { data, error } = useQuery(connectionQuery(id));
  if (error) return messageOf(error, strings.errors.unknown);
  if (!data) return t.delete_loading;
  if (data.workflows.length === 0) return t.delete_free;
  return (
    <span className="flex flex-col gap-1">
      <span>{t.delete_used}</span>
      {data.workflows.map((workflow) => (
        <span key={workflow.id} className="flex items-center gap-1.5">
          <Link
            to="/workflows/$id"
            params={{ id: workflow.id }}
            className="truncate text-accent-text underline"
          >
            {workflow.name}
          </Link>
          {!workflow.deployed && <span className="shrink-0 text-xs">({t.draft_only})</span>}
        </span>
      ))}
    </span>
  );
}
