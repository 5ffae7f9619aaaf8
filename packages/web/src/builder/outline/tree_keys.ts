/** What a key does in the outline. Pure: the tree asks, and does it. */
import { rowLabel } from './row_name.ts';
import type { OutlineRow } from './rows.ts';

export interface KeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
}

export type OutlineCommand =
  | { do: 'go'; to: string }
  | { do: 'fold' | 'unfold'; row: string }
  | { do: 'unfold_all' | 'open' | 'rename' | 'add' | 'menu' | 'up' | 'down' | 'stay' }
  | { do: 'test'; part: 'one' | 'from' | 'up_to' }
  | { do: 'find'; letter: string };

/**
 * Null for a key that is not the tree's: the builder's own then hears it. Where single letters are no shortcuts, they still
 * look for a row.
 */
export function outlineCommand(
  press: KeyPress,
  rows: readonly OutlineRow[],
  at: number,
  page: number,
  letters = true,
): OutlineCommand | null {
  const mod = press.ctrlKey || press.metaKey;
  const { key } = press;
  if (key === 'Enter' && !mod) return press.altKey ? { do: 'test', part: 'one' } : { do: 'open' };
  if (!mod && press.altKey && key.toLowerCase() === 'r') return { do: 'test', part: 'up_to' };
  if (press.altKey && (key === 'ArrowUp' || key === 'ArrowDown'))
    return { do: key === 'ArrowUp' ? 'up' : 'down' };
  if (mod || press.altKey) return null;
  if (letters && key === 'R' && press.shiftKey) return { do: 'test', part: 'from' };
  if (key === 'ContextMenu' || (key === 'F10' && press.shiftKey)) return { do: 'menu' };
  const moved = walk(key, rows, at, page);
  if (moved) return moved;
  if (key === 'F2') return { do: 'rename' };
  if ((letters && key === '/') || key === 'Insert') return { do: 'add' };
  if (key === '*') return { do: 'unfold_all' };
  return key.length === 1 && /[\p{L}\p{N}]/u.test(key) ? { do: 'find', letter: key } : null;
}

function walk(key: string, rows: readonly OutlineRow[], at: number, page: number): OutlineCommand | null {
  const row = rows[at];
  const go = (index: number): OutlineCommand => {
    const to = rows[Math.max(0, Math.min(rows.length - 1, index))];
    return to ? { do: 'go', to: to.id } : { do: 'stay' };
  };
  switch (key) {
    case 'ArrowDown':
      return go(at + 1);
    case 'ArrowUp':
      return go(at - 1);
    case 'PageDown':
      return go(at + page);
    case 'PageUp':
      return go(at - page);
    case 'Home':
      return go(0);
    case 'End':
      return go(rows.length - 1);
    case 'ArrowRight':
      if (row?.expanded === false) return { do: 'unfold', row: row.id };
      return row?.expanded ? go(at + 1) : { do: 'stay' };
    case 'ArrowLeft':
      if (row?.expanded) return { do: 'fold', row: row.id };
      return row && row.parent !== null ? { do: 'go', to: row.parent } : { do: 'stay' };
    default:
      return null;
  }
}

/** The next row whose name begins with what was typed; one letter alone goes past the present row. */
export function findRow(rows: readonly OutlineRow[], at: number, typed: string): string | null {
  const start = typed.length > 1 ? at : at + 1;
  const wanted = typed.toLowerCase();
  for (let step = 0; step < rows.length; step++) {
    const row = rows[(start + step + rows.length) % rows.length]!;
    if (rowLabel(row).toLowerCase().startsWith(wanted)) return row.id;
  }
  return null;
}
