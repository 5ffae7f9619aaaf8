import { organizationRoutes } from '@millrace/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { KeyRound, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { type Answer, call } from '../../../api/call.ts';
import { apiKeysQuery, keys } from '../../../api/queries.ts';
import { ConfirmDialog } from '../../../components/ui/confirm_dialog.tsx';
import { IconButton } from '../../../components/ui/icon_button.tsx';
import { RelativeTime } from '../../../components/ui/relative_time.tsx';
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
import { AddButton } from '../named_row.tsx';
import { CreateKeyDialog } from './create_key_dialog.tsx';

const t = strings.settings.api_keys;
const pageSize = 50;
type ApiKey = Answer<typeof organizationRoutes.apiKeys>['data'][number];

/** The keys with which programs call the API. */
export function ApiKeysTab() {
  const pages = usePages();
  const query = useQuery(apiKeysQuery({ cursor: pages.cursor, limit: pageSize }));
  const [creating, setCreating] = useState(false);
  return (
    <>
      <PagedTab
        query={query}
        pages={pages}
        pageSize={pageSize}
        words={t}
        icon={<KeyRound />}
        add={<AddButton label={t.create} onClick={() => setCreating(true)} />}
        textOf={(key) => `${key.name} ${key.prefix}`}
      >
        {(rows) => <KeyTable rows={rows} />}
      </PagedTab>
      <CreateKeyDialog open={creating} onOpenChange={setCreating} />
    </>
  );
}

function KeyTable({ rows }: { rows: ApiKey[] }) {
  return (
    <Table aria-label={strings.settings.tabs.api_keys}>
      <TableHead>
        <tr>
          <TableHeader className="w-full">{t.name}</TableHeader>
          <TableHeader>{t.key}</TableHeader>
          <TableHeader className="hidden sm:table-cell">{t.role}</TableHeader>
          <TableHeader className="hidden md:table-cell">{t.created}</TableHeader>
          <TableHeader className="hidden sm:table-cell">{t.last_used}</TableHeader>
          <TableHeader className="px-2">
            <span className="sr-only">{strings.workflows.actions}</span>
          </TableHeader>
        </tr>
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <KeyRow key={row.id} apiKey={row} />
        ))}
      </TableBody>
    </Table>
  );
}

function KeyRow({ apiKey }: { apiKey: ApiKey }) {
  const queryClient = useQueryClient();
  const [revoking, setRevoking] = useState(false);
  return (
    <TableRow>
      <TableCell className="max-w-0 truncate font-medium">{apiKey.name}</TableCell>
      <TableCell className="whitespace-nowrap">
        <code className="font-mono text-muted text-xs">{apiKey.prefix}…</code>
      </TableCell>
      <TableCell className="hidden sm:table-cell">{strings.roles[apiKey.role].name}</TableCell>
      <TableCell className="hidden md:table-cell">
        <RelativeTime at={apiKey.created_at} />
      </TableCell>
      <TableCell className="hidden sm:table-cell">
        <RelativeTime at={apiKey.last_used_at} empty={t.never} />
      </TableCell>
      <TableCell className="px-2 text-right">
        <IconButton label={t.revoke_name(apiKey.name)} side="left" onClick={() => setRevoking(true)}>
          <Trash2 aria-hidden />
        </IconButton>
        <ConfirmDialog
          open={revoking}
          onOpenChange={setRevoking}
          title={t.revoke_title(apiKey.name)}
          description={t.revoke_hint}
          action={t.revoke}
          onConfirm={async () => {
            await call(organizationRoutes.removeApiKey, { params: { id: apiKey.id } });
            toast.success(t.revoked(apiKey.name));
            await queryClient.invalidateQueries({ queryKey: keys.api_keys });
          }}
        />
      </TableCell>
    </TableRow>
  );
}
