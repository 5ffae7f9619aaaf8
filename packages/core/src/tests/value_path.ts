/** Paths into values as tests write them: `lines[0].sku`, `headers["X-Key"]`. */

export type ValuePath = readonly (string | number)[];

const part = /\.?([^.[\]"]+)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]|\['([^']*)'\]/y;

/** The keys of a path; null for a text that is no path. */
export function parseValuePath(text: string): ValuePath | null {
  const path: (string | number)[] = [];
  const trimmed = text.trim();
  part.lastIndex = 0;
  while (part.lastIndex < trimmed.length) {
    const found = part.exec(trimmed);
    if (!found) return null;
    const [, name, index, quoted, single] = found;
    if (index !== undefined) path.push(Number(index));
    else if (quoted !== undefined) {
      const key = unquoted(quoted);
      if (key === null) return null;
      path.push(key);
    } else path.push(name ?? single ?? '');
  }
  return path;
}

function unquoted(text: string): string | null {
  try {
    return JSON.parse(`"${text}"`) as string;
  } catch {
    return null;
  }
}

/** What stands at a path; undefined where there is nothing. Own properties only. */
export function valueAtPath(value: unknown, path: ValuePath): unknown {
  let at = value;
  for (const key of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Record<string | number, unknown>)[key];
  }
  return at;
}
