import { type Connection, shownHost } from '@millrace/core';
import { useQuery } from '@tanstack/react-query';
import { appsQuery } from '../../api/queries.ts';
import { ConnectionStatus } from '../../components/connections/connection_status.tsx';
import { RelativeTime } from '../../components/ui/relative_time.tsx';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '../../components/ui/table.tsx';
import { connectionText as t } from '../../strings/connections.ts';
import { ConnectionMenu } from './connection_menu.tsx';

interface ConnectionTableProps {
  connections: readonly Connection[];
  onEdit: (connection: Connection) => void;
}

export function ConnectionTable({ connections, onEdit }: ConnectionTableProps) {
  const apps = useQuery(appsQuery()).data?.data;
  const kindOf = ({ app, auth }: Connection) =>
    apps?.find(({ id }) => id === app)?.auth?.find(({ id }) => id === auth)?.name ?? auth;
  return (
    <Table aria-label={t.title}>
      <TableHead>
        <tr>
          <TableHeader className="w-full">{t.name}</TableHeader>
          <TableHeader>{t.status_label}</TableHeader>
          <TableHeader className="hidden lg:table-cell">{t.kind}</TableHeader>
          <TableHeader className="hidden sm:table-cell">{t.used_by}</TableHeader>
          <TableHeader className="hidden md:table-cell">{t.last_used}</TableHeader>
          <TableHeader className="px-2">
            <span className="sr-only">{t.actions}</span>
          </TableHeader>
        </tr>
      </TableHead>
      <TableBody>
        {connections.map((connection) => (
          <TableRow key={connection.id}>
            <TableCell className="max-w-0 py-2">
              <p className="truncate font-medium" title={connection.name}>
                {connection.name}
              </p>
              <p className="truncate text-muted text-xs" title={connection.hosts.map(shownHost).join(', ')}>
                {connection.hosts.map(shownHost).join(', ')}
              </p>
            </TableCell>
            <TableCell>
              <ConnectionStatus connection={connection} />
            </TableCell>
            <TableCell className="hidden whitespace-nowrap lg:table-cell">{kindOf(connection)}</TableCell>
            <TableCell className="hidden whitespace-nowrap sm:table-cell">
              <span className={connection.used_by === 0 ? 'text-muted' : undefined}>
                {t.uses(connection.used_by)}
              </span>
            </TableCell>
            <TableCell className="hidden whitespace-nowrap md:table-cell">
              <RelativeTime at={connection.last_used_at} empty={t.never} />
            </TableCell>
            <TableCell className="px-2 text-right">
              <ConnectionMenu connection={connection} onEdit={() => onEdit(connection)} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
