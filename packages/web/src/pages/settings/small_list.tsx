import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Framed, NoMatch } from '../../components/list_view.tsx';
import { ErrorState } from '../../components/ui/error_state.tsx';
import { SkeletonRows } from '../../components/ui/skeleton.tsx';

interface SmallListProps<Row> {
  query: UseQueryResult<unknown>;
  rows: Row[] | undefined;
  search: string;
  onClearSearch: () => void;
  /** What the search looks at. */
  textOf: (row: Row) => string;
  empty: ReactNode;
  children: (rows: Row[]) => ReactNode;
}

/** A list that comes whole, without pages: searched here. */
export function SmallList<Row>({
  query,
  rows,
  search,
  onClearSearch,
  textOf,
  empty,
  children,
}: SmallListProps<Row>) {
  if (query.isPending) return <SkeletonRows className="rounded-md border border-line bg-surface" />;
  if (!rows) {
    return (
      <Framed>
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      </Framed>
    );
  }
  if (rows.length === 0) return <Framed>{empty}</Framed>;
  const needle = search.trim().toLowerCase();
  const shown = needle ? rows.filter((row) => textOf(row).toLowerCase().includes(needle)) : rows;
  if (shown.length > 0) return children(shown);
  return (
    <Framed>
      <NoMatch onClear={onClearSearch} />
    </Framed>
  );
}
