import { expect, it } from 'vitest';
import { draw } from '../testing.ts';
import { getAt, setAt, updateConfig } from './update_config.ts';

it.each([
  ['a field', { a: 1 }, ['b'], 2, { a: 1, b: 2 }],
  ['a nested field, making what is on the way', {}, ['auth', 'token'], 'x', { auth: { token: 'x' } }],
  ['an entry of a list', { l: [1, 2] }, ['l', 1], 3, { l: [1, 3] }],
  ['a field of an entry that is not there yet', {}, ['l', 0, 'f'], 1, { l: [{ f: 1 }] }],
  ['nothing: the field is removed', { a: 1, b: 2 }, ['a'], undefined, { b: 2 }],
  ['nothing: the entry is removed', { l: [1, 2, 3] }, ['l', 1], undefined, { l: [1, 3] }],
] as const)('sets %s', (_, target, path, value, expected) => {
  expect(setAt(target, path, value)).toEqual(expected);
});

it('copies only what lies on the path', () => {
  const target = { a: { b: 1 }, c: { d: 2 } };
  const next = setAt(target, ['a', 'b'], 5) as typeof target;
  expect(target.a.b).toBe(1);
  expect(next.c).toBe(target.c);
});

it('cannot reach a prototype', () => {
  const next = setAt({}, ['__proto__', 'polluted'], true) as object;
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  expect(Object.getPrototypeOf(next)).toBe(Object.prototype);
  expect(getAt({}, ['constructor'])).toBeUndefined();
});

it('leaves the definition alone when the node is gone', () => {
  const definition = draw({ a: 'manual' });
  expect(updateConfig(definition, 'gone', ['x'], 1)).toBe(definition);
  expect(updateConfig(definition, 'a', ['x'], 1).nodes[0]!.config).toEqual({ x: 1 });
});
