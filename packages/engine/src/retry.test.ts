import type { RetryReason, RetrySettings } from '@millrace/core';
import { describe, expect, test } from 'vitest';
import { isRetried, retryDelay, retrySettings } from './retry.ts';

const exponential: RetrySettings = {
  max_attempts: 5,
  delay_ms: 1_000,
  backoff: 'exponential',
  max_delay_ms: 6_000,
  jitter: true,
  retry_on: ['timeout', 'connection', 'rate_limit', 'server_error'],
};
const fixed: RetrySettings = { ...exponential, backoff: 'fixed' };

describe('when a step is tried again', () => {
  test.each([
    ['the first wait is the delay', exponential, 1, undefined, 0, 1_000],
    ['it doubles', exponential, 2, undefined, 0, 2_000],
    ['and doubles again', exponential, 3, undefined, 0, 4_000],
    ['up to the longest delay', exponential, 4, undefined, 0, 6_000],
    ['chance adds at most a quarter', exponential, 1, undefined, 1, 1_250],
    ['and nothing where it is not wanted', { ...exponential, jitter: false }, 1, undefined, 1, 1_000],
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

  const fault = (code: string, status?: number, next: 'retry' | 'reconnect' | 'give_up' = 'retry') => ({
    next,
    failure: { message: '', code, ...(status !== undefined && { status }) },
  });

  test.each<[string, ReturnType<typeof fault>, RetryReason | null]>([
    ['its own time limit', fault('timeout'), 'timeout'],
    ['HTTP 408', fault('http_status', 408), 'timeout'],
    ['a refused connection', fault('connection_failed'), 'connection'],
    ['a name that is not found', fault('dns_failed'), 'connection'],
    ['HTTP 429', fault('http_status', 429), 'rate_limit'],
    ['HTTP 503', fault('http_status', 503), 'server_error'],
    ['what an app says may work later', fault('busy'), 'server_error'],
    ['HTTP 400', fault('http_status', 400, 'give_up'), null],
    ['a fault of the action', fault('unexpected', undefined, 'give_up'), null],
  ])('for what it names: %s', (_name, failed, reason) => {
    for (const each of ['timeout', 'connection', 'rate_limit', 'server_error'] as const)
      expect([each, isRetried({ ...fixed, retry_on: [each] }, failed)]).toEqual([each, each === reason]);
    expect(isRetried(fixed, failed)).toBe(reason !== null);
    expect(isRetried({ ...fixed, retry_on: ['any'] }, failed)).toBe(true);
  });

  test('never for an account that a person has to reconnect', () => {
    expect(isRetried({ ...fixed, retry_on: ['any'] }, fault('reconnect', 401, 'reconnect'))).toBe(false);
  });
});
