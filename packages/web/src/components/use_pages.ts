import { useLocation, useNavigate } from '@tanstack/react-router';

export interface Pages {
  /** Of the page that is shown; undefined for the first. */
  cursor: string | undefined;
  /** Counts from 1. */
  page: number;
  next: (cursor: string) => void;
  previous: (() => void) | null;
}

/**
 * Where one is in a list that is read page by page. The cursors live in the state of the browser history: Back from a
 * detail returns to the same page, and a new filter (a navigation without state) starts at the first again.
 */
export function usePages(): Pages {
  const cursors = useLocation({ select: (location) => location.state.cursors }) ?? [];
  const navigate = useNavigate();
  const go = (next: string[]) =>
    void navigate({ to: '.', search: true, state: { cursors: next }, resetScroll: false });
  return {
    cursor: cursors.at(-1),
    page: cursors.length + 1,
    next: (cursor) => go([...cursors, cursor]),
    previous: cursors.length === 0 ? null : () => go(cursors.slice(0, -1)),
  };
}
