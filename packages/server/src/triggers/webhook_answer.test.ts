import type { Failure } from '@millrace/core';
import { describe, expect, test } from 'vitest';
import { finishedOf, startOf } from '../storage/testing/fixtures.ts';
import { answerOf } from './webhook_answer.ts';

const start = startOf({
  org_id: '01930000-0000-7000-8000-000000000000',
  workflow_id: '01930000-0000-7000-8000-000000000001',
});

describe('the answer of an execution that has no Respond node', () => {
  test.each([
    ['success', null, 200, null],
    ['partial_success', null, 200, null],
    ['error', { code: 'http_status', message: 'The server said no' }, 500, 'execution_error'],
    ['timed_out', null, 500, 'execution_timed_out'],
    ['cancelled', { code: 'cancelled', message: 'The execution was cancelled' }, 500, 'execution_cancelled'],
    ['cancelled', { code: 'skipped_overlap', message: 'Skipped: busy' }, 409, 'skipped_overlap'],
  ] as const)('%s with %j', (status, error: Failure | null, http, code) => {
    const answer = answerOf(finishedOf(start, { status, error, output: { a: 1 } }));
    expect(answer.status).toBe(http);
    if (code === null) expect(answer.body).toBe('{"a":1}');
    else expect(answer.body).toMatchObject({ status: http, code, execution_id: start.id });
    if (error) expect(answer.body).toMatchObject({ error: error.message });
  });
});
