import { ExpressionError } from '../errors.ts';
import type { Run } from '../run.ts';
import { indexOfText } from '../search.ts';
import { declare } from '../spec.ts';
import { countFields, equalValues, toText, typeOfValue } from '../values.ts';

/** Fills up one side of a text to a length; measured before it is made. */
export function pad(run: Run, text: string, length: number, fill: string, side: 'start' | 'end'): string {
  run.chargeText(Math.max(text.length, length));
  return side === 'start' ? text.padStart(length, fill) : text.padEnd(length, fill);
}

/** Replaces plain text (never a pattern); `$` has no meaning. */
export function replaceEvery(run: Run, text: string, search: string, by: string): string {
  if (search === '') return text;
  const parts = splitText(run, text, search);
  run.chargeText(text.length + (parts.length - 1) * (by.length - search.length));
  return parts.join(by);
}

export function replaceFirst(run: Run, text: string, search: string, by: string): string {
  run.chargeText(text.length + by.length);
  const at = indexOfText(run, text, search);
  return at < 0 ? text : text.slice(0, at) + by + text.slice(at + search.length);
}

/** Splits; every part is charged before it is made. */
export function splitText(
  run: Run,
  text: string,
  separator: string,
  limit = Number.POSITIVE_INFINITY,
): string[] {
  run.chargeText(text.length);
  if (separator === '') return characters(run, text, limit);
  const parts: string[] = [];
  let at = 0;
  while (parts.length < limit) {
    run.step();
    const next = indexOfText(run, text, separator, at);
    parts.push(text.slice(at, next < 0 ? text.length : next));
    if (next < 0) break;
    at = next + separator.length;
  }
  return parts;
}

/** Whole characters, where `split('')` would cut an emoji in two. */
function characters(run: Run, text: string, limit: number): string[] {
  const parts: string[] = [];
  for (const character of text) {
    if (parts.length >= limit) break;
    run.step();
    parts.push(character);
  }
  return parts;
}

export function joinList(run: Run, list: readonly unknown[], separator: string): string {
  run.charge(list.length);
  let length = separator.length * Math.max(0, list.length - 1);
  const texts = list.map((item) => {
    const text = toText(run, item);
    length += text.length;
    run.checkText(length);
    run.chargeText(text.length);
    return text;
  });
  return texts.join(separator);
}

export function capitalize(text: string): string {
  const first = String.fromCodePoint(text.codePointAt(0) ?? 0);
  return text === '' ? '' : first.toUpperCase() + text.slice(first.length);
}

