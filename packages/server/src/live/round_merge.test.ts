import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { RoundMerge } from './round_merge.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watch(most = 3) {
  const told: string[] = [];
  const merge = new RoundMerge({ most, moment_ms: 100 });
  return { told, merge, tell: (kind: string, what: string) => merge.tell('a', kind, () => told.push(what)) };
}

test('few events pass as they come', () => {
  const { told, tell } = watch();
  for (const round of [1, 2, 3]) tell('node', `round ${round}`);
  expect(told).toEqual(['round 1', 'round 2', 'round 3']);
});

test('of many events in a moment the last of each node is told when it is over, in their order', () => {
  const { told, tell } = watch();
  for (let round = 0; round < 10_000; round += 1) {
    tell('first', `first ${round}`);
    tell('second', `second ${round}`);
  }
  tell('first failed', 'failure');
  expect(told).toEqual(['first 0', 'second 0', 'first 1']);
  vi.advanceTimersByTime(100);
  expect(told.slice(3)).toEqual(['first 9999', 'second 9999', 'failure']);
});

test('a loop that goes on for ten seconds tells a bounded number of events', () => {
  const { told, tell } = watch(20);
  for (let ms = 0; ms < 10_000; ms += 1) {
    for (const node of ['a', 'b', 'c']) tell(node, node);
    vi.advanceTimersByTime(1);
  }
  expect(told.length).toBeGreaterThan(300);
  expect(told.length).toBeLessThanOrEqual(100 * 23);
});

test('the end of the execution tells what was kept at once, and nothing is left', () => {
  const { told, tell, merge } = watch(1);
  tell('node', 'first');
  tell('node', 'last');
  merge.end('a');
  expect(told).toEqual(['first', 'last']);
  vi.advanceTimersByTime(1_000);
  expect(told).toEqual(['first', 'last']);
  expect(vi.getTimerCount()).toBe(0);
});

test('an execution that is handed over instead leaves nothing a moment later', () => {
  const { told, tell } = watch(1);
  tell('node', 'first');
  tell('node', 'last');
  vi.advanceTimersByTime(300);
  expect(told).toEqual(['first', 'last']);
  expect(vi.getTimerCount()).toBe(0);
});
