/**
 * Which values of a run are others each time it runs: the time of the run, ids that were made in it, random numbers. What
 * was given to the run (its input, its answers, the workflow itself) is none of them, whatever it looks like. Pure.
 */

export interface Known {
  /** All that was given, as JSON text. */
  given: string;
  /** When it ran, in milliseconds. */
  at: number;
  /** Its time was fixed: nothing changes then. */
  fixed: boolean;
}

const dayMs = 86_400_000;
const dateInText = /\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?/g;
/** UUIDs, ULIDs, and long texts of hexadecimal digits. */
const idInText =
  /\b(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-7][0-9A-HJKMNP-TV-Z]{25}|(?=[0-9a-f]*\d)[0-9a-f]{20,})\b/gi;

/** The value is another one the next time, or a part of it is. */
export function isChanging(value: unknown, known: Known): boolean {
  if (known.fixed) return false;
  if (typeof value === 'string') return textChanges(value, known);
  if (typeof value === 'number') return numberChanges(value, known);
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some((part) => isChanging(part, known));
}

function textChanges(text: string, known: Known): boolean {
  const ids = text.match(idInText) ?? [];
  if (ids.some((id) => !known.given.includes(id))) return true;
  const dates = text.match(dateInText) ?? [];
  return dates.some(
    (date) => isNear(Date.parse(date.replace(',', '.')), known) && !known.given.includes(date),
  );
}

function numberChanges(value: number, known: Known): boolean {
  const text = String(value);
  // Between 0 and 1 with all the digits that a random number has.
  const looksNew =
    (value > 0 && value < 1 && text.length >= 14) ||
    isNear(value, known) ||
    (value > 1e9 && isNear(value * 1_000, known));
  return looksNew && Number.isFinite(value) && !known.given.includes(text);
}

function isNear(time: number, { at }: Known): boolean {
  return Math.abs(time - at) <= dayMs;
}
