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

/**
 * What may still be compared: each value that is looked at costs one. Lists of lists that are built alike can ask for the product
 * of all their entries, and a test must not hold up the process that it runs in.
 */
export interface CompareWork {
  left: number;
}

/** Comparisons of one test; a second or two. */
export const mostComparisons = 5_000_000;

/** There is more to compare than {@link mostComparisons}. */
export class TooMuchToCompare extends Error {}

/** @throws TooMuchToCompare */
export function spend(work: CompareWork, cost = 1): void {
  work.left -= cost;
  if (work.left < 0) throw new TooMuchToCompare('is too much to be compared in one test');
}

type Path = readonly PropertyKey[];

/**
 * Where `actual` is another value than `expected`; nothing when they are equal.
 * @throws TooMuchToCompare
 */
export function differences(
  expected: unknown,
  actual: unknown,
  work: CompareWork = { left: mostComparisons },
): Difference[] {
  const all: Difference[] = [];
  walkDifferences({ all, work }, expected, actual, []);
  return all;
}

interface Found {
  all: Difference[];
  work: CompareWork;
}

const isFull = ({ all }: Found) => all.length >= mostDifferences;

function walkDifferences(found: Found, wanted: unknown, given: unknown, path: Path): void {
  spend(found.work);
  if (Object.is(wanted, given) || isFull(found)) return;
  if (Array.isArray(wanted) && Array.isArray(given)) {
    const length = Math.max(wanted.length, given.length);
    for (let index = 0; index < length && !isFull(found); index++)
      walkDifferences(found, wanted[index], given[index], [...path, index]);
  } else if (isObject(wanted) && isObject(given)) {
    for (const name of keysOf(wanted, given)) {
      if (isFull(found)) return;
      walkDifferences(found, own(wanted, name), own(given, name), [...path, name]);
    }
  } else if (wanted !== given) found.all.push({ path: formatPath(path), expected: wanted, actual: given });
}

/**
 * Where `actual` is not built like the sample: a field that is missing or has another type. More fields are no difference, and
 * every entry of a list is built like one of the entries of the sample. Null in the sample stands for anything.
 * @throws TooMuchToCompare
 */
export function shapeDifferences(
  sample: unknown,
  actual: unknown,
  work: CompareWork = { left: mostComparisons },
): Difference[] {
  return shapeAt(work, sample, actual, []);
}

function shapeAt(work: CompareWork, sample: unknown, actual: unknown, path: Path): Difference[] {
  const found: Found = { all: [], work };
  walkShape(found, sample, actual, path);
  return found.all;
}

function walkShape(found: Found, wanted: unknown, given: unknown, path: Path): void {
  spend(found.work);
  if (wanted === null || wanted === undefined || isFull(found)) return;
  const [type, has] = [typeName(wanted), typeName(given)];
  if (type !== has) found.all.push({ path: formatPath(path), expected: type, actual: has });
  else if (Array.isArray(wanted)) walkList(found, wanted, given as unknown[], path);
  else if (isObject(wanted))
    for (const name of Object.keys(wanted))
      walkShape(found, wanted[name], own(given as Record<string, unknown>, name), [...path, name]);
}

/** So many entries of a sample's list are looked at: each entry may have to be compared with all of them. */
const mostKinds = 20;

/** Entries that fit any of the sample's are fine; of others it is told how they differ from the first. */
function walkList(found: Found, samples: unknown[], given: unknown[], path: Path): void {
  const kinds = samples.slice(0, mostKinds);
  if (kinds.length === 0) return;
  for (const [index, entry] of given.entries()) {
    if (isFull(found)) return;
    found.all.push(...entryDifferences(found.work, kinds, entry, [...path, index]));
  }
  found.all.splice(mostDifferences);
}

/** Each kind is walked once: walking the first again for its differences would double the work on every level. */
function entryDifferences(
  work: CompareWork,
  kinds: readonly unknown[],
  entry: unknown,
  path: Path,
): Difference[] {
  let first: Difference[] | null = null;
  for (const kind of kinds) {
    const differing = shapeAt(work, kind, entry, path);
    if (differing.length === 0) return [];
    first ??= differing;
  }
  return first ?? [];
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
