import { expect, test } from 'vitest';
import { RecentCache } from './cache.ts';

test('what was used longest ago is forgotten first', () => {
  const cache = new RecentCache<number>(2, 100);
  cache.set('a', 1);
  cache.set('b', 2);
  expect(cache.get('a')).toBe(1);
  cache.set('c', 3);
  expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([1, undefined, 3]);
});

test('many characters count as well as many entries', () => {
  const cache = new RecentCache<number>(100, 10);
  cache.set('aaaa', 1);
  cache.set('bbbb', 2);
  cache.set('cccc', 3);
  expect([cache.get('aaaa'), cache.get('bbbb'), cache.get('cccc')]).toEqual([undefined, 2, 3]);
  cache.set('x'.repeat(11), 4);
  expect([cache.get('x'.repeat(11)), cache.get('bbbb'), cache.get('cccc')]).toEqual([undefined, 2, 3]);
});
