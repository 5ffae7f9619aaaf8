import { expect, test } from 'vitest';
import { seldom } from './seldom.ts';

test('the first is told at once, the others together when the time is over', () => {
  let now = 0;
  const said: number[] = [];
  const tell = seldom(
    100,
    (count) => said.push(count),
    () => now,
  );
  tell();
  for (let each = 0; each < 1_000; each += 1) tell();
  expect(said).toEqual([1]);
  now = 100;
  tell();
  expect(said).toEqual([1, 1_001]);
});
