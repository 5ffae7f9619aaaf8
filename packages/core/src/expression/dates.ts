/** Reading, writing and moving dates. Time zones are IANA names; a text without a zone is read in the zone given. */
import { DateTime, type DateTimeUnit, IANAZone } from 'luxon';
import { ExpressionError } from './errors.ts';
import { describeValue } from './values.ts';

const longestDateText = 64;
const checkedZones = new Map<string, boolean>();

/** The zone, if it is one; throws with the name otherwise. */
export function checkedZone(zone: string): string {
  let known = checkedZones.get(zone);
  if (known === undefined) {
    known = zone.length <= longestDateText && (zone === 'UTC' || IANAZone.isValidZone(zone));
    if (checkedZones.size > 1_000) checkedZones.clear();
    checkedZones.set(zone, known);
  }
  if (!known) {
    throw new ExpressionError('value', `"${zone.slice(0, 60)}" is not a time zone`, {
      suggestion: 'use a name like Europe/Berlin',
    });
  }
  return zone;
}

/** A date from a date, an ISO, RFC 2822 or SQL text, or milliseconds since 1970; undefined where it is none. */
export function readDate(value: unknown, zone: string): Date | undefined {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value;
  if (typeof value === 'number') return validDate(new Date(value));
  if (typeof value !== 'string' || value.length > longestDateText) return undefined;
  return readDateText(value.trim(), zone);
}

const isoStart = /^[+-]?\d{4}/;
const wholeIso = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d)$/;

function readDateText(text: string, zone: string): Date | undefined {
  if (wholeIso.test(text)) {
    // The engine's own parser is ten times faster, but turns 31 February into March; only days of every month go this way.
    if (Number(text.slice(8, 10)) <= 28) return validDate(new Date(text));
  }
  const options = { zone: checkedZone(zone) };
  const readers = isoStart.test(text) ? [DateTime.fromISO, DateTime.fromSQL] : [DateTime.fromRFC2822];
  for (const read of readers) {
    const time = read.call(DateTime, text, options);
    if (time.isValid) return time.toJSDate();
  }
  return undefined;
}

function validDate(date: Date): Date | undefined {
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** A date written in a given format (`DD.MM.YYYY`), or undefined where it does not fit. */
export function readDateAs(text: string, format: string, zone: string): Date | undefined {
  if (text.length > 200) return undefined;
  const time = DateTime.fromFormat(text.trim(), luxonFormat(format), {
    zone: checkedZone(zone),
    locale: 'en',
  });
  return time.isValid ? time.toJSDate() : undefined;
}

const tokens: Readonly<Record<string, string>> = {
  YYYY: 'yyyy',
  YY: 'yy',
  MMMM: 'MMMM',
  MMM: 'MMM',
  MM: 'MM',
  M: 'M',
  DD: 'dd',
  D: 'd',
  dddd: 'cccc',
  ddd: 'ccc',
  HH: 'HH',
  H: 'H',
  hh: 'hh',
  h: 'h',
  mm: 'mm',
  ss: 'ss',
  SSS: 'SSS',
  A: 'a',
  Z: 'ZZ',
};
const tokenPattern = /\[([^\]]*)\]|YYYY|YY|MMMM|MMM|MM|M|DD|D|dddd|ddd|HH|H|hh|h|mm|ss|SSS|A|Z|[\s\S]/g;
const formats = new Map<string, string>();

/** Our tokens in luxon's; every other character, and what stands in `[ ]`, is literal. */
function luxonFormat(format: string): string {
  let known = formats.get(format);
  if (known === undefined) {
    if (format.length > 200) throw new ExpressionError('size', 'A date format has at most 200 characters');
    known = format.replace(tokenPattern, (part, literal: string | undefined) => {
      if (literal !== undefined) return quoted(literal);
      return Object.hasOwn(tokens, part) ? tokens[part]! : quoted(part);
    });
    if (formats.size > 500) formats.clear();
    formats.set(format, known);
  }
  return known;
}

/** Whether any part of a date stands in a format: without one it writes the same for every date. */
export function hasDateToken(format: string): boolean {
  return [...format.matchAll(tokenPattern)].some(([part]) => Object.hasOwn(tokens, part));
}

/** In luxon's formats letters are literal in single quotes, and an empty pair of quotes is a quote. */
function quoted(text: string): string {
  return text.replace(/'|[^']+/g, (part) => {
    if (part === "'") return "''";
    return /[A-Za-z]/.test(part) ? `'${part}'` : part;
  });
}

export function writeDate(date: Date, format: string, zone: string): string {
  return inZone(date, zone).toFormat(luxonFormat(format), { locale: 'en' });
}

export function inZone(date: Date, zone: string): DateTime {
  return DateTime.fromMillis(date.getTime(), { zone: checkedZone(zone), locale: 'en' });
}

const units: Readonly<Record<string, DateTimeUnit>> = {
  millisecond: 'millisecond',
  ms: 'millisecond',
  second: 'second',
  s: 'second',
  minute: 'minute',
  min: 'minute',
  hour: 'hour',
  h: 'hour',
  day: 'day',
  d: 'day',
  week: 'week',
  w: 'week',
  month: 'month',
  quarter: 'quarter',
  year: 'year',
  y: 'year',
};

/** `days`, `day` and `d` are the same unit. */
export function readUnit(text: string): DateTimeUnit {
  const name = text.trim().toLowerCase();
  const singular = Object.hasOwn(units, name) ? name : name.replace(/s$/, '');
  if (Object.hasOwn(units, singular)) return units[singular]!;
  throw new ExpressionError('value', `${JSON.stringify(text.slice(0, 40))} is not a unit of time`, {
    suggestion: 'use milliseconds, seconds, minutes, hours, days, weeks, months, quarters or years',
  });
}

/** Calendar units move by the calendar of the zone (a day over a clock change has 23 or 25 hours). */
export function moveDate(date: Date, amount: number, unit: DateTimeUnit, zone: string): Date {
  const whole = Number.isInteger(amount) || !['month', 'quarter', 'year'].includes(unit);
  if (!whole) {
    throw new ExpressionError('value', `${amount} ${unit}s is not a whole number of ${unit}s`, {
      suggestion: 'use days or hours for parts',
    });
  }
  return checkedTime(inZone(date, zone).plus({ [unit]: amount }), `moving ${describeValue(date)}`);
}

export function checkedTime(time: DateTime, doing: string): Date {
  if (!time.isValid) throw new ExpressionError('value', `${doing} leaves the calendar`);
  return time.toJSDate();
}

const fixedUnits: Readonly<Record<string, number>> = { millisecond: 1, second: 1e3, minute: 6e4, hour: 36e5 };

/** `to` minus `from` in the unit, with a fraction where it is not whole. */
export function differenceIn(from: Date, to: Date, unit: DateTimeUnit, zone: string): number {
  const fixed = fixedUnits[unit];
  if (fixed) return (to.getTime() - from.getTime()) / fixed;
  return inZone(to, zone).diff(inZone(from, zone), unit).as(unit);
}
