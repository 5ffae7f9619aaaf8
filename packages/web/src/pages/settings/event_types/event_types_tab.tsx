import { useQuery } from '@tanstack/react-query';
import { Pencil, Plus, RadioTower, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { eventTypesQuery } from '../../../api/queries.ts';
import { useCan, useSession } from '../../../api/session.ts';
import { Badge } from '../../../components/ui/badge.tsx';
import { Button } from '../../../components/ui/button.tsx';
import { ConfirmDialog } from '../../../components/ui/confirm_dialog.tsx';
import { CopyButton } from '../../../components/ui/copy_button.tsx';
import { EmptyState } from '../../../components/ui/empty_state.tsx';
import { IconButton } from '../../../components/ui/icon_button.tsx';
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '../../../components/ui/table.tsx';
import { toast } from '../../../components/ui/toast.tsx';
import { strings } from '../../../strings/en.ts';
import { SmallList } from '../small_list.tsx';
import { TabToolbar } from '../tab_toolbar.tsx';
import { changeEventTypes, type EventType } from './change_event_types.ts';
import { EventTypeDialog } from './event_type_dialog.tsx';

const t = strings.settings.event_types;

/** The names of the events that start workflows. */
export function EventTypesTab() {
  const canEdit = useCan('editor');
  const query = useQuery(eventTypesQuery());
  const [search, setSearch] = useState('');
  const [edited, setEdited] = useState<EventType | 'new' | null>(null);
  const rows = query.data?.data.toSorted((a, b) => a.name.localeCompare(b.name));
  const isEmpty = rows?.length === 0;
  const add = canEdit && (
    <Button variant="primary" onClick={() => setEdited('new')}>
      <Plus aria-hidden />
      {t.add}
    </Button>
  );

  return (
    <>
      <TabToolbar
        intro={t.intro}
        search={isEmpty ? undefined : { label: t.search, value: search, onChange: setSearch }}
        action={!isEmpty && add}
      />
      <SmallList
        query={query}
        rows={rows}
        search={search}
        onClearSearch={() => setSearch('')}
        matches={(row, needle) => `${row.name} ${row.description ?? ''}`.toLowerCase().includes(needle)}
        empty={
          <EmptyState icon={<RadioTower />} title={t.empty_title} actions={add}>
            {t.empty_hint}
          </EmptyState>
        }
      >
        {(shown) => (
          <>
            <EventTypeTable rows={shown} canEdit={canEdit} onEdit={setEdited} />
            <HowToPublish type={shown[0]!} />
          </>
        )}
      </SmallList>
      {canEdit && (
        <EventTypeDialog
          edited={edited}
          taken={rows?.map((row) => row.name) ?? []}
          onClose={() => setEdited(null)}
        />
      )}
    </>
  );
}

interface EventTypeTableProps {
  rows: EventType[];
  canEdit: boolean;
  onEdit: (row: EventType) => void;
}

function EventTypeTable({ rows, canEdit, onEdit }: EventTypeTableProps) {
  return (
    <Table aria-label={strings.settings.tabs.event_types}>
      <TableHead>
        <tr>
          <TableHeader>{t.name}</TableHeader>
          <TableHeader className="w-full">{t.description}</TableHeader>
          {canEdit && (
            <TableHeader className="px-2">
              <span className="sr-only">{strings.workflows.actions}</span>
            </TableHeader>
          )}
        </tr>
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <TableRow key={row.name}>
            <TableCell className="whitespace-nowrap">
              <code className="font-mono text-xs">{row.name}</code>
              {row.sample !== undefined && (
                <Badge tone="outline" className="ml-2">
                  {t.has_sample}
                </Badge>
              )}
            </TableCell>
            <TableCell className="max-w-0 truncate text-muted" title={row.description ?? undefined}>
              {row.description}
            </TableCell>
            {canEdit && (
              <TableCell className="whitespace-nowrap px-2 text-right">
                <RowActions row={row} onEdit={onEdit} />
              </TableCell>
            )}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function RowActions({ row, onEdit }: { row: EventType; onEdit: (row: EventType) => void }) {
  const [deleting, setDeleting] = useState(false);
  return (
    <>
      <IconButton label={t.edit_name(row.name)} onClick={() => onEdit(row)}>
        <Pencil aria-hidden />
      </IconButton>
      <IconButton label={t.delete_name(row.name)} side="left" onClick={() => setDeleting(true)}>
        <Trash2 aria-hidden />
      </IconButton>
      <ConfirmDialog
        open={deleting}
        onOpenChange={setDeleting}
        title={t.delete_title(row.name)}
        description={t.delete_hint}
        action={strings.common.delete}
        onConfirm={async () => {
          await changeEventTypes((now) => now.filter((each) => each.name !== row.name));
          toast.success(t.deleted(row.name));
        }}
      />
    </>
  );
}

function HowToPublish({ type }: { type: EventType }) {
  const { server } = useSession();
  const body = JSON.stringify({ type: type.name, data: type.sample ?? {} });
  const command = [
    `curl -X POST ${server.public_url}/api/integrations/events`,
    `-H 'Authorization: Bearer <API key>'`,
    `-H 'Content-Type: application/json'`,
    `-d '${body.replaceAll("'", "'\\''")}'`,
  ].join(' \\\n  ');
  return (
    <section aria-labelledby="how-to-publish" className="mt-5">
      <div className="mb-1 flex items-center justify-between">
        <h2 id="how-to-publish" className="font-semibold text-sm">
          {t.publish}
        </h2>
        <CopyButton text={command} variant="ghost" />
      </div>
      <pre className="whitespace-pre-wrap break-all rounded-md border border-line bg-sunken p-3 font-mono text-xs">
        {command}
      </pre>
    </section>
  );
}
