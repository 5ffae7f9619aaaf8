/**
 * What is not saved yet, kept in this browser for the case that the tab or the browser dies. Invariants:
 *  1. a copy is of one person, one workflow and one page; nobody else is offered it;
 *  2. what was typed into a secret field is not in it;
 *  3. it is there only while something is unsaved, and no longer than {@link keptDays};
 *  4. it is in one place: the small storage, which is written before a dying page is gone, or where it is too large for that
 *     (or that is full) the database of the browser;
 *  5. a full or forbidden storage is no error: there is then no copy, and whoever keeps one is told.
 */
import { type Definition, parseDefinition } from '@millrace/core';
import type { Draft } from '../document/store.ts';
import type { LargeShelf } from './large_shelf.ts';

export interface LocalCopy {
  key: string;
  draft: Draft;
  /** What the draft began with; null where there was no room for it too. */
  base: Draft | null;
  /** `updated_at` of what it began with. */
  updated_at: string;
  /** When it was kept, in milliseconds. */
  at: number;
  /** How many typed secrets are not in it. */
  secrets: number;
}

export type Copied = Omit<LocalCopy, 'key' | 'at'>;

/** Browsers give about five million characters to a site; what is larger goes to their database. */
export const mostSmall = 2_000_000;
export const keptDays = 30;
const prefix = 'millrace.draft.';

type Small = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

export interface CopyStorage {
  small: Small | null;
  large: LargeShelf | null;
}

export interface LocalCopies {
  /** Keeps what this page has not saved yet. Resolves to whether it could be kept. */
  keep: (copied: Copied) => Promise<boolean>;
  /** Everything of this page is saved. */
  drop: () => void;
  /** Copies that other pages left behind, newest first. */
  others: () => Promise<LocalCopy[]>;
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

type Stored = Omit<LocalCopy, 'key'>;

export function localCopies(
  { small, large }: CopyStorage,
  place: CopyPlace,
  now: () => number = Date.now,
): LocalCopies {
  const own = `${prefix}${place.user_id}.${place.workflow_id}.`;
  const key = own + place.page_id;
  const shelf = inOrder(large);
  // A page may have a copy on the shelf only if it put one there; what others left there is looked for.
  let shelved = false;
  const unshelve = () => {
    if (shelved) void shelf((each) => each.remove(key), undefined);
    shelved = false;
  };
  const removeSmall = (name: string) => guarded(() => small?.removeItem(name), undefined);
  const shelve = (copy: Stored): Promise<boolean> => {
    shelved = true;
    return shelf(async (each) => {
      await each.set(key, copy).catch(() => each.set(key, { ...copy, base: null }));
      return true;
    }, false);
  };
  return {
    async keep(copied) {
      const copy: Stored = { ...copied, at: now() };
      if (keepSmall(small, key, copy)) {
        unshelve();
        return true;
      }
      removeSmall(key);
      return shelve(copy);
    },
    drop() {
      removeSmall(key);
      unshelve();
    },
    remove(name) {
      removeSmall(name);
      void shelf((each) => each.remove(name), undefined);
    },
    pageOf: (name) => name.slice(own.length),
    async others() {
      const stored = [...readSmall(small), ...(await shelf((each) => each.all(), []))];
      const copies: LocalCopy[] = [];
      for (const [name, value] of stored) {
        if (!name.startsWith(prefix)) continue;
        const copy = isOld(value, now()) ? null : read(name, value);
        if (copy && name.startsWith(own) && name !== key) copies.push(copy);
        if (!copy && (name.startsWith(own) || isOld(value, now()))) this.remove(name);
      }
      return copies.sort((a, b) => b.at - a.at);
    },
  };
}

/** One request after the other, so that what was dropped does not come back; what fails gives `otherwise`. */
function inOrder(large: LargeShelf | null) {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(work: (shelf: LargeShelf) => Promise<T>, otherwise: T): Promise<T> => {
    const next = last.then(() => (large ? work(large) : otherwise)).catch(() => otherwise);
    last = next;
    return next;
  };
}

/** The storage of the browser, where it may be used at all. */
export function browserStorage(): Small | null {
  return guarded(() => localStorage, null);
}

function keepSmall(small: Small | null, key: string, copy: Stored): boolean {
  if (!small) return false;
  const text = JSON.stringify(copy);
  return (
    text.length <= mostSmall &&
    guarded(() => {
      small.setItem(key, text);
      return true;
    }, false)
  );
}

function readSmall(small: Small | null): [string, unknown][] {
  if (!small) return [];
  const names = Array.from({ length: small.length }, (_, index) => small.key(index) ?? '');
  return names
    .filter((name) => name.startsWith(prefix))
    .map((name) => [name, guarded(() => JSON.parse(small.getItem(name) ?? 'null') as unknown, null)]);
}

/** Rubbish has no age, and is as good as old. */
function isOld(value: unknown, now: number): boolean {
  const at = (value as { at?: unknown } | null)?.at;
  return typeof at !== 'number' || now - at >= keptDays * 86_400_000;
}

/** Null for what another release kept and this one cannot read. */
function read(key: string, value: unknown): LocalCopy | null {
  return guarded(() => {
    const { draft, base, updated_at, at, secrets } = value as Stored;
    if (typeof updated_at !== 'string') return null;
    return {
      key,
      draft: readDraft(draft),
      base: base ? readDraft(base) : null,
      updated_at,
      at,
      secrets: Number(secrets) || 0,
    };
  }, null);
}

/** @throws DefinitionError */
function readDraft(draft: Draft): Draft {
  return { name: String(draft.name), definition: parseDefinition(draft.definition) satisfies Definition };
}

function guarded<T>(work: () => T, otherwise: T): T {
  try {
    return work();
  } catch {
    return otherwise;
  }
}
