/**
 * The only place where a property of data is read or written by name.
 * 1. A key is made text or number first; the checked key is the one that is used.
 * 2. `constructor`, `__proto__` and `prototype` are refused whatever the object.
 * 3. Only own properties are read, and never a function or symbol.
 * 4. Writing defines an own property; no setter and no prototype is ever reached.
 */
import { ExpressionError } from './errors.ts';
import type { Run } from './run.ts';

export const forbiddenKeys: ReadonlySet<string> = new Set(['constructor', '__proto__', 'prototype']);

export function forbiddenKey(key: string, position?: number): ExpressionError {
  return new ExpressionError('forbidden', `The property "${key}" cannot be read or set`, { position });
}

/** The key for a computed access, or undefined where the key itself is nothing. Charged, for a key may be a long text. */
export function toKey(run: Run, value: unknown, position?: number): string | number | undefined {
  if (typeof value === 'number') return value;
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') {
    throw new ExpressionError('forbidden', 'A key must be text or a number', { position });
  }
  run.chargeText(value.length);
  if (forbiddenKeys.has(value)) throw forbiddenKey(value, position);
  return value;
}

/** The own property of plain data, or undefined. The key must have been through {@link toKey} or the parser. */
export function readOwn(target: unknown, key: string | number): unknown {
  if (typeof target === 'object') {
    if (target === null || !Object.hasOwn(target, key)) return undefined;
    const value = (target as Record<string | number, unknown>)[key];
    return typeof value === 'function' || typeof value === 'symbol' ? undefined : value;
  }
  if (typeof target === 'string' && Object.hasOwn(target as unknown as object, key)) {
    return (target as unknown as Record<string | number, unknown>)[key];
  }
  return undefined;
}

/** Sets an own property, for keys that come from data. */
export function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  if (forbiddenKeys.has(key)) throw forbiddenKey(key);
  target[key] = value;
}

/** Copies own properties. A `__proto__` that came in with JSON is left behind, so that no later assignment meets it. */
export function copyOwn(target: Record<string, unknown>, source: object): void {
  for (const key of Object.keys(source)) {
    if (key === '__proto__') continue;
    target[key] = readOwn(source, key);
  }
}

/** Takes every own `__proto__` out of freshly parsed JSON, in place. */
export function dropProtoKeys(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  Reflect.deleteProperty(value, '__proto__');
  for (const item of Object.values(value)) dropProtoKeys(item);
  return value;
}
