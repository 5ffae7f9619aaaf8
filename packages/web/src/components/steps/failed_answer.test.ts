import { describe, expect, test } from 'vitest';
import { answerOf } from './failed_answer.ts';

const failed = { message: 'POST https://x.io answered 500', code: 'http_status', status: 500 };

describe('the details of a failure', () => {
  test.each([
    [
      'an answer has its status, headers and body',
      { ...failed, details: { headers: { 'x-id': '7' }, body: { message: 'no' } } },
      { answer: { status: 500, headers: { 'x-id': '7' }, body: { message: 'no' }, cut: false } },
    ],
    [
      'an answer without a body still is one',
      { ...failed, details: { headers: {}, body: null } },
      { answer: { status: 500, headers: null, body: null, cut: false } },
    ],
    [
      'of a long body the beginning is told as such, and the item of a loop is in the sentence',
      { ...failed, details: { body: '<html>…', body_cut: true, index: 3 } },
      { answer: { status: 500, headers: null, body: '<html>…', cut: true } },
    ],
    [
      'what an action tells beside the answer is not lost',
      { ...failed, details: { body: 'no', attempt: 2 } },
      { answer: { status: 500, headers: null, body: 'no', cut: false }, rest: { attempt: 2 } },
    ],
    [
      'without a status a body is a detail like any other',
      { message: 'no', code: 'x', details: { body: 'no' } },
      { answer: null, rest: { body: 'no' } },
    ],
    ['a list of details stays one', { ...failed, details: ['a'] }, { answer: null, rest: ['a'] }],
    ['nothing is nothing', failed, { answer: null }],
    ['null is nothing', { ...failed, details: null }, { answer: null }],
  ])('%s', (_, failure, wanted) => {
    expect(answerOf(failure)).toEqual({ rest: undefined, ...wanted });
  });
});
