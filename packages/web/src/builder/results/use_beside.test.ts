import { expect, it } from 'vitest';
import { columnsOf } from './use_beside.ts';

it.each([
  ['320px 320px', 2],
  ['641.5px', 1],
  ['none', 0],
])('the columns of a grid drawn as %s are %i', (tracks, count) => {
  expect(columnsOf(tracks)).toBe(count);
});
