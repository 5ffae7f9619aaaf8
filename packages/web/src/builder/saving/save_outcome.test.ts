import { describe, expect, it } from 'vitest';
import { ApiError, Unreachable } from '../../api/errors.ts';
import { outcomeOf } from './save_outcome.ts';

const answered = (status: number, code: string, issues: ApiError['issues'] = [], retry_after?: number) =>
  new ApiError({ error: 'Said so', status, code, issues }, { retry_after: retry_after ?? null });

describe('what a failed save means', () => {
  it.each([
    ['nobody answered', new Unreachable('away'), { kind: 'later', why: 'away' }],
    ['a page of something else came', new SyntaxError('<'), { kind: 'later', why: 'away' }],
    ['the session is over', answered(401, 'unauthenticated'), { kind: 'signed_out', how: 'over' }],
    [
      'somebody else signed in in this browser',
      answered(409, 'other_person'),
      { kind: 'signed_out', how: 'other_person' },
    ],
    [
      'too many at once',
      answered(429, 'rate_limited', [], 7),
      { kind: 'later', why: 'busy', retry_after: 7 },
    ],
    ['the server failed', answered(500, 'internal'), { kind: 'later', why: 'away' }],
    ['a proxy found no server', answered(502, 'unexpected_answer'), { kind: 'later', why: 'away' }],
    ['a proxy knew no such page', answered(404, 'unexpected_answer'), { kind: 'later', why: 'away' }],
    ['a firewall refused', answered(403, 'unexpected_answer'), { kind: 'later', why: 'away' }],
    ['it is too large', answered(413, 'too_large'), { kind: 'refused', why: 'too_large' }],
    [
      'it is too large for a proxy',
      answered(413, 'unexpected_answer'),
      { kind: 'refused', why: 'too_large' },
    ],
    ['the role was taken away', answered(403, 'forbidden'), { kind: 'refused', why: 'forbidden' }],
    ['it was deleted', answered(404, 'not_found'), { kind: 'refused', why: 'gone' }],
    ['the name is taken', answered(409, 'name_taken'), { kind: 'refused', why: 'name_taken' }],
    ['it is malformed', answered(422, 'validation_failed'), { kind: 'refused', why: 'malformed' }],
  ])('%s', (_what, error, outcome) => {
    expect(outcomeOf(error)).toMatchObject(outcome);
  });

  it('a finding leads to its field', () => {
    const issues = [{ path: 'nodes[2].config.url', message: 'Not an address', node_id: 'n3' }];
    expect(outcomeOf(answered(422, 'validation_failed', issues))).toMatchObject({
      issue: { message: 'Not an address', node_id: 'n3', field: 'url' },
    });
  });

  it('a mistake of ours is not taken for an answer', () => {
    expect(() => outcomeOf(new TypeError('x'))).toThrow('x');
  });
});
