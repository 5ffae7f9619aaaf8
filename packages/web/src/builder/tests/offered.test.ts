import { evaluateExpectations, expectationSchema, type Step } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { offeredOfRun } from './offered.ts';

const at = Date.parse('2026-03-05T10:00:00Z');
const known = { given: '{"total":21}', at, fixed: false };
const now = '2026-03-05T10:00:00.120Z';

const step = (key: string, rest: Partial<Step> = {}): Step => ({
  node_id: key,
  key,
  label: key,
  subtype: 'http_request',
  path: key,
  status: 'success',
  ...rest,
});
const call = (rest: Partial<Step>) => step('send', { mocked: true, ...rest });
const runOf = (steps: Step[], output: unknown = null) => ({ status: 'success', output, steps });

describe('what a test can expect of a run', () => {
  it('is its end, its output, and what each call was called with', () => {
    const input = {
      method: 'POST',
      url: 'https://x.io',
      headers: {},
      body: { total: 42 },
      timeout_seconds: 3,
    };
    const { expectations, unticked } = offeredOfRun(runOf([call({ input })], { total: 42 }), known);
    expect(expectations).toEqual([
      { on: 'status', equals: 'success' },
      { on: 'output', op: 'equals', value: { total: 42 } },
      { on: 'call', step: 'send', count: 1 },
      { on: 'call', step: 'send', path: 'method', op: 'equals', value: 'POST' },
      { on: 'call', step: 'send', path: 'url', op: 'equals', value: 'https://x.io' },
      { on: 'call', step: 'send', path: 'body', op: 'equals', value: { total: 42 } },
    ]);
    expect(unticked).toEqual([]);
  });

  it('is all of the input of a step that is no request', () => {
    const input = { to: 'ada@example.com' };
    const { expectations } = offeredOfRun(runOf([call({ subtype: 'email', input })]), known);
    expect(expectations.at(-1)).toEqual({ on: 'call', step: 'send', op: 'equals', value: input });
  });

  it('is, of what changes each time, how it is built, and of all beside it the value', () => {
    const output = { total: 42, made: { at: now, by: 'shop' } };
    const { expectations } = offeredOfRun(runOf([], output), known);
    expect(expectations.slice(1)).toEqual([
      { on: 'output', path: 'total', op: 'equals', value: 42 },
      { on: 'output', path: 'made.at', op: 'matches_shape', value: now },
      { on: 'output', path: 'made.by', op: 'equals', value: 'shop' },
    ]);
  });

  it('is how a whole list is built where it is long and changes', () => {
    const lines = Array.from({ length: 9 }, (_, id) => ({ id, at: now }));
    const { expectations } = offeredOfRun(runOf([], lines), known);
    expect(expectations.slice(1)).toEqual([{ on: 'output', op: 'matches_shape', value: lines }]);
  });

  it('is nothing of an answer that the test itself gives back, and nothing of no output', () => {
    const output = { status: 201 };
    expect(offeredOfRun(runOf([call({ output })], output), known).expectations).toHaveLength(2);
    expect(offeredOfRun(runOf([]), known).expectations).toHaveLength(1);
  });

  it('tells the rounds of a loop apart, as long as one number does', () => {
    const rounds = [0, 1, 2, 3].map((index) =>
      call({ path: `loop[${index}]/send`, subtype: 'email', input: index }),
    );
    expect(offeredOfRun(runOf(rounds), known).expectations.slice(1)).toEqual([
      { on: 'call', step: 'send', count: 4 },
      ...[0, 1, 2].map((round) => ({ on: 'call', step: 'send', round, op: 'equals', value: round })),
    ]);
    const deep = [call({ path: 'a[0]/b[0]/send', input: 1 }), call({ path: 'a[1]/b[0]/send', input: 2 })];
    expect(offeredOfRun(runOf(deep), known).expectations.slice(1)).toEqual([
      { on: 'call', step: 'send', count: 2 },
    ]);
  });

  it('is not ticked where it is very large', () => {
    const { expectations, unticked } = offeredOfRun(runOf([], 'x'.repeat(30_000)), known);
    expect(unticked).toEqual([expectations[1]]);
  });

  it('can be saved, and holds of the run itself', () => {
    const input = { url: 'https://x.io', body: { 'odd name': 1, at: now, list: [now, 'x'] } };
    const run = runOf([call({ input })], { at: now, lines: [{ sku: 'A' }] });
    const { expectations } = offeredOfRun(run, known);
    for (const each of expectations) expect(expectationSchema.safeParse(each).success).toBe(true);
    expect(evaluateExpectations(expectations, run, new Set(['send']))).toEqual([]);
  });
});
