import { expect, test } from 'vitest';
import { DatabaseAway, isAway, troubleOf } from './database_errors.ts';

test.each([
  [{ code: '08006' }, 'away'],
  [{ code: '57P01' }, 'away'],
  [{ code: '53300' }, 'away'],
  [{ code: '53100' }, 'away'],
  [{ code: 'ECONNRESET' }, 'away'],
  [{ code: 'ENOENT' }, 'away'],
  [{ code: 'EPIPE' }, 'away'],
  [{ code: '25006' }, 'away'],
  [new Error('Connection terminated unexpectedly'), 'away'],
  [new Error('timeout exceeded when trying to connect'), 'away'],
  [new Error('Query read timeout'), 'away'],
  [{ code: '40001' }, 'contended'],
  [{ code: '40P01' }, 'contended'],
  [{ code: '23505' }, 'contended'],
  [{ code: '22P02' }, 'data'],
  [{ code: '23514' }, 'data'],
  [{ code: '57014' }, 'cancelled'],
  [new TypeError('x is not a function'), 'data'],
  [{ code: 'not_found', message: 'an error of ours' }, 'data'],
])('%s is %s', (error, trouble) => {
  expect(troubleOf(error)).toBe(trouble);
});

test('a write that was given up means that the database is away', () => {
  expect(isAway(new DatabaseAway())).toBe(true);
  expect(isAway(new Error('something else'))).toBe(false);
});
