import { expect, it } from 'vitest';
import type { Draft } from '../document/store.ts';
import { draw } from '../document/testing.ts';
import { oneVisitMs, type Taken, together } from './taken.ts';

const [a, b, c]: [Draft, Draft, Draft] = [
  { name: 'a', definition: draw({}) },
  { name: 'b', definition: draw({}) },
  { name: 'c', definition: draw({}) },
];
const grace = { name: 'Grace', own: false };
const first: Taken = { before: a, after: b, person: grace, at: 0 };
const second: Taken = { before: b, after: c, person: grace, at: 5_000 };

it('what one person saves in a row is told together', () => {
  expect(together(null, first)).toBe(first);
  expect(together(first, second)).toEqual({ ...second, before: a });
});

it.each([
  ['somebody else', { ...second, person: { name: 'Joan', own: false } }],
  ['after a while', { ...second, at: oneVisitMs }],
  ['after something changed here', { ...second, before: { ...b } }],
])('what is saved by or comes %s is told alone', (_what, next) => {
  expect(together(first, next)).toBe(next);
});
