import type { UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ListView } from '../../components/list_view.tsx';
import { EmptyState } from '../../components/ui/empty_state.tsx';
import type { Pages } from '../../components/use_pages.ts';
import { filterRows } from './filter_rows.ts';
import { SmallList } from './small_list.tsx';
import { TabToolbar } from './tab_toolbar.tsx';

interface ListTabProps<Row> {
  words: { intro?: string; search: string; empty_title: string; empty_hint?: string };
  icon: ReactNode;
  /** The button that adds one; while there is none it stands in the empty list. */
  add?: ReactNode;
  /** What the search looks at. */
  textOf: (row: Row) => string;
  children: (rows: Row[]) => ReactNode;
}

interface PagedTabProps<Row> extends ListTabProps<Row> {
  query: UseQueryResult<{ data: Row[]; next_cursor: string | null; total: number; total_capped?: boolean }>;
  pages: Pages;
  pageSize: number;
}

/** A tab of the settings whose list comes in pages; the search looks at the page that is shown. */
export function PagedTab<Row>({ query, pages, pageSize, textOf, children, ...tab }: PagedTabProps<Row>) {
  const [search, setSearch] = useState('');
  return (
    <>
      <Toolbar {...tab} isEmpty={query.data?.total === 0} search={search} onSearch={setSearch} />
      <ListView
        query={filterRows(query, search, textOf)}
        pages={pages}
        pageSize={pageSize}
        onClearFilters={search ? () => setSearch('') : null}
        empty={<Empty {...tab} />}
      >
        {children}
      </ListView>
    </>
  );
}

interface WholeTabProps<Row> extends ListTabProps<Row> {
  query: UseQueryResult<{ data: Row[] }>;
}

/** A tab of the settings whose list comes whole; it is sorted by name. */
export function WholeTab<Row extends { name: string }>({
  query,
  textOf,
  children,
  ...tab
}: WholeTabProps<Row>) {
  const [search, setSearch] = useState('');
  const rows = query.data?.data.toSorted((a, b) => a.name.localeCompare(b.name));
  return (
    <>
      <Toolbar {...tab} isEmpty={rows?.length === 0} search={search} onSearch={setSearch} />
      <SmallList
        query={query}
        rows={rows}
        search={search}
        onClearSearch={() => setSearch('')}
        textOf={textOf}
        empty={<Empty {...tab} />}
      >
        {children}
      </SmallList>
    </>
  );
}

type TabParts = Pick<ListTabProps<unknown>, 'words' | 'icon' | 'add'>;
type ToolbarProps = TabParts & { isEmpty: boolean; search: string; onSearch: (text: string) => void };

function Toolbar({ words, add, isEmpty, search, onSearch }: ToolbarProps) {
  return (
    <TabToolbar
      intro={words.intro}
      search={isEmpty ? undefined : { label: words.search, value: search, onChange: onSearch }}
      action={!isEmpty && add}
    />
  );
}

function Empty({ words, icon, add }: TabParts) {
  return (
    <EmptyState icon={icon} title={words.empty_title} actions={add}>
      {words.empty_hint}
    </EmptyState>
  );
}
