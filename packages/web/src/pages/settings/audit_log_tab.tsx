import type { organizationRoutes } from '@millrace/core';
import { useQuery } from '@tanstack/react-query';
import { ScrollText } from 'lucide-react';
import type { Answer } from '../../api/call.ts';
import { auditLogQuery } from '../../api/queries.ts';
import { JsonViewer } from '../../components/json_viewer/json_viewer.tsx';
import { Button } from '../../components/ui/button.tsx';
import { Popover, PopoverContent, PopoverTrigger } from '../../components/ui/popover.tsx';
import { RelativeTime } from '../../components/ui/relative_time.tsx';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '../../components/ui/table.tsx';
import { usePages } from '../../components/use_pages.ts';
import { strings } from '../../strings/en.ts';
import { PagedTab } from './list_tab.tsx';

const t = strings.settings.audit_log;
const pageSize = 50;
type Entry = Answer<typeof organizationRoutes.auditLog>['data'][number];

/** Who did what. */
export function AuditLogTab() {
  const pages = usePages();
  const query = useQuery(auditLogQuery({ cursor: pages.cursor, limit: pageSize }));
  return (
    <PagedTab
      query={query}
      pages={pages}
      pageSize={pageSize}
      words={t}
      icon={<ScrollText />}
      textOf={(entry) => `${entry.actor} ${entry.action} ${entry.object_type} ${entry.object_id}`}
    >
      {(rows) => <EntryTable rows={rows} />}
    </PagedTab>
  );
}

function EntryTable({ rows }: { rows: Entry[] }) {
  return (
    <Table aria-label={strings.settings.tabs.audit_log}>
      <TableHead>
        <tr>
          <TableHeader>{t.at}</TableHeader>
          <TableHeader>{t.actor}</TableHeader>
          <TableHeader className="w-full">{t.action}</TableHeader>
          <TableHeader className="hidden sm:table-cell">{t.object}</TableHeader>
          <TableHeader>
            <span className="sr-only">{t.details}</span>
          </TableHeader>
        </tr>
      </TableHead>
      <TableBody>
        {rows.map((entry) => (
          <TableRow key={entry.id}>
            <TableCell>
              <RelativeTime at={entry.at} />
            </TableCell>
            <TableCell className="max-w-48 truncate">{entry.actor}</TableCell>
            <TableCell>
              <code className="font-mono text-xs">{entry.action}</code>
            </TableCell>
            <TableCell
              className="hidden max-w-56 truncate text-muted sm:table-cell"
              title={entry.object_id ?? undefined}
            >
              {entry.object_type}
              {entry.object_id && (
                <code className="ml-1.5 font-mono text-xs">{entry.object_id.slice(0, 13)}</code>
              )}
            </TableCell>
            <TableCell className="text-right">
              <Details entry={entry} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function Details({ entry }: { entry: Entry }) {
  const isEmpty =
    entry.details == null || (typeof entry.details === 'object' && Object.keys(entry.details).length === 0);
  if (isEmpty) return null;
  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button size="sm" variant="ghost" aria-label={t.show_details(entry.action)}>
          {t.details}
        </Button>
      </PopoverTrigger>
      <PopoverContent
        align="end"
        aria-label={t.show_details(entry.action)}
        className="w-[min(90vw,420px)] p-0"
      >
        <JsonViewer value={entry.details} label={t.details} className="border-0" maxHeight={320} />
      </PopoverContent>
    </Popover>
  );
}