function titleCase(text: string): string {
  return text.replace(/[\p{L}\p{N}][\p{L}\p{N}\p{M}'’]*/gu, (word) => capitalize(word.toLowerCase()));
}

const longestSlug = 10_000;

function slug(run: Run, text: string): string {
  if (text.length > longestSlug) throw new ExpressionError('size', 'slug takes at most 10,000 characters');
  run.charge(1 + (text.length >>> 6));
  const plain = text
    .replace(/ß/g, 'ss')
    .replace(/[øØ]/g, 'o')
    .replace(/[æÆ]/g, 'ae')
    .replace(/[łŁ]/g, 'l')
    .normalize('NFKD');
  const words = plain
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu);
  return (words ?? []).join('-');
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

/** Takes out tags, comments and the contents of scripts and styles, in one pass over the text. */
function stripHtml(run: Run, text: string): string {
  // Only ASCII letters, so that positions stay the same.
  const lower = text.replace(/[A-Z]+/g, (part) => part.toLowerCase());
  let out = '';
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf('<', at);
    if (open < 0) break;
    run.step();
    out += text.slice(at, open);
    const end = endOfMarkup(lower, open);
    if (end === open) out += '<';
    else if (/^<\/?(?:p|div|br|li|tr|h[1-6])\b/i.test(text.slice(open, open + 6))) out += ' ';
    at = end === open ? open + 1 : end;
  }
  return decodeEntities(out + text.slice(at))
    .replace(/[^\S\n]+/g, ' ')
    .trim();
}

/** Of text in small letters. */
function endOfMarkup(text: string, open: number): number {
  if (text.startsWith('<!--', open)) return after(text, '-->', open);
  const raw = /^<(script|style)\b/.exec(text.slice(open, open + 8));
  if (raw) {
    const close = text.indexOf(`</${raw[1]}`, open);
    return close < 0 ? text.length : after(text, '>', close);
  }
  return /[a-z/!?]/.test(text.charAt(open + 1)) ? after(text, '>', open) : open;
}

function after(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at < 0 ? text.length : at + mark.length;
}

function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,4}));/gi, (whole, decimal, hex, name) => {
    if (name) return Object.hasOwn(entities, name) ? entities[name]! : whole;
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

function truncate(text: string, length: number, suffix: string): string {
  if (text.length <= length) return text;
  const kept = Math.max(0, Math.floor(length) - suffix.length);
  const cut = /[\ud800-\udbff]/.test(text.charAt(kept - 1)) ? kept - 1 : kept;
  return text.slice(0, cut).trimEnd() + suffix.slice(0, Math.max(0, Math.floor(length)));
}

/** Whether a list has an element by value, or a text a part. */
export function containsValue(run: Run, value: unknown, part: unknown): boolean {
  if (Array.isArray(value)) {
    run.charge(value.length);
    return value.some((item) => equalValues(run, item, part));
  }
  const text = toText(run, value);
  run.chargeText(text.length);
  return indexOfText(run, text, toText(run, part)) >= 0;
}

function lengthOf(run: Run, value: unknown): number {
  const type = typeOfValue(value);
  if (type === 'nothing') return 0;
  if (type === 'text') return (value as string).length;
  if (type === 'list') return (value as unknown[]).length;
  if (type === 'object') return countFields(run, value as object);
  throw new ExpressionError('type', 'length needs a text, a list or an object');
}

export const textFunctions = [
  declare({
    name: 'upper',
    params: ['text: text'],
    returns: 'text',
    description: 'The text in capital letters.',
    examples: [["upper('john doe')", 'JOHN DOE']],
    run: (run, text) => {
      run.chargeText(text.length);
      return text.toUpperCase();
    },
  }),
  declare({
    name: 'lower',
    params: ['text: text'],
    returns: 'text',
    description: 'The text in small letters.',
    examples: [["lower('ADA@Example.com')", 'ada@example.com']],
    run: (run, text) => {
      run.chargeText(text.length);
      return text.toLowerCase();
    },
  }),
  declare({
    name: 'capitalize',
    params: ['text: text'],
    returns: 'text',
    description: 'The first letter as a capital, the rest as it is.',
    examples: [["capitalize('john doe')", 'John doe']],
    run: (run, text) => {
      run.chargeText(text.length);
      return capitalize(text);
    },
  }),
  declare({
    name: 'title',
    params: ['text: text'],
    returns: 'text',
    description: 'Every word with a capital first letter and small letters after it.',
    examples: [["title('JOHN doe')", 'John Doe']],
    run: (run, text) => {
      run.charge(1 + (text.length >>> 5));
      return titleCase(text);
    },
  }),
  declare({
    name: 'trim',
    params: ['text: text'],
    returns: 'text',
    description: 'The text without blanks and line breaks around it.',
    examples: [["trim('  a b ')", 'a b']],
    run: (run, text) => {
      run.chargeText(text.length);
      return text.trim();
    },
  }),
  declare({
    name: 'length',
    params: ['value: any'],
    returns: 'number',
    description: 'How many characters a text, elements a list or fields an object has; 0 for nothing.',
    examples: [
      ["length('abc')", 3],
      ['length([1, 2])', 2],
    ],
    run: (run, value) => {
      run.step();
      return lengthOf(run, value);
    },
  }),
  declare({
    name: 'replace',
    params: ['text: text', 'search: text', 'by: text'],
    returns: 'text',
    description: 'The text with the first occurrence replaced. Both are plain text, not patterns.',
    examples: [["replace('a-b-c', '-', '+')", 'a+b-c']],
    run: replaceFirst,
  }),
  declare({
    name: 'replaceAll',
    params: ['text: text', 'search: text', 'by: text'],
    returns: 'text',
    description: 'The text with every occurrence replaced. Both are plain text, not patterns.',
    examples: [["replaceAll('a-b-c', '-', '+')", 'a+b+c']],
    run: replaceEvery,
  }),
  declare({
    name: 'split',
    params: ['text: text', 'separator: text', 'limit?: number'],
    returns: () => ({ type: 'list', item: { type: 'text' } }),
    description: 'The parts of a text between separators; at most `limit` of them.',
    examples: [["split('a,b,c', ',')", ['a', 'b', 'c']]],
    run: splitText,
  }),
  declare({
    name: 'join',
    params: ['list: list', 'separator?: text'],
    returns: 'text',
    description: 'The elements of a list as one text, with a separator (", " if none is given) between them.',
    examples: [["join(['a', 'b'], '-')", 'a-b']],
    run: (run, list, separator = ', ') => joinList(run, list, separator),
  }),
  declare({
    name: 'contains',
    params: ['value: any', 'part: any'],
    returns: 'boolean',
    description: 'Whether a text has this part, or a list this element.',
    examples: [
      ["contains('invoice.pdf', '.pdf')", true],
      ['contains([1, 2], 3)', false],
    ],
    run: containsValue,
  }),
  declare({
    name: 'startsWith',
    params: ['text: text', 'start: text'],
    returns: 'boolean',
    whenNothing: false,
    description: 'Whether the text begins so.',
    examples: [["startsWith('invoice', 'in')", true]],
    run: (run, text, start) => {
      run.chargeText(start.length);
      return text.startsWith(start);
    },
  }),
  declare({
    name: 'endsWith',
    params: ['text: text', 'end: text'],
    returns: 'boolean',
    whenNothing: false,
    description: 'Whether the text ends so.',
    examples: [["endsWith('invoice.pdf', '.pdf')", true]],
    run: (run, text, end) => {
      run.chargeText(end.length);
      return text.endsWith(end);
    },
  }),
  declare({
    name: 'substring',
    params: ['text: text', 'start: number', 'end?: number'],
    returns: 'text',
    description: 'The characters from `start` (counted from 0) up to, not including, `end`.',
    examples: [["substring('invoice', 2, 5)", 'voi']],
    run: (run, text, start, end) => {
      run.chargeText(text.length);
      return text.substring(start, end);
    },
  }),
  declare({
    name: 'padStart',
    params: ['text: text', 'length: number', 'fill?: text'],
    returns: 'text',
    description: 'The text filled up at its start (with blanks if nothing else is given) to a length.',
    examples: [["padStart(7, 3, '0')", '007']],
    run: (run, text, length, fill = ' ') => pad(run, text, length, fill, 'start'),
  }),
  declare({
    name: 'padEnd',
    params: ['text: text', 'length: number', 'fill?: text'],
    returns: 'text',
    description: 'The text filled up at its end (with blanks if nothing else is given) to a length.',
    examples: [["padEnd('ab', 4, '.')", 'ab..']],
    run: (run, text, length, fill = ' ') => pad(run, text, length, fill, 'end'),
  }),
  declare({
    name: 'slug',
    params: ['text: text'],
    returns: 'text',
    description: 'The text for an address: small letters and digits with dashes, without accents.',
    examples: [["slug('Héllo, Wörld!')", 'hello-world']],
    run: slug,
  }),
  declare({
    name: 'stripHtml',
    params: ['text: text'],
    returns: 'text',
    description: 'The text of HTML without its tags. For reading, not for making HTML safe.',
    examples: [["stripHtml('<p>Hello <b>you</b> &amp; me</p>')", 'Hello you & me']],
    run: (run, text) => {
      run.charge(1 + (text.length >>> 6));
      return stripHtml(run, text);
    },
  }),
  declare({
    name: 'truncate',
    params: ['text: text', 'length: number', 'suffix?: text'],
    returns: 'text',
    description: 'At most `length` characters, with "…" (or another suffix) where something was cut.',
    examples: [["truncate('a long sentence', 8)", 'a long…']],
    run: (run, text, length, suffix = '…') => {
      run.chargeText(text.length);
      return truncate(text, length, suffix);
    },
  }),
];
