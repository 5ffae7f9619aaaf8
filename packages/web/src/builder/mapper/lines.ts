/** Where the lines between the mapped ends run. Pure. */
import { sourceReferences } from '@millrace/core';
import type { Draft } from './mapper_store.ts';
import { idsAround, sourceId } from './source_tree.ts';
import { rowHeight } from './tree_list.tsx';

export interface Pane {
  /** Of the list on the board, and how far it is scrolled. */
  top: number;
  height: number;
  scroll: number;
}

export interface Line {
  key: string;
  from: number;
  to: number;
  draft: Draft;
  /** One of its ends is scrolled away or folded. */
  faint: boolean;
}

const mostLines = 400;
/** Sources of one mapping that get a line. */
const mostEnds = 6;

const known = new WeakMap<object, string[]>();

/** The source rows that a mapping reads. */
export function sourceEnds({ mapping }: Draft): string[] {
  const found = known.get(mapping) ?? readEnds(mapping.source_path);
  known.set(mapping, found);
  return found;
}

function readEnds(source: string): string[] {
  if (source.trim() === '') return [];
  try {
    const ids = [...new Set(sourceReferences(source).map(sourceId))];
    return ids
      .filter((id) => !ids.some((other) => other !== id && idsAround(other).includes(id)))
      .slice(0, mostEnds);
  } catch {
    return [];
  }
}

/** The row of a source, or of what it is folded into. */
export function rowOfSource(
  id: string,
  shown: ReadonlyMap<string, number>,
): { row: number; exact: boolean } | null {
  const row = shown.get(id);
  if (row !== undefined) return { row, exact: true };
  for (const around of idsAround(id).reverse()) {
    const at = shown.get(around);
    if (at !== undefined) return { row: at, exact: false };
  }
  const root = shown.get('');
  return root === undefined ? null : { row: root, exact: false };
}

/** The height of a row on the board, kept within its list; null parts say that it is out of sight. */
export function placeOf(row: number, { top, height, scroll }: Pane): { y: number; seen: boolean } {
  const y = row * rowHeight + rowHeight / 2 - scroll;
  const seen = y >= 0 && y <= height;
  return { y: top + Math.max(2, Math.min(height - 2, y)), seen };
}

interface LinesInput {
  drafts: readonly Draft[];
  sources: ReadonlyMap<string, number>;
  source: Pane;
  target: Pane;
  targetRow: (field: string) => number | undefined;
}

/** A line for each end; those that would lie upon each other once, and none where both ends are out of sight. */
export function linesOf({ drafts, sources, source, target, targetRow }: LinesInput): Line[] {
  const lines = new Map<string, Line>();
  for (const draft of drafts) {
    const row = targetRow(draft.mapping.target_field);
    if (row === undefined) continue;
    const end = placeOf(row, target);
    for (const id of sourceEnds(draft)) {
      const found = rowOfSource(id, sources);
      if (!found) continue;
      const begin = placeOf(found.row, source);
      if (!begin.seen && !end.seen) continue;
      const key = `${found.row} ${row}`;
      if (!lines.has(key))
        lines.set(key, {
          key,
          from: begin.y,
          to: end.y,
          draft,
          faint: !begin.seen || !end.seen || !found.exact,
        });
      if (lines.size >= mostLines) return [...lines.values()];
    }
  }
  return [...lines.values()];
}

/** A curve that leaves and arrives level. */
export function curve(x1: number, y1: number, x2: number, y2: number): string {
  const bend = Math.max(24, (x2 - x1) / 2);
  return `M ${x1} ${y1} C ${x1 + bend} ${y1}, ${x2 - bend} ${y2}, ${x2} ${y2}`;
}
