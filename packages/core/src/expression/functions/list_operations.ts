/** What the functions and the methods of lists do. None changes its list; every element is charged before it is worked on. */
import { ExpressionError } from '../errors.ts';
import { readOwn, setOwn } from '../keys.ts';
import type { Run } from '../run.ts';
import type { Selector } from '../spec.ts';
import { compareTexts, describeValue, isNothing, jsonText, toText, typeOfValue } from '../values.ts';

type List = readonly unknown[];

export function mapList(run: Run, list: List, by: Selector): unknown[] {
  run.chargeList(list.length);
  return list.map((item, index) => by.call(run, item, index));
}

export function filterList(run: Run, list: List, by: Selector): unknown[] {
  run.chargeList(list.length);
  return list.filter((item, index) => Boolean(by.call(run, item, index)));
}

export function findIn(run: Run, list: List, by: Selector): unknown {
  return list.find((item, index) => Boolean(by.call(run, item, index)));
}

export function someOf(run: Run, list: List, by: Selector): boolean {
  return list.some((item, index) => Boolean(by.call(run, item, index)));
}

export function everyOf(run: Run, list: List, by: Selector): boolean {
  return list.every((item, index) => Boolean(by.call(run, item, index)));
}

export function sliceList(run: Run, list: List, start?: number, end?: number): unknown[] {
  run.chargeList(list.length);
  return list.slice(start, end);
}

export function reverseList(run: Run, list: List): unknown[] {
  run.chargeList(list.length);
  return list.toReversed();
}

/** Order by value: numbers, texts (code units), dates, false before true; nothing comes last. Other types cannot be compared. */
export function orderValues(run: Run, a: unknown, b: unknown): number {
  run.step();
  if (isNothing(a) || isNothing(b)) return Number(isNothing(a)) - Number(isNothing(b));
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(run, a, b);
  const type = typeOfValue(a);
  if (type !== typeOfValue(b) || !['number', 'date', 'boolean'].includes(type)) {
    throw new ExpressionError('type', `${describeValue(a)} and ${describeValue(b)} have no order`, {
      suggestion: 'sort by a number, a text or a date: sort(items, i => i.price)',
    });
  }
  return Number(a) - Number(b);
}

/** Stable, by the value of a function of each element; a function of two elements compares them itself. */
export function sortList(run: Run, list: List, by: Selector | undefined, direction = 'asc'): unknown[] {
  if (direction !== 'asc' && direction !== 'desc') {
    throw new ExpressionError('value', "The direction of sort is 'asc' or 'desc'");
  }
  run.chargeList(list.length);
  if (by && by.arity > 1) return list.toSorted((a, b) => comparison(by.call(run, a, b)));
  const sign = direction === 'asc' ? 1 : -1;
  const keyed = list.map((item, index) => ({ item, key: by ? by.call(run, item, index) : item }));
  keyed.sort((a, b) => {
    // Nothing stays last in both directions.
    if (isNothing(a.key) || isNothing(b.key)) return orderValues(run, a.key, b.key);
    return sign * orderValues(run, a.key, b.key);
  });
  return keyed.map((each) => each.item);
}

function comparison(result: unknown): number {
  if (typeof result === 'number') return result;
  throw new ExpressionError('type', `A function that compares gives a number, not ${describeValue(result)}`, {
    suggestion: '(a, b) => a.price - b.price',
  });
}

/** The identity of a value for grouping: equal values have the same one. */
function identityOf(run: Run, value: unknown): unknown {
  if (value === undefined) return null;
  if (value instanceof Date) return `date:${value.getTime()}`;
  if (typeof value === 'object' && value !== null) return `json:${jsonText(run, value)}`;
  if (typeof value !== 'string') return value;
  run.chargeText(value.length);
  return `text:${value}`;
}

export function uniqueList(run: Run, list: List, by: Selector | undefined): unknown[] {
  run.chargeList(list.length);
  const seen = new Set<unknown>();
  return list.filter((item, index) => {
    const identity = identityOf(run, by ? by.call(run, item, index) : item);
    if (seen.has(identity)) return false;
    seen.add(identity);
    return true;
  });
}

export function flattenList(run: Run, list: List, depth: number): unknown[] {
  const out: unknown[] = [];
  const add = (items: List, left: number): void => {
    run.chargeList(items.length);
    for (const item of items) {
      if (Array.isArray(item) && left > 0) add(item, left - 1);
      else out.push(item);
    }
  };
  add(list, Math.min(Math.max(0, depth), 64));
  return out;
}

export function groupList(run: Run, list: List, by: Selector): Record<string, unknown[]> {
  run.chargeList(list.length);
  const groups: Record<string, unknown[]> = {};
  for (const [index, item] of list.entries()) {
    const key = toText(run, by.call(run, item, index));
    run.chargeText(key.length);
    const group = readOwn(groups, key);
    if (group) (group as unknown[]).push(item);
    else setOwn(groups, key, [item]);
  }
  return groups;
}

export function chunkList(run: Run, list: List, size: number): unknown[][] {
  if (!(size >= 1)) throw new ExpressionError('value', `The size of a chunk is at least 1, not ${size}`);
  run.chargeList(list.length);
  const step = Math.floor(size);
  return Array.from({ length: Math.ceil(list.length / step) }, (_, index) =>
    list.slice(index * step, (index + 1) * step),
  );
}

export function rangeList(run: Run, start: number, end: number | undefined, step: number): number[] {
  const [from, to] = end === undefined ? [0, start] : [start, end];
  if (step === 0) throw new ExpressionError('value', 'The step of a range cannot be 0');
  const count = Math.max(0, Math.ceil((to - from) / step));
  run.chargeList(count);
  return Array.from({ length: count }, (_, index) => from + index * step);
}

export function zipLists(run: Run, lists: readonly List[]): unknown[][] {
  const length = Math.max(0, ...lists.map((list) => list.length));
  run.chargeList(length * Math.max(1, lists.length));
  return Array.from({ length }, (_, index) => lists.map((list) => list[index]));
}

export function selected(run: Run, list: List, by: Selector | undefined): List {
  return by ? mapList(run, list, by) : list;
}
