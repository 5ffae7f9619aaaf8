import type { Path } from './path.ts';

/**
 * Walks a value and yields the path of everything whose key or plain value contains `text` (letters of any case), in the
 * order of the tree. Between two matches it yields null now and then, so that the caller may let the browser breathe.
 */
export function* findMatches(root: unknown, text: string): Generator<Path | null> {
  const needle = text.toLowerCase();
  // A stack of its own: deep data must not exhaust the call stack.
  const stack: { value: unknown; path: Path }[] = [{ value: root, path: [] }];
  let visited = 0;
  while (stack.length > 0) {
    const { value, path } = stack.pop()!;
    if (++visited % 2_000 === 0) yield null;
    if (matches(value, path.at(-1), needle)) yield path;
    if (typeof value !== 'object' || value === null) continue;
    const names = Array.isArray(value) ? value.keys().toArray() : Object.keys(value);
    for (const name of names.reverse()) {
      stack.push({ value: (value as Record<string | number, unknown>)[name], path: [...path, name] });
    }
  }
}

function matches(value: unknown, name: string | number | undefined, needle: string): boolean {
  if (typeof name === 'string' && name.toLowerCase().includes(needle)) return true;
  if (typeof value === 'object' && value !== null) return false;
  return String(value).toLowerCase().includes(needle);
}
