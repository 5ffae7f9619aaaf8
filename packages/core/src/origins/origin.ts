/** Where a value comes from: places in what nodes give and in what they were given. */

/** `'*'` is one of the entries of a list, or one of the fields of an object: which one is not told by the configuration. */
export type OriginPath = readonly (string | number)[];

export const anyEntry = '*';

export interface Origin {
  /** The node that gave it; null for what belongs to no node: variables, workflow, execution. */
  node_id: string | null;
  /** How expressions call it: `trigger`, the key of a node, `item`, `variables`. */
  key: string;
  /** Inside of what the node gave; of a trigger inside of `trigger`. */
  path: OriginPath;
  /** The expression by which it came here, as it was written; for what passes a node unchanged the empty text. */
  via: string;
  /** The field of the configuration that holds the expression; null where there is none. */
  field: string | null;
}

/** A name of an expression's scope and a path inside of it. */
export type ScopePath = readonly [string, ...(string | number)[]];

/** Each place once. */
export function distinct<T extends { path: OriginPath }>(
  list: readonly T[],
  nameOf: (one: T) => string,
): T[] {
  const seen = new Set<string>();
  return list.filter((one) => {
    const mark = `${nameOf(one)} ${JSON.stringify(one.path)}`;
    if (seen.has(mark)) return false;
    seen.add(mark);
    return true;
  });
}
