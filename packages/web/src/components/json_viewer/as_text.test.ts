import { expect, it } from 'vitest';
import { asText } from './as_text.ts';

it.each([
  ['a text as it is', 'as "it" is', 'as "it" is'],
  ['nothing as nothing', undefined, ''],
  ['null by its word', null, 'null'],
  ['an object as indented JSON', { a: [1, { b: 'x' }] }, JSON.stringify({ a: [1, { b: 'x' }] }, null, 2)],
])('gives %s, at once', (_, value, text) => {
  expect(asText(value)).toBe(text);
});

it('gives a large value whole, and lets others work while it writes', async () => {
  const large = Array.from({ length: 60_000 }, (_, id) => ({ id, note: `number ${id}`, tags: ['a', 'b'] }));
  const text = asText(large);
  expect(text).toBeInstanceOf(Promise);
  let turns = 0;
  const others = setInterval(() => {
    turns += 1;
  });
  expect(await text).toBe(JSON.stringify(large, null, 2));
  clearInterval(others);
  expect(turns).toBeGreaterThan(0);
});
