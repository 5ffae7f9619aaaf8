/** Names and values out of a text that somebody pasted: headers, a query, a table of two columns, JSON. Pure. */

export type Pair = [name: string, value: string];

/** Null where it is one value and nothing to take apart. */
export function readPairs(text: string): Pair[] | null {
  const trimmed = text.trim();
  const object = readObject(trimmed);
  if (object) return object;
  const lines = trimmed.split(/\r?\n/).filter((line) => line.trim() !== '');
  if (lines.length < 2 && !/^\??[^\s=&]+=[^\s&]*&/.test(trimmed)) return null;
  if (lines.length === 1) return [...new URLSearchParams(trimmed.replace(/^\?/, ''))];
  const pairs = lines.map(pairOf);
  return pairs.every((pair) => pair !== null) ? pairs : null;
}

function readObject(text: string): Pair[] | null {
  if (!text.startsWith('{') || text.startsWith('{{')) return null;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    return Object.entries(value).map(([name, one]) => [
      name,
      typeof one === 'string' ? one : JSON.stringify(one),
    ]);
  } catch {
    return null;
  }
}

/** `Name: value`, `name=value`, or two cells of a table; quotes around a value are no part of it. */
function pairOf(line: string): Pair | null {
  const found = /^\s*["']?([^\t:="'\s][^\t:="']*?)["']?\s*(?:\t|:|=)\s*(.*?)\s*,?\s*$/.exec(line);
  if (!found) return null;
  const value = found[2]!;
  return [found[1]!, /^(["']).*\1$/.test(value) ? value.slice(1, -1) : value];
}
