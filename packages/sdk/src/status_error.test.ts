import { describe, expect, it } from 'vitest';
import { Reconnect, Rejected, RetryLater } from './errors.ts';
import { errorFromStatus, retryAfter } from './status_error.ts';

const now = () => new Date('2026-11-20T12:00:00Z');
const options = { request: 'GET https://api.example.com/orders', now };

describe('a status says what should happen next', () => {
  it.each([
    [400, Rejected],
    [401, Rejected],
    [403, Rejected],
    [404, Rejected],
    [409, Rejected],
    [422, Rejected],
    [302, Rejected],
    [408, RetryLater],
    [425, RetryLater],
    [429, RetryLater],
    [500, RetryLater],
    [503, RetryLater],
    [599, RetryLater],
  ])('%i', (status, kind) => {
    const error = errorFromStatus({ status, headers: {} }, options);
    expect(error).toBeInstanceOf(kind);
    expect(error.toFailure('n1')).toMatchObject({ code: 'http_status', status, node_id: 'n1' });
  });

  it('401 asks to reconnect where the credentials are a connection', () => {
    const error = errorFromStatus({ status: 401, headers: {} }, { ...options, connection: true });
    expect(error).toBeInstanceOf(Reconnect);
  });

  it('in a sentence with what the other side said', () => {
    const headers = { 'retry-after': '3' };
    const error = errorFromStatus(
      { status: 429, headers },
      { ...options, said: 'quota used up' },
    ) as RetryLater;
    expect(error.message).toBe(
      'GET https://api.example.com/orders answered 429 Too Many Requests: quota used up',
    );
    expect(error.after_ms).toBe(3_000);
  });
});

it.each([
  ['0', 0],
  [' 120 ', 120_000],
  ['Fri, 20 Nov 2026 12:00:30 GMT', 30_000],
  ['Friday, 20-Nov-26 12:00:30 GMT', 30_000],
  ['Fri, 20 Nov 2026 11:00:00 GMT', 0],
  ['-5', undefined],
  ['1.5', undefined],
  ['soon', undefined],
  ['', undefined],
  [undefined, undefined],
])('Retry-After %j is %j milliseconds', (header, milliseconds) => {
  expect(retryAfter(header, now())).toBe(milliseconds);
});
