/** Paths as text (`customer.name`, `lines[0].sku`) and as lists of keys, for functions that take a field by its name. */
import { ExpressionError } from '../errors.ts';
import { readOwn, toKey } from '../keys.ts';
import type { Run } from '../run.ts';

export type Path = readonly (string | number)[];

const longestPath = 1_000;

export function joinPath(run: Run, path: unknown): Path {
  if (Array.isArray(path)) {
    run.chargeList(path.length);
    return path.map((key) => toKey(run, key) ?? '');
  }
  if (typeof path === 'number') return [path];
  if (typeof path !== 'string' || path.length > longestPath) {
    throw new ExpressionError('value', 'A path is a text like customer.name, of at most 1,000 characters');
  }
  run.charge(1 + path.length);
  return splitPath(run, path);
}

function splitPath(run: Run, path: string): Path {
  const parts = path.match(/\[(?:\d+|'[^']*'|"[^"]*")\]|[^.[\]]+/g) ?? [];
  if (parts.length === 0) throw new ExpressionError('value', 'The path is empty');
  return parts.map((part) => {
    const key = part.startsWith('[') ? part.slice(1, -1).replace(/^(['"])(.*)\1$/s, '$2') : part;
    return toKey(run, key) ?? '';
  });
}

/** Reads a path as the expression `a.b[0].c` would. */
export function readPath(run: Run, value: unknown, path: Path): unknown {
  run.charge(path.length);
  let current = value;
  for (const key of path) current = readOwn(current, key);
  return current;
}
