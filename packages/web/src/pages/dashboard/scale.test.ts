import { expect, test } from 'vitest';
import { countTicks } from './scale.ts';

test.each<[number, number[]]>([
  [0, [0, 1]],
  [1, [0, 1]],
  [3, [0, 1, 2, 3]],
  [4, [0, 1, 2, 3, 4]],
  [5, [0, 2, 4, 6]],
  [20, [0, 5, 10, 15, 20]],
  [41, [0, 20, 40, 60]],
  [10_000, [0, 5_000, 10_000]],
  [123_456, [0, 50_000, 100_000, 150_000]],
])('beside at most %i executions a day stands %j', (highest, ticks) => {
  expect(countTicks(highest)).toEqual(ticks);
});
