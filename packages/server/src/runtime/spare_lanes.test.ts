import { afterEach, expect, test, vi } from 'vitest';
import { spareLanes } from './spare_lanes.ts';

afterEach(() => vi.restoreAllMocks());

test.each([
  ['a process with time to spare', 0.6, 2],
  ['a busy process', 0.95, 1],
])('%s', (_what, utilization, lanes) => {
  const clock = vi.spyOn(performance, 'now').mockReturnValue(0);
  const now = spareLanes(() => utilization);
  clock.mockReturnValue(50);
  expect(now()).toBe(1);
  clock.mockReturnValue(150);
  expect(now()).toBe(lanes);
});
