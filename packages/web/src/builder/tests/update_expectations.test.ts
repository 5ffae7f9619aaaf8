import type { Expectation, Step } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { updatedExpectations } from './update_expectations.ts';

const step = (key: string, rest: Partial<Step> = {}): Step => ({
  node_id: key,
  key,
  label: key,
  subtype: 'http_request',
  path: key,
  status: 'success',
  ...rest,
});
const known = { given: '', at: Date.parse('2026-03-05T10:00:00Z'), fixed: false };
const result = {
  status: 'partial_success',
  output: { total: 63, at: '2026-03-05T10:00:00Z' },
  steps: [
    step('map', { output: { total: 63 } }),
    step('send', { mocked: true, input: { body: { total: 63 } } }),
    step('each', { path: 'loop[0]/each', output: 1 }),
    step('each', { path: 'loop[1]/each', output: 2 }),
    step('off', { mocked: true, status: 'skipped' }),
  ],
};
const keys = new Set(['map', 'send', 'each', 'off']);
const update = (...expectations: Expectation[]) => updatedExpectations(expectations, result, keys, known);

describe('expectations that are updated from a run', () => {
  it.each<[string, Expectation, Expectation]>([
    ['how it ends', { on: 'status', equals: 'success' }, { on: 'status', equals: 'partial_success' }],
    [
      'a part of the output',
      { on: 'output', path: 'total', op: 'equals', value: 42 },
      { on: 'output', path: 'total', op: 'equals', value: 63 },
    ],
    [
      'a value that changes each time, by how it is built',
      { on: 'output', path: 'at', op: 'equals', value: 'never' },
      { on: 'output', path: 'at', op: 'matches_shape', value: '2026-03-05T10:00:00Z' },
    ],
    [
      'a field that is gone',
      { on: 'output', path: 'sum', op: 'equals', value: 42 },
      { on: 'output', path: 'sum', op: 'is_absent' },
    ],
    [
      'a field that is there again',
      { on: 'output', path: 'total', op: 'is_absent' },
      { on: 'output', path: 'total', op: 'equals', value: 63 },
    ],
    [
      'what a call was called with',
      { on: 'call', step: 'send', path: 'body', op: 'equals', value: { total: 42 } },
      { on: 'call', step: 'send', path: 'body', op: 'equals', value: { total: 63 } },
    ],
    [
      'how often it was called',
      { on: 'call', step: 'send', count: 2 },
      { on: 'call', step: 'send', count: 1 },
    ],
    [
      'a call that was not made',
      { on: 'call', step: 'off', op: 'equals', value: 1 },
      { on: 'call', step: 'off', count: 0 },
    ],
    [
      'a step that did not run',
      { on: 'step', step: 'off', status: 'success' },
      { on: 'step', step: 'off', status: 'skipped' },
    ],
    [
      'one round',
      { on: 'step', step: 'each', round: 1, op: 'equals', value: 7 },
      { on: 'step', step: 'each', round: 1, op: 'equals', value: 2 },
    ],
  ])('%s', (_, before, after) => {
    expect(update(before)).toEqual({ expectations: [after], changed: 1, kept: 0 });
  });

  it.each<[string, Expectation]>([
    ['a rule that somebody thought of', { on: 'output', path: 'total', op: 'less', value: 50 }],
    ['one value for rounds that differ', { on: 'step', step: 'each', op: 'equals', value: 7 }],
  ])('stay: %s', (_, expectation) => {
    expect(update(expectation)).toEqual({ expectations: [expectation], changed: 0, kept: 1 });
  });

  it('are the very same where they hold, and gone with their step', () => {
    const holds: Expectation = { on: 'output', path: 'total', op: 'greater', value: 60 };
    const { expectations, ...counted } = update(holds, { on: 'call', step: 'deleted', count: 1 });
    expect(expectations).toEqual([holds]);
    expect(expectations[0]).toBe(holds);
    expect(counted).toEqual({ changed: 1, kept: 0 });
  });
});
