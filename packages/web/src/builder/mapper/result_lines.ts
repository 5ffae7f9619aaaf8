/** The result as lines of JSON, each error at its field. Pure. */

export interface ResultLine {
  depth: number;
  /** `"name": "Ada",` */
  text: string;
  /** Why the field of this line is not there. */
  error?: string;
  /** The target field of the line, entries of lists as `[]`. */
  field: string;
}

const mostLines = 600;
const longestText = 300;

/** @param errors by target field: `lines[].sku` */
export function resultLines(value: unknown, errors: ReadonlyMap<string, string>): ResultLine[] {
  const lines: ResultLine[] = [];
  const left = new Set(errors.keys());
  const push = (line: ResultLine) => lines.length < mostLines && lines.push(line);

  const write = (name: string, at: unknown, field: string, depth: number, comma: string): void => {
    if (lines.length >= mostLines) return;
    if (typeof at !== 'object' || at === null || at instanceof Date)
      return void push({ depth, text: `${name}${leaf(at)}${comma}`, field });
    const list = Array.isArray(at);
    const missing = list ? [] : takeMissing(at as Record<string, unknown>, field);
    const members: [string, unknown, string][] = list
      ? at.map((entry) => ['', entry, `${field}[]`])
      : Object.entries(at).map(([key, member]) => [`${JSON.stringify(key)}: `, member, joined(field, key)]);
    const [open, close] = list ? ['[', ']'] : ['{', '}'];
    if (members.length + missing.length === 0)
      return void push({ depth, text: `${name}${open}${close}${comma}`, field });
    push({ depth, text: `${name}${open}`, field });
    for (const [index, [key, member, place]] of members.entries())
      write(key, member, place, depth + 1, index < members.length - 1 ? ',' : '');
    for (const place of missing)
      push({
        depth: depth + 1,
        text: `${JSON.stringify(lastName(place))}:`,
        error: errors.get(place)!,
        field: place,
      });
    push({ depth, text: `${close}${comma}`, field });
  };

  /** Errors of the fields of this object; of one that is not there at all those of its first place. */
  const takeMissing = (object: Record<string, unknown>, field: string): string[] => {
    const own = [...left].filter((place) => {
      const rest =
        field === '' ? place : place.startsWith(`${field}.`) ? place.slice(field.length + 1) : null;
      if (rest === null) return false;
      const first = /^[^.[]+/.exec(rest)?.[0] ?? rest;
      return !Object.hasOwn(object, first) || first === rest;
    });
    for (const place of own) left.delete(place);
    return own;
  };

  write('', value, '', 0, '');
  if (lines.length >= mostLines) lines.push({ depth: 0, text: '…', field: '' });
  return lines;
}

const joined = (field: string, key: string) => (field === '' ? key : `${field}.${key}`);
const lastName = (place: string) => place.split('.').at(-1)!;

function leaf(value: unknown): string {
  const text = value === undefined ? 'null' : JSON.stringify(value);
  return text.length > longestText ? `${text.slice(0, longestText)}…` : text;
}
