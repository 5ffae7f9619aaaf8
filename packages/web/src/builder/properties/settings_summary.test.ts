import { expect, it } from 'vitest';
import { failureSummary } from './settings_summary.ts';

it.each([
  [{ disabled: true }, true, 'It is turned off: the steps after it run without it.'],
  [{}, false, 'If it fails, the workflow stops.'],
  [{ on_error: 'branch' }, false, 'If it fails, the workflow goes the error path.'],
  [{}, true, 'It is tried again as the workflow’s settings say. If it still fails, the workflow stops.'],
  [
    { retry: { max_attempts: 1 }, on_error: 'continue' },
    true,
    'It is tried once. If it fails, the workflow goes on, and the next step sees the error.',
  ],
  [
    { retry: { max_attempts: 2, delay_ms: 0 } },
    true,
    'It is tried once more, at once. If it still fails, the workflow stops.',
  ],
  [
    { retry: { max_attempts: 3, backoff: 'fixed', delay_ms: 500 } },
    true,
    'It is tried up to 2 times more, 500 ms apart. If it still fails, the workflow stops.',
  ],
  [
    { retry: { max_attempts: 4, delay_ms: 20_000, max_delay_ms: 60_000 }, on_error: 'branch' },
    true,
    'It is tried up to 3 times more, after 20 s, 40 s, 1 min. If it still fails, the workflow goes the error path.',
  ],
  [
    { retry: { max_attempts: 10 } },
    true,
    'It is tried up to 9 times more, after 1 s, 2 s, 4 s, 8 s, …. If it still fails, the workflow stops.',
  ],
] as const)('%j, calling: %s', (settings, calls, sentence) => {
  expect(failureSummary(settings, calls)).toBe(sentence);
});
