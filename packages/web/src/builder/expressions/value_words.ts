/** Values and their types in few words, as result lines, chips and pickers show them. Pure. */
import { DateTime } from 'luxon';
import { words } from '../../strings/expressions.ts';

/** The type of a value in the words of the product. */
export function typeWords(value: unknown): string {
  const { types } = words;
  if (value === undefined || value === null) return types.nothing;
  if (Array.isArray(value)) return types.list(value.length);
  if (value instanceof Date) return types.date;
  if (typeof value === 'object') return types.object(Object.keys(value).length);
  if (typeof value === 'string') return types.text;
  return typeof value === 'boolean' ? types.boolean : types.number;
}

/** A value in one line: texts in quotes, dates as people write them, lists and objects by their beginning. */
export function shortValue(value: unknown, longest = 120, timezone = 'UTC'): string {
  const text = written(value, longest, timezone, 0);
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

const mostMembers = 20;

function written(value: unknown, room: number, timezone: string, depth: number): string {
  if (value === undefined || value === null) return depth === 0 ? words.types.nothing : 'null';
  if (typeof value === 'string') {
    if (value === '' && depth === 0) return words.empty_text;
    return JSON.stringify(value.length > room + 1 ? `${value.slice(0, room)}…` : value);
  }
  if (value instanceof Date) return dateText(value, timezone);
  if (typeof value !== 'object') return String(value);
  if (depth > 3) return Array.isArray(value) ? '[…]' : '{…}';
  return Array.isArray(value)
    ? `[${members(value, room, (item) => written(item, room, timezone, depth + 1))}]`
    : `{${members(Object.entries(value), room, ([name, item]) => `${JSON.stringify(name)}:${written(item, room, timezone, depth + 1)}`)}}`;
}

/** As many as there is room for: a list of 100,000 is not written out to be cut off. */
function members<T>(all: readonly T[], room: number, write: (one: T) => string): string {
  const out: string[] = [];
  let length = 0;
  for (const one of all) {
    if (out.length === mostMembers || length > room) return [...out, '…'].join(',');
    const text = write(one);
    length += text.length + 1;
    out.push(text);
  }
  return out.join(',');
}

function dateText(date: Date, timezone: string): string {
  if (Number.isNaN(date.getTime())) return 'invalid date';
  const shown = DateTime.fromJSDate(date, { zone: timezone });
  return (shown.isValid ? shown : DateTime.fromJSDate(date, { zone: 'UTC' })).toFormat(
    'd LLL yyyy, HH:mm:ss ZZZZ',
  );
}
