import type { Expectation, Step, WorkflowTest } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { createTestsStore } from './store.ts';
import {
  actualOf,
  bodyOf,
  type EditedTest,
  expectationKinds,
  expectationOfStep,
  kindOf,
  pathsOf,
  readValue,
  testOfRun,
  testOfSaved,
  withKind,
  writeValue,
} from './test_draft.ts';

const step = (key: string, rest: Partial<Step> = {}): Step => ({
  node_id: key,
  key,
  label: key,
  subtype: 'http_request',
  path: key,
  status: 'success',
  ...rest,
});
const steps = [
  step('map', { output: { total: 42, lines: [{ sku: 'A' }], 'odd name': 1 } }),
  step('send', { mocked: true, input: { body: { total: 42 } }, output: { status: 200 } }),
  step('each', { path: 'loop[0]/each', mocked: true, input: 0 }),
  step('each', { path: 'loop[1]/each', mocked: true, input: 1 }),
  step('off', { mocked: true, status: 'skipped' }),
];
const run = { status: 'success', output: { id: 7 }, steps };
const given = { input: { total: 21 }, mocks: { send: { status: 200 } }, at: null, steps };

const ended: Expectation = { on: 'status', equals: 'success' };
const sent: Expectation = { on: 'call', step: 'send', count: 1 };
const offered = { expectations: [ended], unticked: [] };

describe('a test that is made of a run', () => {
  it('repeats it, and expects that it ends and calls as it did', () => {
    const test = testOfRun(given, { expectations: [ended, sent], unticked: [] }, 'New test');
    expect(test.expectations).toEqual([ended, sent]);
    expect(bodyOf(test)).toMatchObject({
      body: { name: 'New test', input: { total: 21 }, mocks: { send: { status: 200 } }, at: null },
    });
  });

  it('keeps what is ticked of what the run offers, and nothing to tick is left then', () => {
    const store = createTestsStore();
    store.getState().edit(testOfRun(given, { expectations: [ended, sent], unticked: [] }, 'New test'));
    store.getState().tick(sent, false);
    expect(bodyOf(store.getState().edited!)).toMatchObject({ body: { expectations: [ended] } });
    store.getState().tick(sent, true);
    store.getState().tick(ended, false);
    store.getState().saved('t1');
    expect(store.getState().edited).toMatchObject({ id: 't1', expectations: [sent], unticked: null });
  });

  it('expects of a step what it gave, and of one in a loop what that round was called with', () => {
    expect(expectationOfStep(steps[0]!, 'output')).toMatchObject({ on: 'step', step: 'map', op: 'equals' });
    expect(expectationOfStep(steps[3]!, 'input')).toEqual({
      on: 'call',
      step: 'each',
      round: 1,
      op: 'equals',
      value: 1,
    });
  });
});

it('what is saved with two things in one expectation is two rows, and is saved again', () => {
  const saved = {
    id: 'x',
    name: 'Saved',
    input: 5,
    mocks: {},
    request: null,
    at: '2026-01-15T10:00:00Z',
    expectations: [
      { on: 'step', step: 'map', status: 'success', op: 'equals', value: 1 },
      { on: 'call', step: 'send', count: 1, path: 'body', op: 'is_not_empty' },
    ],
  } as unknown as WorkflowTest;
  const test = testOfSaved(saved);
  expect(test.expectations.map(kindOf)).toEqual(['step_status', 'step_value', 'call_count', 'call_value']);
  expect(bodyOf(test)).toMatchObject({ body: { input: 5, at: '2026-01-15T10:00:00Z' } });
});

it.each<[Partial<EditedTest>, string]>([
  [{ input: '{' }, 'bad_json'],
  [{ mocks: 'no' }, 'bad_json'],
  [{ mocks: '[1]' }, 'not_object'],
])('%j cannot be saved: %s', (part, problem) => {
  expect(bodyOf({ ...testOfRun(given, offered, 'x'), ...part })).toEqual({ problem });
});

describe('an expectation', () => {
  const start: Expectation = { on: 'step', step: 'map', status: 'success' };

  it.each(expectationKinds)('becomes one of the kind %s, filled with what was there', (kind) => {
    const next = withKind(start, kind, [{ key: 'map' }], run);
    expect(kindOf(next)).toBe(kind);
    if (kind === 'step_value') expect(next).toMatchObject({ step: 'map', value: steps[0]!.output });
    if (kind === 'output') expect(next).toMatchObject({ value: { id: 7 } });
  });

  it('finds the places of a value, and what stands there', () => {
    expect([...pathsOf(steps[0]!.output).keys()]).toEqual([
      'total',
      'lines',
      '["odd name"]',
      'lines[0]',
      'lines[0].sku',
    ]);
    const at = (path: string) => actualOf({ on: 'step', step: 'map', op: 'equals', path, value: 0 }, run);
    expect([at('total'), at('lines[0].sku'), at('["odd name"]'), at('gone')]).toEqual([
      42,
      'A',
      1,
      undefined,
    ]);
    expect(pathsOf(Array.from({ length: 1_000 }, () => ({ a: 1 }))).size).toBeLessThanOrEqual(200);
  });

  it.each([5, true, null, 'plain text', '5', 'true', '{', '', '"quoted"', { a: [1] }, 'null'])(
    'shows %j so that it is read back',
    (value) => {
      expect(readValue(writeValue(value))).toEqual(value);
    },
  );
});

describe('the tests of a workflow', () => {
  it('keep what is edited apart from what is saved', () => {
    const store = createTestsStore();
    store.getState().edit(testOfRun(given, offered, 'One'));
    store.getState().saved('id-1');
    expect(store.getState().edited).toMatchObject({ id: 'id-1', changed: false });
    store.getState().change({ name: 'Two' });
    expect(store.getState().edited).toMatchObject({ name: 'Two', changed: true });
    store.getState().forget('id-2');
    expect(store.getState().edited).not.toBeNull();
    store.getState().forget('id-1');
    expect(store.getState().edited).toBeNull();
  });

  it('forget outcomes of another draft, and of a test that was saved again', () => {
    const store = createTestsStore();
    const outcome = (test_id: string) => ({
      test_id,
      name: test_id,
      passed: true,
      duration_ms: 1,
      failures: [],
      result: null,
    });
    const [first, second] = [{}, {}];
    store.getState().setOutcomes([outcome('a'), outcome('b')], first);
    store.getState().setOutcomes([outcome('a')], first);
    expect([...store.getState().outcomes.keys()]).toEqual(['a', 'b']);
    store.getState().setOutcomes([outcome('a')], second);
    expect([...store.getState().outcomes.keys()]).toEqual(['a']);
    store.getState().saved('a');
    expect(store.getState().outcomes.size).toBe(0);
  });
});
