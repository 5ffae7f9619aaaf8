/**
 * What is not saved yet, kept in this browser for the case that the tab or the browser dies. Invariants:
 *  1. a copy is of one person, one workflow and one page; nobody else is offered it;
 *  2. what was typed into a secret field is not in it;
 *  3. it is there only while something is unsaved, and no longer than {@link keptDays};
 *  4. a full or forbidden storage is no error: there is then no copy.
 */
import { type Definition, parseDefinition } from '@millrace/core';
import type { Draft } from '../document/store.ts';

export interface LocalCopy {
  key: string;
  draft: Draft;
  /** What the draft began with; null when it was too large to be kept too. */
  base: Draft | null;
  /** `updated_at` of what it began with. */
  updated_at: string;
  /** When it was kept, in milliseconds. */
  at: number;
  /** How many typed secrets are not in it. */
  secrets: number;
}

export type Copied = Omit<LocalCopy, 'key' | 'at'>;

/** Browsers give about five million characters to a site. */
export const mostCharacters = 2_000_000;
export const keptDays = 30;
const prefix = 'millrace.draft.';

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

export interface LocalCopies {
  /** Keeps what this page has not saved yet. False when it could not be kept. */
  keep: (copied: Copied) => boolean;
  /** Everything of this page is saved. */
  drop: () => void;
  /** Copies that other pages left behind, newest first. */
  others: () => LocalCopy[];
  remove: (key: string) => void;
  /** The page that a copy is of. */
  pageOf: (key: string) => string;
}

export interface CopyPlace {
  user_id: string;
  workflow_id: string;
  /** Different in every page, also in a page that is loaded again. */
  page_id: string;
}

export function localCopies(
  storage: Store | null,
  place: CopyPlace,
  now: () => number = Date.now,
): LocalCopies {
  const own = `${prefix}${place.user_id}.${place.workflow_id}.`;
  const key = own + place.page_id;
  const remove = (name: string) => guarded(() => storage?.removeItem(name), undefined);
  return {
    keep: (copied) => keep(storage, key, { ...copied, at: now() }),
    drop: () => remove(key),
    remove,
    pageOf: (name) => name.slice(own.length),
    others() {
      if (!storage) return [];
      removeOld(storage, now());
      return names(storage)
        .filter((name) => name.startsWith(own) && name !== key)
        .flatMap((name) => {
          const copy = read(storage, name);
          if (!copy) remove(name);
          return copy ? [copy] : [];
        })
        .sort((a, b) => b.at - a.at);
    },
  };
}

/** The storage of the browser, where it may be used at all. */
export function browserStorage(): Store | null {
  return guarded(() => localStorage, null);
}

function keep(storage: Store | null, key: string, copy: Omit<LocalCopy, 'key'>): boolean {
  const whole = JSON.stringify(copy);
  const text = whole.length <= mostCharacters ? whole : JSON.stringify({ ...copy, base: null });
  if (!storage || text.length > mostCharacters)
    return guarded(() => storage?.removeItem(key), undefined) ?? false;
  return guarded(() => {
    storage.setItem(key, text);
    return true;
  }, false);
}

function read(storage: Store, key: string): LocalCopy | null {
  return guarded(() => {
    const value = JSON.parse(storage.getItem(key) ?? 'null') as Omit<LocalCopy, 'key'>;
    const draft = readDraft(value.draft);
    const base = value.base ? readDraft(value.base) : null;
    if (typeof value.at !== 'number' || typeof value.updated_at !== 'string') return null;
    return {
      key,
      draft,
      base,
      updated_at: value.updated_at,
      at: value.at,
      secrets: Number(value.secrets) || 0,
    };
  }, null);
}

/** @throws DefinitionError for what another release kept and this one cannot read */
function readDraft(draft: Draft): Draft {
  return { name: String(draft.name), definition: parseDefinition(draft.definition) satisfies Definition };
}

function removeOld(storage: Store, now: number): void {
  for (const name of names(storage)) {
    if (!name.startsWith(prefix)) continue;
    const at = guarded(
      () => Number((JSON.parse(storage.getItem(name) ?? '{}') as { at?: number }).at),
      Number.NaN,
    );
    if (!(now - at < keptDays * 86_400_000)) guarded(() => storage.removeItem(name), undefined);
  }
}

function names(storage: Store): string[] {
  return Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '');
}

function guarded<T>(work: () => T, otherwise: T): T {
  try {
    return work();
  } catch {
    return otherwise;
  }
}
