/**
 * A JSON value as the rows of a tree. Only what is open becomes rows, and more than 100 children are folded into ranges
 * (`0 … 99`), so that a value of 10 MB is a handful of rows until somebody opens it.
 */
import { type Path, pathId } from './path.ts';

export const rangeSize = 100;

export interface Row {
  id: string;
  depth: number;
  /** Key or index within the parent; null for the root. */
  name: string | number | null;
  path: Path;
  value: unknown;
  /** Number of children of an object or list; null for what has none. */
  size: number | null;
  /** Set on a row that stands for children `first` to `last` of its value. */
  range: { first: number; last: number } | null;
  open: boolean;
}

function childNames(value: unknown): readonly (string | number)[] | null {
  if (Array.isArray(value)) return Array.from(value, (_, index) => index);
  return typeof value === 'object' && value !== null ? Object.keys(value) : null;
}

export function isBranch(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

export function sizeOf(value: unknown): number | null {
  if (Array.isArray(value)) return value.length;
  return typeof value === 'object' && value !== null ? Object.keys(value).length : null;
}

export function rangeId(path: Path, first: number, last: number): string {
  return `${pathId(path)}:${first}-${last}`;
}

/** The rows of `root` given the ids that are open. */
export function rowsOf(root: unknown, open: ReadonlySet<string>): Row[] {
  const rows: Row[] = [];
  addValue(rows, root, null, [], 0, open);
  return rows;
}

function addValue(
  rows: Row[],
  value: unknown,
  name: Row['name'],
  path: Path,
  depth: number,
  open: ReadonlySet<string>,
) {
  const id = pathId(path);
  const size = sizeOf(value);
  const isOpen = size !== null && size > 0 && open.has(id);
  rows.push({ id, depth, name, path, value, size, range: null, open: isOpen });
  if (!isOpen) return;
  const names = childNames(value) ?? [];
  addChildren(rows, value, names, path, depth + 1, 0, names.length, open);
}

function addChildren(
  rows: Row[],
  value: unknown,
  names: readonly (string | number)[],
  path: Path,
  depth: number,
  from: number,
  to: number,
  open: ReadonlySet<string>,
) {
  if (to - from <= rangeSize) {
    for (const name of names.slice(from, to)) {
      addValue(rows, (value as Record<string | number, unknown>)[name], name, [...path, name], depth, open);
    }
    return;
  }
  const step = stepOf(to - from);
  for (let first = from; first < to; first += step) {
    const end = Math.min(first + step, to);
    const id = rangeId(path, first, end - 1);
    const isOpen = open.has(id);
    rows.push({
      id,
      depth,
      name: null,
      path,
      value,
      size: end - first,
      range: { first, last: end - 1 },
      open: isOpen,
    });
    if (isOpen) addChildren(rows, value, names, path, depth + 1, first, end, open);
  }
}

/** How many children one range holds, so that no level has more than 100 ranges. */
function stepOf(count: number): number {
  let step = rangeSize;
  while (count / step > rangeSize) step *= rangeSize;
  return step;
}

/** What is open at first: the top levels, as long as they fit in about `budget` rows. */
export function initiallyOpen(root: unknown, budget = 60): Set<string> {
  const open = new Set<string>();
  let level: { value: unknown; path: Path }[] = [{ value: root, path: [] }];
  let rows = 1;
  while (level.length > 0) {
    const next: typeof level = [];
    for (const { value, path } of level) {
      const size = sizeOf(value) ?? 0;
      if (size === 0 || size > rangeSize || rows + size > budget) continue;
      rows += size;
      open.add(pathId(path));
      for (const name of childNames(value) ?? []) {
        next.push({ value: (value as Record<string | number, unknown>)[name], path: [...path, name] });
      }
    }
    level = next;
  }
  // The root itself is always open: its ranges are few.
  if (isBranch(root)) open.add(pathId([]));
  return open;
}

/** What must be open so that the row of `path` is there. */
export function idsLeadingTo(root: unknown, path: Path): string[] {
  const ids: string[] = [];
  let value = root;
  for (const [index, name] of path.entries()) {
    const parent = path.slice(0, index);
    ids.push(pathId(parent));
    const names = childNames(value) ?? [];
    const position = typeof name === 'number' && Array.isArray(value) ? name : names.indexOf(name);
    ids.push(...rangesAround(parent, position, 0, names.length));
    value = (value as Record<string | number, unknown>)[name];
  }
  return ids;
}

function rangesAround(path: Path, position: number, from: number, to: number): string[] {
  if (to - from <= rangeSize) return [];
  const step = stepOf(to - from);
  const first = from + Math.floor((position - from) / step) * step;
  const end = Math.min(first + step, to);
  return [rangeId(path, first, end - 1), ...rangesAround(path, position, first, end)];
}
