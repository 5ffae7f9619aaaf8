/**
 * A value as the lines of its indented JSON text, the same text that `JSON.stringify(value, null, 2)` gives. Made line by line, so
 * that the caller may let the browser breathe in between: for 10 MB it takes longer than a frame.
 */

interface Level {
  /** Keys of an object, null for a list. */
  keys: readonly string[] | null;
  value: Record<string, unknown> | readonly unknown[];
  next: number;
  size: number;
  close: string;
}

/** Yields the lines of JSON data. */
export function* rawLines(root: unknown): Generator<string> {
  // A stack of its own: deep data must not exhaust the call stack.
  const stack: Level[] = [];
  const begun = begin(root, '');
  yield begun.line;
  if (begun.level) stack.push(begun.level);
  while (stack.length > 0) {
    const level = stack.at(-1)!;
    const indent = '  '.repeat(stack.length);
    if (level.next === level.size) {
      stack.pop();
      yield `${'  '.repeat(stack.length)}${level.close}${comma(stack.at(-1))}`;
      continue;
    }
    const key = level.keys?.[level.next];
    const child = key === undefined ? (level.value as readonly unknown[])[level.next] : fieldOf(level, key);
    level.next += 1;
    const { line, level: deeper } = begin(child, key === undefined ? '' : `${JSON.stringify(key)}: `);
    yield `${indent}${line}${deeper ? '' : comma(level)}`;
    if (deeper) stack.push(deeper);
  }
}

function fieldOf(level: Level, key: string): unknown {
  return (level.value as Record<string, unknown>)[key];
}

function comma(level: Level | undefined): string {
  return level && level.next < level.size ? ',' : '';
}

function begin(value: unknown, name: string): { line: string; level: Level | null } {
  if (typeof value !== 'object' || value === null)
    return { line: `${name}${JSON.stringify(value) ?? 'null'}`, level: null };
  const keys = Array.isArray(value) ? null : definedKeys(value as Record<string, unknown>);
  const size = keys ? keys.length : (value as readonly unknown[]).length;
  const [open, close] = keys ? ['{', '}'] : ['[', ']'];
  if (size === 0) return { line: `${name}${open}${close}`, level: null };
  return { line: name + open, level: { keys, value: value as Level['value'], next: 0, size, close } };
}

/** JSON knows no undefined: such a field is none. */
function definedKeys(value: Record<string, unknown>): string[] {
  const keys = Object.keys(value);
  return keys.some((key) => value[key] === undefined) ? keys.filter((key) => value[key] !== undefined) : keys;
}
