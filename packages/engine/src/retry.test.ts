import { describe, expect, test } from 'vitest';
import { retryDelay, retrySettings } from './retry.ts';

const exponential = {
  max_attempts: 5,
  delay_ms: 1_000,
  backoff: 'exponential',
  max_delay_ms: 6_000,
} as const;
const fixed = { ...exponential, backoff: 'fixed' } as const;

describe('when a step is tried again', () => {
  test.each([
    ['the first wait is the delay', exponential, 1, undefined, 0, 1_000],
    ['it doubles', exponential, 2, undefined, 0, 2_000],
    ['and doubles again', exponential, 3, undefined, 0, 4_000],
    ['up to the longest delay', exponential, 4, undefined, 0, 6_000],
    ['chance adds at most a quarter', exponential, 1, undefined, 1, 1_250],
    ['and never passes the longest delay', exponential, 4, undefined, 1, 6_000],
    ['a fixed delay stays', fixed, 4, undefined, 0, 1_000],
    ['the last attempt is the last', exponential, 5, undefined, 0, null],
    ['what the other side asks for is waited for', exponential, 1, 9_000, 0, 9_000],
    ['asking for less changes nothing', exponential, 3, 1_000, 0, 4_000],
    ['asking for less than nothing changes nothing', fixed, 1, -5, 0, 1_000],
    ['asking for nonsense changes nothing', fixed, 1, Number.NaN, 0, 1_000],
    ['nobody is waited for longer than a day', fixed, 1, 1e15, 0, 86_400_000],
    ['one attempt means none again', { ...fixed, max_attempts: 1 }, 1, 10, 0, null],
  ])('%s', (_name, settings, failures, asked, random, expected) => {
    expect(retryDelay(settings, failures, asked, random)).toBe(expected);
  });

  test.each([
    ['nothing set: once', {}, {}, { max_attempts: 1 }],
    ['the policy none: once', {}, { retry_policy: 'none', max_retries: 5 }, { max_attempts: 1 }],
    [
      'immediate: at once',
      {},
      { retry_policy: 'immediate', max_retries: 2 },
      { max_attempts: 3, delay_ms: 0 },
    ],
    [
      'exponential: from a second',
      {},
      { retry_policy: 'exponential', max_retries: 4 },
      { max_attempts: 5, delay_ms: 1_000 },
    ],
    ['a policy without a number: three retries', {}, { retry_policy: 'immediate' }, { max_attempts: 4 }],
    [
      'a number without a policy: exponential',
      {},
      { max_retries: 2 },
      { max_attempts: 3, backoff: 'exponential' },
    ],
    [
      'the node wins',
      { retry: { max_attempts: 2 } },
      { retry_policy: 'immediate', max_retries: 9 },
      { max_attempts: 2, delay_ms: 1_000 },
    ],
    [
      'also where it says less',
      { retry: { delay_ms: 5 } },
      { max_retries: 9 },
      { max_attempts: 1, delay_ms: 5 },
    ],
  ] as const)('settings: %s', (_name, node, settings, expected) => {
    expect(retrySettings(node, settings)).toMatchObject(expected);
  });
});
