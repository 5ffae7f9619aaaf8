import { expect, test } from 'vitest';
import { strings } from './en.ts';

test.each([
  [['A'], '1 workflow calls it: A; it will fail at that step.'],
  [['A', 'B'], '2 workflows call it: A, B; they will fail at that step.'],
  [
    ['A', 'B', 'C', 'D', 'E', 'F', 'G'],
    '7 workflows call it: A, B, C, D, E, and 2 more; they will fail at that step.',
  ],
])('who deletes what %j call is told', (names, said) => {
  expect(strings.workflows.called(names)).toBe(said);
});
