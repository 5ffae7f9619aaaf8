import { ChevronLeft, ChevronRight } from 'lucide-react';
import { strings } from '../../strings/en.ts';
import { IconButton } from '../ui/icon_button.tsx';

/** Rounds of a loop that are shown at once. */
export const roundsPerPage = 20;

interface RoundPagesProps {
  /** Counts from 0. */
  page: number;
  last: number;
  total: number;
  onPage: (page: number) => void;
}

/** "1–20 of 134" with the way to the other rounds. */
export function RoundPages({ page, last, total, onPage }: RoundPagesProps) {
  const first = page * roundsPerPage;
  return (
    <nav aria-label={strings.common.pages} className="ml-auto flex items-center gap-1">
      <span className="text-muted text-xs tabular-nums" aria-live="polite">
        {strings.rounds.pages(first + 1, Math.min(first + roundsPerPage, total), total)}
      </span>
      <IconButton
        size="sm"
        label={strings.common.previous}
        disabled={page === 0}
        onClick={() => onPage(page - 1)}
      >
        <ChevronLeft aria-hidden />
      </IconButton>
      <IconButton
        size="sm"
        label={strings.common.next}
        disabled={page === last}
        onClick={() => onPage(page + 1)}
      >
        <ChevronRight aria-hidden />
      </IconButton>
    </nav>
  );
}
