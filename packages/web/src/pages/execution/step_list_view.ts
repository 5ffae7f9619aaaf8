import type { Bar } from '../../steps/timeline.ts';

/** What all rows of the list share. */
export interface StepListView {
  bars: ReadonlyMap<string, Bar>;
  selected: string;
  onSelect: (path: string) => void;
  /** Paths of loops and rounds. */
  open: ReadonlySet<string>;
  toggle: (path: string) => void;
}
