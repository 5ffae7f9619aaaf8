/**
 * The search fields of an address, each optional; a value that makes no sense is as good as none, and what no page knows is
 * left out. Small functions and no schemas: every page needs them before it is drawn.
 */

/** Reads one field; undefined where it makes no sense. */
export type SearchField<T> = (value: unknown) => T | undefined;

type Found<Fields> = {
  [Name in keyof Fields]?: Fields[Name] extends SearchField<infer T> ? T | undefined : never;
};

/** What reads a whole address, as a route wants it. */
export function searchFields<Fields extends Record<string, SearchField<unknown>>>(fields: Fields) {
  return (search: Record<string, unknown>): Found<Fields> => {
    const found = Object.entries(fields).flatMap(([name, read]) => {
      const value = read(search[name]);
      return value === undefined ? [] : [[name, value]];
    });
    return Object.fromEntries(found);
  };
}

/** A text of at most so many characters. */
export const text =
  (most: number): SearchField<string> =>
  (value) =>
    typeof value === 'string' && value.length <= most ? value : undefined;

export const word = text(200);

/** One of these words. */
export const oneOf =
  <const T extends string>(words: readonly T[]): SearchField<T> =>
  (value) =>
    words.find((known) => known === value);

/** One of these numbers, also where it is written as a text. */
export const oneNumberOf =
  <const T extends number>(numbers: readonly T[]): SearchField<T> =>
  (value) =>
    numbers.find((known) => known === value || String(known) === value);

export const uuid: SearchField<string> = (value) =>
  typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value) ? value : undefined;

/** `2026-02-28`, a day that there is. */
export const day: SearchField<string> = (value) => {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return undefined;
  const at = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(value) ? value : undefined;
};
