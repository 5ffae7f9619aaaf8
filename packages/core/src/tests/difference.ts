/** Where two values differ, path by path: what a person reads when a test fails. Values are compared as JSON, without coercion. */
import { formatPath } from '../field_path.ts';

export interface Difference {
  /** From the compared value; empty for itself. */
  path: string;
  /** Undefined where nothing is expected. */
  expected?: unknown;
  /** Undefined where nothing is there. */
  actual?: unknown;
}

/** More differences than these tell a reader nothing new. */
export const mostDifferences = 50;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

type Walk = (expected: unknown, actual: unknown, path: readonly PropertyKey[]) => void;

function collect(
  walk: (found: (difference: Difference) => void) => Walk,
  expected: unknown,
  actual: unknown,
) {
  const all: Difference[] = [];
  walk((difference) => {
    if (all.length < mostDifferences) all.push(difference);
  })(expected, actual, []);
  return all;
}

/** Where `actual` is another value than `expected`; nothing when they are equal. */
export function differences(expected: unknown, actual: unknown): Difference[] {
  return collect(
    (found) =>
      function walk(wanted, given, path) {
        if (Object.is(wanted, given)) return;
        if (Array.isArray(wanted) && Array.isArray(given)) {
          for (let index = 0; index < Math.max(wanted.length, given.length); index++)
            walk(wanted[index], given[index], [...path, index]);
        } else if (isObject(wanted) && isObject(given)) {
          for (const name of keysOf(wanted, given))
            walk(own(wanted, name), own(given, name), [...path, name]);
        } else if (wanted !== given) found({ path: formatPath(path), expected: wanted, actual: given });
      },
    expected,
    actual,
  );
}

/**
 * Where `actual` is not built like the sample: a field that is missing or has another type. More fields are no difference, and
 * every entry of a list is built like one of the entries of the sample. Null in the sample stands for anything.
 */
export function shapeDifferences(sample: unknown, actual: unknown): Difference[] {
  return collect(
    (found) =>
      function walk(wanted, given, path) {
        if (wanted === null || wanted === undefined) return;
        const [type, has] = [typeName(wanted), typeName(given)];
        if (type !== has) found({ path: formatPath(path), expected: type, actual: has });
        else if (Array.isArray(wanted)) walkList(wanted, given as unknown[], path, walk);
        else if (isObject(wanted))
          for (const name of Object.keys(wanted))
            walk(wanted[name], own(given as Record<string, unknown>, name), [...path, name]);
      },
    sample,
    actual,
  );
}

/** So many entries of a sample's list are looked at: each entry may have to be compared with all of them. */
const mostKinds = 20;

/** Entries that fit any of the sample's are fine; others are compared with the first. */
function walkList(samples: unknown[], given: unknown[], path: readonly PropertyKey[], walk: Walk): void {
  if (samples.length === 0) return;
  const kinds = samples.slice(0, mostKinds);
  for (const [index, entry] of given.entries()) {
    if (kinds.some((sample) => shapeDifferences(sample, entry).length === 0)) continue;
    walk(samples[0], entry, [...path, index]);
  }
}

function typeName(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  const names: Partial<Record<string, string>> = {
    string: 'text',
    number: 'a number',
    boolean: 'true or false',
    object: 'an object',
  };
  return names[typeof value] ?? typeof value;
}

function keysOf(a: object, b: object): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])];
}

function own(value: Record<string, unknown>, name: string): unknown {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}
