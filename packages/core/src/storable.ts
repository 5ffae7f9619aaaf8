/**
 * The one check of whether a value can be kept and printed as JSON, wherever it comes from: JSON that parses can still be
 * too deep to print, hold text that PostgreSQL refuses (NUL, lone surrogates) or keys that reach a prototype.
 * The walk is iterative (depth cannot overflow the stack), linear, and stops as soon as the size is over its limit, so that
 * cycles and shared branches end too. What is small and plain, as nearly everything, is only read.
 */
import { reservedNames } from './definition.ts';

export interface StorableLimits {
  /** Levels of objects and lists. */
  depth: number;
  /** Of the JSON text in UTF-8, not counting escapes. */
  bytes: number;
  /** Refuse `__proto__`, `constructor` and `prototype` as keys: for what people configure, not for their data. */
  reserved_keys?: boolean;
}

export interface StorableFinding {
  /** Where, as keys and list positions from the top. */
  path: readonly PropertyKey[];
  code: 'too_deep' | 'too_large' | 'reserved_key' | 'unstorable_text' | 'not_a_number' | 'not_json';
  message: string;
}

interface Place {
  value: unknown;
  depth: number;
  parent: Place | null;
  key: string | number;
}

/** More of these say nothing new, and a hostile document could hold millions. */
const mostFindings = 100;

const encoder = new TextEncoder();

function utf8Length(text: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the question is exactly whether it is all ASCII
  return /^[\x00-\x7f]*$/.test(text) ? text.length : encoder.encode(text).length;
}

function pathOf(place: Place): PropertyKey[] {
  const path: PropertyKey[] = [];
  for (let at = place; at.parent; at = at.parent) path.push(at.key);
  return path.reverse();
}

function textProblem(text: string): string | null {
  if (text.includes('\0')) return 'holds a NUL character, which cannot be stored';
  if (!text.isWellFormed()) return 'holds half of a surrogate pair, which cannot be stored';
  return null;
}

/** Bytes of a leaf, or the reason why it is none. */
function weighLeaf(value: unknown): number | Pick<StorableFinding, 'code' | 'message'> {
  switch (typeof value) {
    case 'string': {
      const message = textProblem(value);
      return message ? { code: 'unstorable_text', message } : utf8Length(value) + 2;
    }
    case 'number':
      return Number.isFinite(value)
        ? String(value).length
        : { code: 'not_a_number', message: `is ${value}, which is not a number that JSON can hold` };
    case 'boolean':
    case 'undefined':
      return 5;
    default:
      return value === null
        ? 4
        : { code: 'not_json', message: `is a ${typeof value}, which JSON cannot hold` };
  }
}

function isPlain(value: object): boolean {
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** One pass over the text; only what it finds is looked at again. */
const controlOrSurrogate = /[\0\ud800-\udfff]/;
/** A character of a text is no longer than this in UTF-8, a number than the other in JSON. */
const longestCharacter = 3;
const longestNumber = 25;
const deepestQuick = 100;

/**
 * At most how long the JSON of a value is, when nothing keeps it from being stored; -1: look closer. Most values are small and
 * plain, and reading them this way makes nothing that has to be collected.
 */
function longest(value: unknown, depth: number, limits: StorableLimits): number {
  switch (typeof value) {
    case 'string':
      return controlOrSurrogate.test(value) ? -1 : value.length * longestCharacter + 2;
    case 'number':
      return Number.isFinite(value) ? longestNumber : -1;
    case 'boolean':
    case 'undefined':
      return 5;
    case 'object':
      if (value === null) return 4;
      if (depth >= limits.depth || depth >= deepestQuick || !isPlain(value)) return -1;
      return Array.isArray(value)
        ? longestList(value, depth + 1, limits)
        : longestObject(value as Record<string, unknown>, depth + 1, limits);
    default:
      return -1;
  }
}

function longestList(list: readonly unknown[], depth: number, limits: StorableLimits): number {
  let bytes = 2;
  for (let at = 0; at < list.length; at++) {
    const item = longest(list[at], depth, limits);
    bytes += item + 1;
    if (item < 0 || bytes > limits.bytes) return -1;
  }
  return bytes;
}

function longestObject(value: Record<string, unknown>, depth: number, limits: StorableLimits): number {
  let bytes = 2;
  for (const key in value) {
    if (controlOrSurrogate.test(key) || (limits.reserved_keys && reservedNames.has(key))) return -1;
    const item = longest(value[key], depth, limits);
    bytes += key.length * longestCharacter + 4 + item;
    if (item < 0 || bytes > limits.bytes) return -1;
  }
  return bytes;
}

/** What keeps `value` from being stored; empty when nothing does. Lists at most 100 findings. */
export function findUnstorable(value: unknown, limits: StorableLimits): StorableFinding[] {
  const quick = longest(value, 0, limits);
  return quick >= 0 && quick <= limits.bytes ? [] : findClosely(value, limits);
}

function findClosely(value: unknown, limits: StorableLimits): StorableFinding[] {
  const findings: StorableFinding[] = [];
  const stack: Place[] = [{ value, depth: 0, parent: null, key: '' }];
  let bytes = 0;
  const add = (place: Place, code: StorableFinding['code'], message: string) => {
    if (findings.length < mostFindings) findings.push({ path: pathOf(place), code, message });
  };

  while (stack.length > 0) {
    const place = stack.pop()!;
    if (typeof place.value !== 'object' || place.value === null) {
      const weight = weighLeaf(place.value);
      if (typeof weight === 'number') bytes += weight;
      else add(place, weight.code, weight.message);
    } else if (!isPlain(place.value)) {
      add(place, 'not_json', 'is not plain data');
    } else if (place.depth >= limits.depth) {
      add(place, 'too_deep', `is nested more than ${limits.depth} levels deep`);
    } else {
      bytes += 2;
      const keys = Array.isArray(place.value) ? place.value.keys() : Object.keys(place.value);
      for (const key of keys) {
        const child: Place = {
          value: (place.value as Record<PropertyKey, unknown>)[key],
          depth: place.depth + 1,
          parent: place,
          key,
        };
        bytes += 1;
        if (typeof key === 'string') {
          bytes += utf8Length(key) + 3;
          const problem = textProblem(key);
          if (problem) add(place, 'unstorable_text', `has a key that ${problem}`);
          else if (limits.reserved_keys && reservedNames.has(key)) {
            add(child, 'reserved_key', 'is a reserved name');
            continue;
          }
        }
        stack.push(child);
      }
    }
    if (bytes > limits.bytes) {
      findings.push({
        path: [],
        code: 'too_large',
        message: `is larger than ${Math.floor(limits.bytes / 1024)} KB`,
      });
      break;
    }
  }
  return findings;
}
