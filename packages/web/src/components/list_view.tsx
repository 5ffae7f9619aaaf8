import type { UseQueryResult } from '@tanstack/react-query';
import { SearchX } from 'lucide-react';
import type { ReactNode } from 'react';
import { strings } from '../strings/en.ts';
import { Button } from './ui/button.tsx';
import { cn } from './ui/cn.ts';
import { EmptyState } from './ui/empty_state.tsx';
import { ErrorState } from './ui/error_state.tsx';
import { Pagination } from './ui/pagination.tsx';
import { SkeletonRows } from './ui/skeleton.tsx';
import type { Pages } from './use_pages.ts';

interface Page<Row> {
  data: Row[];
  next_cursor: string | null;
  total: number;
  total_capped?: boolean;
}

interface ListViewProps<Row> {
  query: UseQueryResult<Page<Row>>;
  pages: Pages;
  pageSize?: number;
  /** Shown where nothing is there at all. */
  empty: ReactNode;
  /** Set while a search or filter is on: forgets it. */
  onClearFilters: (() => void) | null;
  children: (rows: Row[]) => ReactNode;
}

/** What every list shares: skeleton, error with Retry, teaching emptiness, no match, pages. */
export function ListView<Row>({
  query,
  pages,
  pageSize = 10,
  empty,
  onClearFilters,
  children,
}: ListViewProps<Row>) {
  if (query.isPending) return <SkeletonRows className="rounded-md border border-line bg-surface" />;
  if (query.isError && !query.data)
    return (
      <Framed>
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      </Framed>
    );
  const { data, next_cursor, total, total_capped } = query.data;
  if (data.length === 0 && pages.page === 1) {
    return <Framed>{onClearFilters ? <NoMatch onClear={onClearFilters} /> : empty}</Framed>;
  }
  return (
    <div
      className={cn('transition-opacity duration-150', query.isPlaceholderData && 'opacity-60')}
      aria-busy={query.isPlaceholderData}
    >
      {children(data)}
      <Pagination
        page={pages.page}
        pageSize={pageSize}
        count={data.length}
        total={total}
        totalCapped={total_capped}
        onPrevious={pages.previous}
        onNext={next_cursor && !query.isPlaceholderData ? () => pages.next(next_cursor) : null}
      />
    </div>
  );
}

/** A card around what stands in the place of a list. */
export function Framed({ children }: { children: ReactNode }) {
  return <div className="rounded-md border border-line bg-surface">{children}</div>;
}

/** Filters that nothing passes. */
export function NoMatch({ onClear }: { onClear: () => void }) {
  return (
    <EmptyState
      icon={<SearchX />}
      title={strings.common.no_match}
      actions={<Button onClick={onClear}>{strings.common.clear_filters}</Button>}
    >
      {strings.common.no_match_hint}
    </EmptyState>
  );
}
