/** What a key in the search of the variable picker does to its rows. Pure. */
import type { PickerRow } from './picker_rows.ts';

export type PickerMove = { go: number } | { toggle: PickerRow } | { act: PickerRow };

const page = 10;

/** @param caret whether the cursor stands at an edge of the search text, where the arrows are the tree's. */
export function pickerMove(
  rows: readonly PickerRow[],
  active: number,
  key: string,
  caret: { atStart: boolean; atEnd: boolean },
): PickerMove | null {
  const row = rows[active];
  if (!row) return null;
  const to = (index: number) => ({ go: Math.max(0, Math.min(rows.length - 1, index)) });
  switch (key) {
    case 'ArrowDown':
      return to(active + 1);
    case 'ArrowUp':
      return to(active - 1);
    case 'PageDown':
      return to(active + page);
    case 'PageUp':
      return to(active - page);
    case 'Enter':
      return { act: row };
    case 'ArrowRight':
      return caret.atEnd && row.expandable && !row.open ? { toggle: row } : null;
    case 'ArrowLeft':
      if (!caret.atStart) return null;
      return row.open ? { toggle: row } : to(parentOf(rows, active));
    default:
      return null;
  }
}

function parentOf(rows: readonly PickerRow[], index: number): number {
  const { depth } = rows[index]!;
  return rows.slice(0, index).findLastIndex((row) => row.depth < depth);
}

/** The row that Enter should take after a search: the first that is called so, not the step around it. */
export function firstMatch(rows: readonly PickerRow[], search: string): number {
  const wanted = search.trim().toLowerCase();
  if (wanted === '') return 0;
  const byName = rows.findIndex(
    (row) => row.expression !== null && row.kind !== 'source' && row.name.toLowerCase().includes(wanted),
  );
  if (byName >= 0) return byName;
  return Math.max(
    0,
    rows.findIndex((row) => row.expression !== null && !row.expandable),
  );
}
