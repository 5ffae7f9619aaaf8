/** What values are, and how they are compared, rendered and measured. */
import { ExpressionError } from './errors.ts';
import { expressionLimits } from './limits.ts';
import type { Run } from './run.ts';

export type ValueType = 'nothing' | 'text' | 'number' | 'boolean' | 'date' | 'list' | 'object' | 'unknown';

export function typeOfValue(value: unknown): ValueType {
  if (value === undefined || value === null) return 'nothing';
  if (typeof value === 'string') return 'text';
  if (typeof value === 'number') return 'number';
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value !== 'object') return 'unknown';
  if (Array.isArray(value)) return 'list';
  return value instanceof Date ? 'date' : 'object';
}

/** For errors: `text "12,50"`, `a list`, `empty`. */
export function describeValue(value: unknown): string {
  const type = typeOfValue(value);
  if (type === 'nothing') return 'empty';
  if (type === 'text') return `text ${JSON.stringify(shorten(value as string))}`;
  if (type === 'number') return `the number ${value as number}`;
  if (type === 'boolean') return String(value);
  if (type === 'date') return `the date ${isoText(value as Date)}`;
  return type === 'object' ? 'an object' : type === 'list' ? 'a list' : 'of an unknown type';
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

export function isNothing(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

function isoText(date: Date): string {
  const time = date.getTime();
  if (Number.isNaN(time)) throw new ExpressionError('value', 'The date is not valid');
  return date.toISOString();
}

function tooDeep(): ExpressionError {
  return new ExpressionError('budget', 'The data is nested deeper than 64 levels');
}

/** By value and without coercion: lists and objects deeply, dates by instant, null and undefined alike. */
export function equalValues(run: Run, a: unknown, b: unknown, depth = 0): boolean {
  if (typeof a === 'string' && typeof b === 'string') {
    if (a.length !== b.length) return false;
    run.charge(1 + (a.length >>> 7));
    return a === b;
  }
  if (a === b) return true;
  if (isNothing(a) || isNothing(b)) return isNothing(a) && isNothing(b);
  if (typeof a !== 'object' || typeof b !== 'object') return Number.isNaN(a) && Number.isNaN(b);
  if (depth > expressionLimits.depth) throw tooDeep();
  if (a instanceof Date || b instanceof Date) {
    return a instanceof Date && b instanceof Date && a.getTime() === b.getTime();
  }
  if (Array.isArray(a) || Array.isArray(b)) return equalLists(run, a, b, depth);
  return equalObjects(run, a as Record<string, unknown>, b as Record<string, unknown>, depth);
}

function equalLists(run: Run, a: unknown, b: unknown, depth: number): boolean {
  if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) {
    run.step();
    if (!equalValues(run, a[index], b[index], depth + 1)) return false;
  }
  return true;
}

function equalObjects(
  run: Run,
  a: Record<string, unknown>,
  b: Record<string, unknown>,
  depth: number,
): boolean {
  const keys = Object.keys(a).filter((key) => a[key] !== undefined);
  run.charge(keys.length + 1);
  if (Object.keys(b).filter((key) => b[key] !== undefined).length !== keys.length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && equalValues(run, a[key], b[key], depth + 1));
}

/** How many fields an object has. Listing them takes time by their number. */
export function countFields(run: Run, object: object): number {
  const { length } = Object.keys(object);
  run.charge(1 + (length >>> 4));
  return length;
}

/** Order of two texts by code units, which is the same everywhere. */
export function compareTexts(run: Run, a: string, b: string): number {
  run.charge(1 + ((a.length + b.length) >>> 8));
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A value as text: nothing is empty, dates are ISO, lists and objects are JSON. */
export function toText(run: Run, value: unknown): string {
  if (typeof value === 'string') return value;
  if (isNothing(value)) return '';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value instanceof Date) return isoText(value);
  return jsonText(run, value);
}

/** JSON of a value, measured before it is made. */
export function jsonText(run: Run, value: unknown, indent = 0): string {
  run.chargeText(measure(run, value, indent));
  return JSON.stringify(value ?? null, undefined, indent);
}

/**
 * Characters of the value as JSON; throws where it is over 10 MB, deeper than 64 levels, or not data. Values may share
 * parts (`[x, x]` of `[y, y]` of …): a shared part counts each time, as it will be written each time.
 */
export function measure(run: Run, value: unknown, indent = 0): number {
  return new Measure(run, indent).total(value);
}

class Measure {
  private size = 0;
  private nodes = 0;
  private readonly run: Run;
  private readonly indent: number;

  constructor(run: Run, indent: number) {
    this.run = run;
    this.indent = indent;
  }

  total(value: unknown): number {
    this.add(value, 0);
    this.run.charge(this.nodes >>> 4);
    return this.size;
  }

  private add(value: unknown, depth: number): void {
    this.nodes++;
    if (typeof value === 'string') this.grow(jsonLength(value, expressionLimits.result - this.size));
    else if (typeof value === 'number') this.grow(digits(value));
    else if (typeof value !== 'object' || value === null) this.addOther(value);
    else if (value instanceof Date) this.grow(26);
    else this.addNested(value, depth + 1);
  }

  private addOther(value: unknown): void {
    if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint') {
      throw new ExpressionError('type', 'The result contains something that is not data');
    }
    this.grow(5);
  }

  private addNested(value: object, depth: number): void {
    if (depth > expressionLimits.depth) throw tooDeep();
    this.grow(2 + depth * this.indent);
    if (Array.isArray(value)) {
      for (const item of value) {
        this.add(item, depth);
        this.grow(1 + depth * this.indent);
      }
      return;
    }
    for (const key of Object.keys(value)) {
      this.grow(jsonLength(key, expressionLimits.result) + 2 + depth * this.indent);
      this.add((value as Record<string, unknown>)[key], depth);
    }
  }

  private grow(characters: number): void {
    this.size += characters;
    if ((this.nodes & 0xfff) === 0xfff) this.run.charge(1);
    if (this.size > expressionLimits.result) {
      throw new ExpressionError('size', 'The result is larger than 10 MB');
    }
  }
}

/** At least the characters of a number; exact ones cost a conversion. */
function digits(value: number): number {
  if (!Number.isInteger(value)) return 22;
  const size = Math.abs(value);
  return size < 100 ? 3 : size < 1e6 ? 7 : size < 1e9 ? 10 : 22;
}

/** Length of a text in JSON with its escapes, as far as it matters below the limit. */
function jsonLength(text: string, limit: number): number {
  let length = text.length + 2;
  if (length > limit) return length;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x20) length += code === 0x0a || code === 0x0d || code === 0x09 ? 1 : 5;
    else if (code === 0x22 || code === 0x5c) length += 1;
    else if (code >= 0xd800 && code <= 0xdfff) {
      const isPair = code < 0xdc00 && (text.charCodeAt(index + 1) & 0xfc00) === 0xdc00;
      if (isPair) index++;
      else length += 5;
    }
  }
  return length;
}
