import { expect, test } from 'vitest';
import { Pieces } from './pieces.ts';

test.each([
  ['none', [], ''],
  ['one', ['abc'], 'abc'],
  ['small ones and large ones, in their order', ['a', 'x'.repeat(2_000), 'b', 'c', 'y'.repeat(1_024)], null],
  ['empty ones', ['', 'a', '', 'b'], 'ab'],
])('%s', (_name, texts, expected) => {
  const pieces = new Pieces();
  for (const text of texts) pieces.add(Buffer.from(text));
  expect(Buffer.from(pieces.together()).toString()).toBe(expected ?? texts.join(''));
  expect(pieces.size).toBe(texts.join('').length);
});

test('a hundred thousand of one byte are held by few objects', () => {
  const pieces = new Pieces();
  const byte = Buffer.from('a');
  for (let count = 0; count < 100_000; count++) pieces.add(byte);
  expect(pieces.held).toBeLessThan(1_200);
  expect(pieces.together()).toHaveLength(100_000);
});
