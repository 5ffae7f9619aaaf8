/**
 * Lays the changes of two people over what both began with. Pure.
 *  1. What one of them left as it was is taken from the other.
 *  2. What both changed to the same is that.
 *  3. What both changed differently is a conflict, at the innermost field that has a name; the preferred one is taken there.
 *  4. Where things stand and how large they are is never worth a question: `mine` is taken.
 */
import { isRecord } from '../edits/update_config.ts';
import { sameJson } from '../same_json.ts';
import { isWhole } from './keyed.ts';

export interface Conflict {
  /** `nodes`, `#n1`, `config`, `url` */
  path: readonly string[];
  base: unknown;
  mine: unknown;
  theirs: unknown;
}

/** Whose value is taken where both changed one differently. */
export type Preferred = 'mine' | 'theirs';

export interface Found {
  prefer: Preferred;
  conflicts: Conflict[];
}

const placing: ReadonlySet<string> = new Set(['position', 'width', 'height']);

/** The value of all three; what is a conflict is added to those found. */
export function threeWay(
  base: unknown,
  mine: unknown,
  theirs: unknown,
  path: readonly string[],
  found: Found,
): unknown {
  if (sameJson(mine, base)) return theirs;
  if (sameJson(theirs, base) || sameJson(mine, theirs)) return mine;
  if (!isWhole(mine) && !isWhole(theirs) && (base === undefined || !isWhole(base)))
    return byName(base ?? {}, mine, theirs, path, found);
  const members = path[0] === 'groups' && path.at(-1) === 'nodes' ? together(base, mine, theirs) : null;
  if (members) return members;
  if (placing.has(path.at(-1) ?? '')) return mine;
  found.conflicts.push({ path, base, mine, theirs });
  return found.prefer === 'mine' ? mine : theirs;
}

function byName(
  base: unknown,
  mine: unknown,
  theirs: unknown,
  path: readonly string[],
  found: Found,
): Record<string, unknown> {
  const [b, m, t] = [base, mine, theirs].map((value) => (isRecord(value) ? value : {})) as [
    Record<string, unknown>,
    Record<string, unknown>,
    Record<string, unknown>,
  ];
  const merged: [string, unknown][] = [];
  for (const name of new Set([...Object.keys(t), ...Object.keys(m)])) {
    const value = threeWay(own(b, name), own(m, name), own(t, name), [...path, name], found);
    if (value !== undefined) merged.push([name, value]);
  }
  return Object.fromEntries(merged);
}

function own(record: Record<string, unknown>, name: string): unknown {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

/** The members of a group are a set: what each added is in it, what each took out is not. */
function together(base: unknown, mine: unknown, theirs: unknown): unknown[] | null {
  if (![base ?? [], mine, theirs].every(Array.isArray)) return null;
  const before = new Set((base ?? []) as unknown[]);
  const [m, t] = [new Set(mine as unknown[]), new Set(theirs as unknown[])];
  return [...new Set([...t, ...m])].filter((id) => (before.has(id) ? m.has(id) && t.has(id) : true));
}
