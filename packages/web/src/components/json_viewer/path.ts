/** A place in a JSON value: the keys and indexes that lead to it. */
export type Path = readonly (string | number)[];

const plainName = /^[A-Za-z_$][A-Za-z0-9_$]*$/;

/** Identity of a path, for sets and maps. */
export function pathId(path: Path): string {
  return JSON.stringify(path);
}

/** The path as an expression writes it: `orders[0]["first name"]`, after a prefix that may be empty. */
export function printPath(path: Path, prefix = ''): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    if (!plainName.test(step)) return `${text}[${JSON.stringify(step)}]`;
    return text === '' ? step : `${text}.${step}`;
  }, prefix);
}

/** The value at a path; undefined where there is none. Own properties only. */
export function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}
