import { expect, it } from 'vitest';
import { oneAtATime } from './one_at_a_time.ts';

const settled = () => new Promise((resolve) => setImmediate(resolve));

it('whoever asks while it goes on is answered by one more, however many they are', async () => {
  const ends: (() => void)[] = [];
  const ask = oneAtATime(() => new Promise((resolve) => ends.push(resolve)));
  ask();
  ask();
  ask();
  expect(ends).toHaveLength(1);
  ends[0]!();
  await settled();
  expect(ends).toHaveLength(2);
  ends[1]!();
  await settled();
  expect(ends).toHaveLength(2);
  ask();
  expect(ends).toHaveLength(3);
});
