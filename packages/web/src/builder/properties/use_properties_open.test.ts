import { expect, it } from 'vitest';
import { opensFor } from './use_properties_open.ts';

it.each([
  [0, true, false],
  [0, false, false],
  [1, false, true],
  [1, true, true],
  [2, false, false],
  [2, true, true],
  [900, false, false],
])('with %s nodes selected, open before: %s, the properties are open: %s', (selected, before, open) => {
  expect(opensFor(selected, before)).toBe(open);
});
