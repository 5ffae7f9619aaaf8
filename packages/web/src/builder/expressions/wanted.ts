/** What type of value a field takes, and how one of another type becomes it. Pure. */
import type { Fix } from '@millrace/core';
import { words } from '../../strings/expressions.ts';
import type { ControlKind, FieldSpec } from '../properties/form/field_spec.ts';
import { regionsOf } from './regions.ts';
import { shortValue, typeWords } from './value_words.ts';

export type WantedType = 'text' | 'number' | 'boolean' | 'list' | 'object' | 'date';

export interface Wanted {
  type: WantedType;
  /** The only values that are taken. */
  options?: readonly string[];
}

const byKind: Partial<Record<ControlKind, WantedType>> = {
  number: 'number',
  switch: 'boolean',
  list: 'list',
  key_value: 'object',
  date: 'date',
  datetime: 'date',
  timezone: 'text',
  select: 'text',
};

const known = new WeakMap<object, Wanted>();

/** What a field takes, as a prop of its editor; nothing where anything goes. The same object for the same field. */
export function wantedProp(spec: FieldSpec): { wanted?: Wanted } {
  const type = byKind[spec.kind] ?? (spec.only_text ? 'text' : undefined);
  if (!type) return {};
  const { options } = spec;
  const wanted = known.get(spec) ?? { type, ...(options && { options: options.map(({ value }) => value) }) };
  known.set(spec, wanted);
  return { wanted };
}

type TypeOf = WantedType | 'nothing';

function typeOf(value: unknown): TypeOf {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return 'list';
  if (value instanceof Date) return 'date';
  if (typeof value === 'object') return 'object';
  return typeof value === 'string' ? 'text' : typeof value === 'boolean' ? 'boolean' : 'number';
}

/** Why a value does not fit, in words; null when it does, and when there is none: another sample may have one. */
export function misfit(value: unknown, { type, options }: Wanted): string | null {
  const given = typeOf(value);
  if (given === 'nothing') return null;
  // Dates travel as ISO texts, and a list of choices may hold numbers as texts.
  if (type === 'date' ? given === 'date' || isDateText(value) : given === type) {
    if (!options || options.includes(String(value))) return null;
    return words.misfit_option(shortValue(value, 40), options.slice(0, 6).join(', '));
  }
  return words.misfit(words.wanted[type], givenWords(value, given));
}

function givenWords(value: unknown, given: TypeOf): string {
  if (given === 'text') return `text ${shortValue(value, 30)}`;
  if (given === 'number') return `the number ${String(value)}`;
  if (given === 'boolean') return String(value);
  return `${given === 'object' ? 'an' : 'a'} ${typeWords(value)}`;
}

const isDateText = (value: unknown) => typeof value === 'string' && /^\d{4}-\d\d-\d\d/.test(value);

/** What makes the value of an expression fit, by the type it has; nothing where no function can. */
const conversions: Partial<Record<WantedType, Partial<Record<TypeOf, (source: string) => string>>>> = {
  number: { text: (x) => `toNumber(${x})` },
  text: {
    number: (x) => `toText(${x})`,
    boolean: (x) => `toText(${x})`,
    date: (x) => `formatDate(${x}, 'YYYY-MM-DD')`,
    list: (x) => `join(${x}, ', ')`,
    object: (x) => `json(${x})`,
  },
  boolean: { text: (x) => `toBoolean(${x})`, number: (x) => `(${x}) != 0` },
  list: { object: (x) => `values(${x})`, text: (x) => `[${x}]`, number: (x) => `[${x}]` },
  date: { number: (x) => `toDate(${x})`, text: (x) => `toDate(${x})` },
};

/** The fix that makes the one expression of a text give what its field takes. */
export function conversionFixes(text: string, value: unknown, { type }: Wanted): Fix[] {
  const regions = regionsOf(text);
  const [only] = regions;
  const whole = { start: 0, end: text.length };
  // With text around it the result is text whatever the expression gives.
  if (regions.length > 1 || (only && text.replace(text.slice(only.from, only.to), '').trim() !== ''))
    return [];
  const { start, end } = only ?? whole;
  const convert = conversions[type]?.[typeOf(value)];
  const source = text.slice(start, end);
  const inner = source.trim();
  if (!convert || inner === '' || (typeof value === 'string' && type === 'number' && !isNumberText(value)))
    return [];
  const from = start + source.indexOf(inner);
  const insert = convert(inner);
  return [
    {
      title: words.convert(insert.length > 50 ? `${insert.slice(0, 49)}…` : insert),
      from,
      to: from + inner.length,
      insert,
    },
  ];
}

const isNumberText = (text: string) => /^\s*-?\d+(\.\d+)?\s*$/.test(text);
