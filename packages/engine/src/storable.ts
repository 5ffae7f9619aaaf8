/**
 * The one boundary that every value passes on its way from an operation into an execution: what cannot be kept as JSON in
 * the database is refused here, with the place and the reason, so that no execution gets stuck on writing its own result.
 * Dates become ISO text and `undefined` disappears, as JSON would have it. Linear in time; small plain data is only read.
 */
import { findUnstorable } from '@millrace/core';

/** The same numbers are in `docs/limits.md`. */
export const storableLimits = { depth: 100, bytes: 10 * 1024 * 1024 } as const;

export type Stored =
  | { ok: true; value: unknown; bytes: number }
  | { ok: false; code: string; message: string; field: string | undefined };

/** Returns the value as it can be stored (the same object where nothing had to change), or why it cannot be. */
export function toStorable(value: unknown): Stored {
  try {
    const quick = weigh(value, 0);
    if (quick > storableLimits.bytes) return tooLarge;
    if (quick !== odd) return { ok: true, value, bytes: quick };
    const budget = { left: storableLimits.bytes };
    const plain = normalise(value, 0, budget);
    if (budget.left < 0) return tooLarge;
    const [finding] = findUnstorable(plain, storableLimits);
    if (!finding) return { ok: true, value: plain, bytes: Math.max(weigh(plain, 0), 0) };
    const field = fieldOf(finding.path);
    const subject = field === undefined ? 'The output' : `The output at ${field}`;
    return { ok: false, code: `output_${finding.code}`, message: `${subject} ${finding.message}`, field };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      ok: false,
      code: 'output_not_json',
      message: `The output cannot be read: ${reason}`,
      field: undefined,
    };
  }
}

const odd = -1;
const tooLarge: Stored = {
  ok: false,
  code: 'output_too_large',
  message: 'The output is larger than 10 MB',
  field: undefined,
};
/** One pass over the text; only what it finds is looked at again. */
const controlOrSurrogate = /[\0\ud800-\udfff]/;

/** About the size of plain, storable data as JSON, counted no further than the limit; -1: look closer. */
function weigh(value: unknown, depth: number): number {
  switch (typeof value) {
    case 'string':
      return controlOrSurrogate.test(value) && (value.includes('\0') || !value.isWellFormed())
        ? odd
        : value.length + 2;
    case 'number':
      return Number.isFinite(value) ? 8 : odd;
    case 'boolean':
      return 5;
    case 'object':
      if (value === null) return 4;
      if (depth >= storableLimits.depth) return odd;
      return Array.isArray(value) ? weighList(value, depth) : weighObject(value, depth);
    default:
      return odd;
  }
}

function weighList(list: readonly unknown[], depth: number): number {
  let bytes = 2;
  if (list.length > storableLimits.bytes) return list.length;
  for (let at = 0; at < list.length; at++) {
    const size = weigh(list[at], depth + 1);
    if (size === odd) return odd;
    bytes += size + 1;
    if (bytes > storableLimits.bytes) return bytes;
  }
  return bytes;
}

function weighObject(value: object, depth: number): number {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return odd;
  let bytes = 2;
  for (const key in value) {
    const size = weigh((value as Record<string, unknown>)[key], depth + 1);
    if (size === odd || controlOrSurrogate.test(key)) return odd;
    bytes += size + key.length + 4;
    if (bytes > storableLimits.bytes) return bytes;
  }
  return bytes;
}

/** Copies, with dates as text and without `undefined`; what else is wrong stays as it is, to be found and named. */
function normalise(value: unknown, depth: number, budget: { left: number }): unknown {
  budget.left -= typeof value === 'string' ? value.length + 2 : 2;
  if (budget.left < 0) return null;
  if (value === undefined) return null;
  if (typeof value !== 'object' || value === null || depth > storableLimits.depth) return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? Number.NaN : value.toISOString();
  if (Array.isArray(value)) {
    if (value.length > budget.left) {
      budget.left = -1;
      return null;
    }
    return Array.from(value, (item: unknown) => normalise(item, depth + 1, budget));
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  const copy: [string, unknown][] = [];
  for (const [key, item] of Object.entries(value)) {
    budget.left -= key.length + 4;
    if (item !== undefined) copy.push([key, normalise(item, depth + 1, budget)]);
    if (budget.left < 0) break;
  }
  // Defines own properties, so that a key named __proto__ stays data.
  return Object.fromEntries(copy);
}

function fieldOf(path: readonly PropertyKey[]): string | undefined {
  if (path.length === 0) return undefined;
  const shown = path
    .slice(0, 8)
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${storableText(String(key), 60)}`));
  return `${shown.join('')}${path.length > 8 ? '…' : ''}`.replace(/^\./, '');
}

/** Text that can be stored, at most `longest` characters: for messages that quote what another system said. */
export function storableText(text: string, longest = 2_000): string {
  const cut = text.length > longest ? `${text.slice(0, longest)}…` : text;
  return cut.toWellFormed().replaceAll('\0', '\ufffd');
}
