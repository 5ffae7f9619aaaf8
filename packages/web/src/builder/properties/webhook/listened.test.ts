import { expect, test } from 'vitest';
import { isNews, listens } from './listened.ts';

const node = (id: string) => ({ id });

test('a call is news once, to the page that listened for it', () => {
  expect(isNews('w1', node('hook'))).toBe(false);
  listens('w1', node('hook'));
  expect(isNews('w2', node('hook'))).toBe(false);
  expect(isNews('w1', node('other'))).toBe(false);
  expect(isNews('w1', node('hook'))).toBe(true);
  expect(isNews('w1', node('hook'))).toBe(false);
});
