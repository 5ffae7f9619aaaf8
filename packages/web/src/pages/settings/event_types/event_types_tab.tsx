import { useQuery } from '@tanstack/react-query';
import { RadioTower } from 'lucide-react';
import { useState } from 'react';
import { eventTypesQuery } from '../../../api/queries.ts';
import { useCan, useSession } from '../../../api/session.ts';
import { Badge } from '../../../components/ui/badge.tsx';
import { CopyButton } from '../../../components/ui/copy_button.tsx';
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '../../../components/ui/table.tsx';
import { strings } from '../../../strings/en.ts';
import { WholeTab } from '../list_tab.tsx';
import { AddButton, type Edited, RowActions } from '../named_row.tsx';
import { changeEventTypes, type EventType } from './change_event_types.ts';
import { EventTypeDialog } from './event_type_dialog.tsx';

const t = strings.settings.event_types;

/** The names of the events that start workflows. */
export function EventTypesTab() {
  const canEdit = useCan('editor');
  const query = useQuery(eventTypesQuery());
  const [edited, setEdited] = useState<Edited<EventType>>(null);
  return (
    <>
      <WholeTab
        query={query}
        words={t}
        icon={<RadioTower />}
        add={canEdit && <AddButton label={t.add} onClick={() => setEdited('new')} />}
        textOf={(row) => `${row.name} ${row.description ?? ''}`}
      >
        {(shown) => (
          <>
            <EventTypeTable rows={shown} canEdit={canEdit} onEdit={setEdited} />
            <HowToPublish type={shown[0]!} />
          </>
        )}
      </WholeTab>
      {canEdit && (
        <EventTypeDialog
          edited={edited}
          taken={query.data?.data.map((row) => row.name) ?? []}
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
                <RowActions
                  name={row.name}
                  words={t}
                  onEdit={() => onEdit(row)}
                  onDelete={() => changeEventTypes((now) => now.filter((each) => each.name !== row.name))}
                />
              </TableCell>
            )}
          </TableRow>
        ))}
      </TableBody>
    </Table>
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
