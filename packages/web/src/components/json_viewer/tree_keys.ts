import type { Row } from './rows.ts';

/** What a key does in the tree: go to a row, or open or close the one it is on. */
export type TreeMove = { go: number } | { toggle: Row; open: boolean };

const page = 10;

/** The move of a key on the row `at`; null for a key that is not the tree's. */
export function treeMove(rows: readonly Row[], at: number, key: string): TreeMove | null {
  const row = rows[at];
  if (!row) return null;
  const last = rows.length - 1;
  switch (key) {
    case 'ArrowDown':
      return { go: Math.min(last, at + 1) };
    case 'ArrowUp':
      return { go: Math.max(0, at - 1) };
    case 'PageDown':
      return { go: Math.min(last, at + page) };
    case 'PageUp':
      return { go: Math.max(0, at - page) };
    case 'Home':
      return { go: 0 };
    case 'End':
      return { go: last };
    case 'ArrowRight':
      return row.size && !row.open ? { toggle: row, open: true } : { go: Math.min(last, at + 1) };
    case 'ArrowLeft':
      return row.open ? { toggle: row, open: false } : { go: parentOf(rows, at) };
    case 'Enter':
    case ' ':
      return { toggle: row, open: !row.open };
    default:
      return null;
  }
}

function parentOf(rows: readonly Row[], at: number): number {
  const depth = rows[at]!.depth;
  for (let above = at - 1; above >= 0; above--) {
    if (rows[above]!.depth < depth) return above;
  }
  return at;
}
