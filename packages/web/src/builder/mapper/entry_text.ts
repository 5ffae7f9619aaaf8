/**
 * How the source of a list's entry is shown to a person: `order.items[].qty * order.items[].price` as `entry.qty * entry.price`,
 * with the first entry as its sample. Pure.
 */
import { compileSource, inferSource, readEntrySource, type Scope, type Shape } from '@millrace/core';
import { rewriteConfig } from '../document/edits/rewrite_references.ts';

export interface EntryText {
  text: string;
  /** The innermost list. */
  list: string;
  /** What each name of an entry stands for: `entry` → `order.items[]`. */
  names: ReadonlyMap<string, string>;
  /** Samples and shapes of the entries, and of their position. */
  scope: Record<string, unknown>;
  shapes: Record<string, Shape>;
}

const unknown: Shape = { type: 'unknown' };

/** Null for a source that goes through no list, or cannot be read. */
export function entryText(
  source: string,
  scope: Scope,
  shapes: Readonly<Record<string, Shape>>,
): EntryText | null {
  const entries = read(source);
  if (!entries) return null;
  const deepest = entries.lists.length - 1;
  const nameAt = (depth: number) => freeName(depth === deepest ? 'entry' : `entry_${depth + 1}`, scope);
  const own: Record<string, unknown> = { ...scope, index: 0 };
  const ownShapes: Record<string, Shape> = { ...shapes, index: { type: 'number' } };
  const names = new Map<string, string>();
  for (const [depth, list] of entries.lists.entries()) {
    const text = named(list.source, nameAt);
    const value = evaluated(text, own);
    const inferred = inferSource(text, ownShapes);
    own[nameAt(depth)] = Array.isArray(value) ? value[0] : undefined;
    ownShapes[nameAt(depth)] = ('shape' in inferred ? inferred.shape.item : undefined) ?? unknown;
    names.set(nameAt(depth), `${list.text}[]`);
  }
  const list = entries.lists[deepest]!.text;
  return { text: named(entries.source, nameAt), list, names, scope: own, shapes: ownShapes };
}

/** The source that the shown text stands for. */
export function fromEntryText(text: string, { names }: Pick<EntryText, 'names'>): string {
  return rewriteConfig(text, names, 'source_path');
}

function read(source: string) {
  try {
    return readEntrySource(source);
  } catch {
    return null;
  }
}

/** Entries have names of their own there, filled up with spaces. */
function named(source: string, nameAt: (depth: number) => string): string {
  return source.replaceAll(/\$(\d)( *)(.?)/g, (_, depth: string, spaces: string, next: string) => {
    const close = next === '' || /[.[?)\]}|]/.test(next) || spaces === '';
    return `${nameAt(Number(depth))}${close && next !== '}' && next !== '|' ? '' : ' '}${next}`;
  });
}

function freeName(name: string, scope: Scope): string {
  let free = name;
  while (Object.hasOwn(scope, free)) free = `${free}_`;
  return free;
}

function evaluated(source: string, scope: Scope): unknown {
  try {
    return compileSource(source).evaluate(scope);
  } catch {
    return undefined;
  }
}
