import { type Connection, connectionStatuses } from '@millrace/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Cable, Plus } from 'lucide-react';
import { useState } from 'react';
import { connectionsQuery } from '../../api/connections.ts';
import { useCan } from '../../api/session.ts';
import { ConnectionDialog } from '../../components/connections/connection_dialog.tsx';
import { ListView } from '../../components/list_view.tsx';
import { Button } from '../../components/ui/button.tsx';
import { EmptyState } from '../../components/ui/empty_state.tsx';
import { PageHeader } from '../../components/ui/page_header.tsx';
import { SearchInput } from '../../components/ui/search_input.tsx';
import { Select } from '../../components/ui/select.tsx';
import { usePages } from '../../components/use_pages.ts';
import { connectionText as t } from '../../strings/connections.ts';
import { ConnectionTable } from './connection_table.tsx';

const statusOptions = [
  { value: 'any' as const, label: t.any_status },
  ...connectionStatuses.map((value) => ({ value, label: t.status[value] })),
];

/** The stored credentials: which there are, whether they work, and who uses them. */
export function ConnectionsPage() {
  const { search, status } = useSearch({ from: '/signed_in/shell/connections' });
  const navigate = useNavigate({ from: '/connections' });
  const pages = usePages();
  const canEdit = useCan('editor');
  const [edited, setEdited] = useState<Connection | 'new' | null>(null);
  const query = useQuery(connectionsQuery({ search, status, cursor: pages.cursor, limit: 10 }));
  const show = (next: { search?: string | undefined; status?: typeof status }) =>
    void navigate({ search: { search, status, ...next }, replace: true });
  const add = canEdit && (
    <Button variant="primary" onClick={() => setEdited('new')}>
      <Plus aria-hidden />
      {t.new}
    </Button>
  );
  return (
    <>
      <PageHeader title={t.title} description={t.intro} actions={add} />
      <div className="mb-3 flex flex-wrap gap-2">
        <SearchInput
          value={search ?? ''}
          onChange={(next) => show({ search: next || undefined })}
          placeholder={t.search}
          label={t.search}
          className="w-64"
        />
        <Select
          aria-label={t.filter}
          className="w-40"
          options={statusOptions}
          value={status ?? 'any'}
          onChange={(next) => show({ status: next === 'any' ? undefined : next })}
        />
      </div>
      <ListView
        query={query}
        pages={pages}
        onClearFilters={search || status ? () => show({ search: undefined, status: undefined }) : null}
        empty={
          <EmptyState icon={<Cable />} title={t.empty_title} actions={add}>
            {t.empty_hint}
          </EmptyState>
        }
      >
        {(connections) => <ConnectionTable connections={connections} onEdit={setEdited} />}
      </ListView>
      <ConnectionDialog edited={edited} onClose={() => setEdited(null)} />
    </>
  );
}
