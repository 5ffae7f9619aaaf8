import { ChevronLeft, ChevronRight } from 'lucide-react';
import { strings } from '../../strings/en.ts';
import { Button } from './button.tsx';

interface PaginationProps {
  /** Counts from 1. */
  page: number;
  pageSize: number;
  /** Rows on this page. */
  count: number;
  total: number;
  totalCapped?: boolean;
  onPrevious: (() => void) | null;
  onNext: (() => void) | null;
}

/** "11–20 of 134", Previous and Next; nothing where one page holds all. */
export function Pagination({
  page,
  pageSize,
  count,
  total,
  totalCapped,
  onPrevious,
  onNext,
}: PaginationProps) {
  if (!onPrevious && !onNext) return null;
  const first = (page - 1) * pageSize + 1;
  return (
    <nav aria-label={strings.common.pages} className="flex items-center justify-between gap-3 py-3">
      <p className="text-muted text-sm tabular-nums" aria-live="polite">
        {count > 0 && strings.common.range(first, first + count - 1, total, totalCapped)}
      </p>
      <div className="flex gap-2">
        <Button onClick={onPrevious ?? undefined} disabled={!onPrevious}>
          <ChevronLeft aria-hidden />
          {strings.common.previous}
        </Button>
        <Button onClick={onNext ?? undefined} disabled={!onNext}>
          {strings.common.next}
          <ChevronRight aria-hidden />
        </Button>
      </div>
    </nav>
  );
}
