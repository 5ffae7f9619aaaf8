/**
 * Where a mapping writes: `customer.name`, `lines[0].sku`, `["a.b"].c`, and `lines[].sku` in each entry of a list. Only own
 * properties of the object that is being built are ever touched, and names that could reach a prototype are refused.
 */
import { reservedNames } from '../definition.ts';
import { isPlainName } from '../expression/print.ts';
import { deepestList } from './entry_source.ts';

/** The part `[]`: every entry of a list that is filled from another list. */
export const each = Symbol('each');

export type TargetPart = string | number | typeof each;
export type TargetPath = readonly [string, ...TargetPart[]];

export const targetLimits = { index: 10_000, depth: 50, lists: deepestList } as const;

/** Says in the rest of a sentence what is wrong with a path. */
export class TargetPathError extends Error {}

const part = /\[(\d*)\]|\[("(?:[^"\\]|\\.)*")\]|([^.[\]"]+)|(\.)/y;

/** @throws TargetPathError in words that follow the path. */
export function parseTargetPath(text: string): TargetPath {
  if (text.trim() === '') throw new TargetPathError('is empty');
  const path: TargetPart[] = [];
  let afterDot = true;
  part.lastIndex = 0;
  while (part.lastIndex < text.length) {
    const at = part.lastIndex;
    const match = part.exec(text);
    if (!match) throw new TargetPathError(`cannot be read at character ${at + 1}`);
    const [, index, quoted, name, dot] = match;
    if (dot) {
      if (afterDot) throw new TargetPathError('has an empty part');
      afterDot = true;
      continue;
    }
    if (name !== undefined && !afterDot) throw new TargetPathError(`needs a dot before "${name}"`);
    if (name === undefined && afterDot && path.length > 0)
      throw new TargetPathError('has a dot before a bracket');
    if (name === undefined && quoted === undefined && path.at(-1) === each)
      throw new TargetPathError('needs a name after []');
    path.push(
      index === undefined ? checkName(quoted === undefined ? name! : unquote(quoted)) : checkIndex(index),
    );
    afterDot = false;
  }
  if (afterDot) throw new TargetPathError('ends with a dot');
  if (typeof path[0] !== 'string') throw new TargetPathError('must begin with a name');
  if (path.length > targetLimits.depth)
    throw new TargetPathError(`has more than ${targetLimits.depth} parts`);
  if (path.filter((part) => part === each).length > targetLimits.lists)
    throw new TargetPathError(`goes through more than ${targetLimits.lists} lists`);
  // Every position before one is filled: fifty times the largest would be half a million of them, in each mapping.
  if (path.reduce<number>((sum, part) => sum + (typeof part === 'number' ? part : 0), 0) > targetLimits.index)
    throw new TargetPathError(`has list positions of more than ${targetLimits.index} together`);
  return path as unknown as TargetPath;
}

function unquote(text: string): string {
  try {
    return JSON.parse(text) as string;
  } catch {
    throw new TargetPathError(`has the part ${text}, which is not a quoted name`);
  }
}

function checkName(given: string): string {
  const name = given.trim();
  if (name === '') throw new TargetPathError('has an empty part');
  if (reservedNames.has(name)) throw new TargetPathError(`has the part "${name}", which is a reserved name`);
  return name;
}

function checkIndex(digits: string): number | typeof each {
  if (digits === '') return each;
  if (digits.length > 9 || Number(digits) > targetLimits.index) {
    throw new TargetPathError(`has the list position ${digits}; the largest is ${targetLimits.index}`);
  }
  return Number(digits);
}

/**
 * Sets the value at a path inside `target`, making objects and lists on the way; skipped list positions are null.
 * What stands in the way and is neither is replaced.
 */
export function setPath(
  target: Record<string, unknown>,
  path: readonly (string | number)[],
  value: unknown,
): void {
  let place: Record<PropertyKey, unknown> | unknown[] = target;
  for (let at = 0; at < path.length - 1; at++) {
    const key = path[at]!;
    const wantsList = typeof path[at + 1] === 'number';
    const found: unknown = Object.hasOwn(place, key)
      ? (place as Record<PropertyKey, unknown>)[key]
      : undefined;
    const fits = typeof found === 'object' && found !== null && Array.isArray(found) === wantsList;
    const next: Record<PropertyKey, unknown> | unknown[] = fits ? (found as unknown[]) : wantsList ? [] : {};
    if (!fits) put(place, key, next);
    place = next;
  }
  put(place, path.at(-1)!, value);
}

function put(place: Record<PropertyKey, unknown> | unknown[], key: string | number, value: unknown): void {
  if (Array.isArray(place)) while (place.length < (key as number)) place.push(null);
  if (key === '__proto__') throw new TypeError('__proto__ is never written');
  (place as Record<PropertyKey, unknown>)[key] = value;
}

/** Finds pairs of targets that cannot both be: the same twice, a value that is also an object, an object that is also a list. */
export class TargetTree {
  private readonly root: Branch = { owner: '', children: new Map() };

  /** The target that was added before and stands in the way, or undefined when there is room. */
  add(path: TargetPath, owner: string): string | undefined {
    let branch = this.root;
    for (const [at, key] of path.entries()) {
      const first = branch.children.keys().next();
      if (!first.done && typeof first.value !== typeof key) return branch.children.get(first.value)!.owner;
      let next = branch.children.get(key);
      const isLast = at === path.length - 1;
      if (next && (isLast || next.children.size === 0)) return next.owner;
      if (!next) {
        next = { owner, children: new Map() };
        branch.children.set(key, next);
      }
      branch = next;
    }
    return undefined;
  }
}

interface Branch {
  /** The target that made it. */
  owner: string;
  children: Map<TargetPart, Branch>;
}

/** The text of a path: `customer`, `unit price`, 0 → `customer.unit price[0]`. */
export function targetText(path: readonly TargetPart[]): string {
  let out = '';
  for (const part of path) {
    if (part === each) out += '[]';
    else if (typeof part === 'number') out += `[${part}]`;
    else if (isPlainName(part) || /^[^.[\]"\s](?:[^.[\]"]*[^.[\]"\s])?$/.test(part))
      out += out === '' ? part : `.${part}`;
    else out += `[${JSON.stringify(part)}]`;
  }
  return out;
}
