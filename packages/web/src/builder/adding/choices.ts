/**
 * What a person picks again and again: kinds of nodes used last, favourites, groups of the palette that are folded, and
 * commands used last. Kept in this browser, apart for each person. Invariants:
 *  1. what cannot be read (another version, edited by hand, forbidden storage) counts as nothing chosen;
 *  2. kinds that are not known (any more) are left out when they are read, and kept when something is written;
 *  3. other tabs of the same person see a change at once.
 */
import { type NodeSubtype, nodeKinds } from '@millrace/core';
import { useSyncExternalStore } from 'react';
import { useSession } from '../../api/session.ts';

export interface Choices {
  recent: readonly string[];
  favourites: readonly string[];
  folded: readonly string[];
  commands: readonly string[];
}

export type ChoiceList = keyof Choices;

const none: Choices = { recent: [], favourites: [], folded: [], commands: [] };
const prefix = 'millrace.adding.';
const mostKept = 30;

type Store = Pick<Storage, 'getItem' | 'setItem'>;

/** What is kept under a text; whatever is no list of names is none. */
export function readChoices(text: string | null): Choices {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    if (typeof value !== 'object' || value === null) return none;
    const given = value as Partial<Record<ChoiceList, unknown>>;
    return {
      recent: names(given.recent),
      favourites: names(given.favourites),
      folded: names(given.folded),
      commands: names(given.commands),
    };
  } catch {
    return none;
  }
}

function names(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  const texts = value.filter((one): one is string => typeof one === 'string' && one.length <= 200);
  return [...new Set(texts)].slice(0, mostKept);
}

/** The list with a name in front of it. */
export function usedLast(list: readonly string[], name: string): string[] {
  return [name, ...list.filter((other) => other !== name)].slice(0, mostKept);
}

/** The list with a name added, or without it. */
export function toggled(list: readonly string[], name: string): string[] {
  return list.includes(name) ? list.filter((other) => other !== name) : [...list, name].slice(-mostKept);
}

/** The kinds of a list that exist. */
export function knownKinds(list: readonly string[]): NodeSubtype[] {
  return list.filter((name): name is NodeSubtype => Object.hasOwn(nodeKinds, name));
}

const listeners = new Set<() => void>();
const cache = new Map<string, { text: string | null; choices: Choices }>();
const fallback = new Map<string, string>();
let listening = false;

function storage(): Store | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

function read(person: string): Choices {
  const key = prefix + person;
  const text = fallback.get(key) ?? storage()?.getItem(key) ?? null;
  const known = cache.get(key);
  if (known && known.text === text) return known.choices;
  const choices = readChoices(text);
  cache.set(key, { text, choices });
  return choices;
}

/** Changes one list of a person. */
export function changeChoice(
  person: string,
  list: ChoiceList,
  change: (before: readonly string[]) => string[],
): void {
  const before = read(person);
  const key = prefix + person;
  const text = JSON.stringify({ ...before, [list]: change(before[list]) });
  try {
    localStorage.setItem(key, text);
    fallback.delete(key);
  } catch {
    // Storage is full or forbidden: it then lasts as long as the page.
    fallback.set(key, text);
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  if (!listening && typeof addEventListener === 'function') {
    listening = true;
    addEventListener('storage', ({ key }) => {
      if (key?.startsWith(prefix)) for (const each of listeners) each();
    });
  }
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** What the person who is signed in chose, and how it is changed. */
export function useChoices(): Choices & {
  change: (list: ChoiceList, to: (before: readonly string[]) => string[]) => void;
} {
  const person = useSession().user.id;
  const choices = useSyncExternalStore(subscribe, () => read(person));
  return { ...choices, change: (list, to) => changeChoice(person, list, to) };
}
