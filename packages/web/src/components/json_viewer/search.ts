import type { Path } from './path.ts';

/**
 * Walks a value and yields the path of everything whose key or plain value contains `text` (letters of any case), in the
 * order of the tree. Between two matches it yields null now and then, so that the caller may let the browser breathe.
 */
export function* findMatches(root: unknown, text: string): Generator<Path | null> {
  const needle = text.toLowerCase();
  if (matches(root, undefined, needle)) yield [];
  // A stack of its own: deep data must not exhaust the call stack. Children are taken one by one: a list can be all there is.
  const stack = branchOf(root, []);
  let visited = 0;
  for (let branch = stack.at(-1); branch; branch = stack.at(-1)) {
    if (branch.next === branch.size) {
      stack.pop();
      continue;
    }
    const name = branch.keys ? branch.keys[branch.next]! : branch.next;
    branch.next += 1;
    if (++visited % 2_000 === 0) yield null;
    const value = branch.value[name];
    const isBranch = typeof value === 'object' && value !== null;
    const isFound = matches(value, name, needle);
    if (!isBranch && !isFound) continue;
    const path = [...branch.path, name];
    if (isFound) yield path;
    stack.push(...branchOf(value, path));
  }
}

interface Branch {
  value: Record<string | number, unknown>;
  /** Of an object; a list has none. */
  keys: readonly string[] | null;
  size: number;
  next: number;
  path: Path;
}

function branchOf(value: unknown, path: Path): Branch[] {
  if (typeof value !== 'object' || value === null) return [];
  const keys = Array.isArray(value) ? null : Object.keys(value);
  const size = keys ? keys.length : (value as readonly unknown[]).length;
  return [{ value: value as Branch['value'], keys, size, next: 0, path }];
}

function matches(value: unknown, name: string | number | undefined, needle: string): boolean {
  if (typeof name === 'string' && name.toLowerCase().includes(needle)) return true;
  if (typeof value === 'object' && value !== null) return false;
  return String(value).toLowerCase().includes(needle);
}
