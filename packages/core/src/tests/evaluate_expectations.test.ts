import { describe, expect, it, test } from 'vitest';
import type { Step } from '../execution.ts';
import { evaluateExpectations, type TestedResult } from './evaluate_expectations.ts';
import { type Expectation, expectationSchema } from './expectation.ts';
import { errorMock, mockErrorOf } from './mock_error.ts';
import { seededBytes } from './seeded.ts';

function step(key: string, rest: Partial<Step> = {}): Step {
  return { node_id: key, key, label: key, subtype: 'http_request', path: key, status: 'success', ...rest };
}

const order = { id: 7, lines: [{ sku: 'A' }, { sku: 'B' }] };
const result: TestedResult = {
  status: 'error',
  output: { total: 5 },
  error: { message: 'It broke', code: 'x' },
  steps: [
    step('map', { output: order }),
    step('send', { mocked: true, input: { url: 'https://x', body: order }, output: { status: 200 } }),
    step('bad', { status: 'error', error: { message: 'No such host', code: 'y' } }),
    step('other', { status: 'skipped' }),
    step('loop', { subtype: 'loop', iterations: { total: 3, done: 2, failed: 1 } }),
    step('each', { path: 'loop[0]/each', mocked: true, input: { n: 0 }, output: 'a' }),
    step('each', { path: 'loop[1]/each', mocked: true, input: { n: 1 }, output: 'b' }),
    step('each', {
      path: 'loop[2]/each',
      mocked: true,
      status: 'error',
      error: { message: 'no', code: 'z' },
    }),
  ],
};
const keys = new Set(['map', 'send', 'bad', 'other', 'loop', 'each', 'never']);
const failuresOf = (expectation: Expectation) => evaluateExpectations([expectation], result, keys);

describe('holds', () => {
  it.each<Expectation>([
    { on: 'status', equals: 'error' },
    { on: 'output', op: 'equals', value: { total: 5 } },
    { on: 'output', path: 'total', op: 'greater', value: 4 },
    { on: 'step', step: 'map', status: 'success' },
    { on: 'step', step: 'map', path: 'lines[1].sku', op: 'equals', value: 'B' },
    { on: 'step', step: 'map', path: 'lines[2]', op: 'is_empty' },
    { on: 'step', step: 'map', op: 'matches_shape', value: { id: 1, lines: [{ sku: '' }] } },
    { on: 'step', step: 'bad', status: 'error' },
    { on: 'step', step: 'other', status: 'skipped' },
    { on: 'step', step: 'never', status: 'skipped' },
    { on: 'call', step: 'send', count: 1, path: 'body.id', op: 'equals', value: 7 },
    { on: 'call', step: 'map', count: 0 },
    { on: 'call', step: 'each', count: 3 },
    { on: 'step', step: 'each', round: 1, op: 'equals', value: 'b' },
    { on: 'call', step: 'each', round: 0, path: 'n', op: 'less', value: 1 },
    { on: 'step', step: 'each', round: 2, status: 'error' },
  ])('%j', (expectation) => {
    expect(expectationSchema.parse(expectation)).toEqual(expectation);
    expect(failuresOf(expectation)).toEqual([]);
  });
});

describe('fails with a sentence, what was expected and what came', () => {
  it.each<[Expectation, object]>([
    [
      { on: 'status', equals: 'success' },
      {
        message: 'The execution ended as "error": It broke',
        expected: 'success',
        actual: 'error',
        step: null,
      },
    ],
    [
      { on: 'output', path: 'total', op: 'equals', value: '5' },
      { message: 'The output at total is not what is expected', expected: '5', actual: 5 },
    ],
    [
      { on: 'step', step: 'map', op: 'equals', value: { ...order, id: 8 } },
      {
        message: 'What step "map" gave is not what is expected',
        differences: [{ path: 'id', expected: 8, actual: 7 }],
      },
    ],
    [
      { on: 'step', step: 'bad', status: 'success' },
      { message: 'Step "bad" ended as "error": No such host', step: 'bad', step_path: 'bad' },
    ],
    [{ on: 'step', step: 'never', status: 'success' }, { message: 'Step "never" did not run' }],
    [{ on: 'step', step: 'other', op: 'is_empty' }, { message: 'Step "other" did not run' }],
    [{ on: 'call', step: 'map', op: 'is_not_empty' }, { message: 'Step "map" was not called' }],
    [
      { on: 'call', step: 'send', count: 2 },
      { message: 'Step "send" was called once', expected: 2, actual: 1 },
    ],
    [
      { on: 'call', step: 'send', path: 'body.lines', op: 'contains', value: { sku: 'C' } },
      { message: 'What step "send" was called with at body.lines does not contain it', step: 'send' },
    ],
    [
      { on: 'step', step: 'each', round: 9, op: 'is_empty' },
      { message: 'Step "each" did not run in round 9' },
    ],
    [
      { on: 'step', step: 'gone', status: 'success' },
      { message: expect.stringContaining('There is no step "gone"') },
    ],
    [{ on: 'output', path: 'a..b', op: 'is_empty' }, { message: expect.stringContaining('is no path') }],
    [
      { on: 'output', path: 'total', op: 'matches', value: '(' },
      { message: expect.stringMatching(/total (cannot be compared|is )/) },
    ],
    [
      { on: 'output', op: 'greater', value: 3 },
      { message: expect.stringContaining('cannot be compared with') },
    ],
  ])('%j', (expectation, failure) => {
    expect(failuresOf(expectation)).toMatchObject([{ expectation: 0, ...failure }]);
  });

  it('for every round that is not as expected, named by its path', () => {
    const found = failuresOf({ on: 'step', step: 'each', status: 'success' });
    expect(found).toMatchObject([{ step_path: 'loop[2]/each' }]);
    expect(failuresOf({ on: 'step', step: 'each', op: 'equals', value: 'a' })).toHaveLength(2);
  });

  it('with as much of a large value as a person reads', () => {
    const output = { text: 'x'.repeat(1_000_000) };
    const large = Array.from({ length: 200 }, () => ({ on: 'output', op: 'equals', value: 1 }) as const);
    const found = evaluateExpectations(large, { ...result, output }, keys);
    expect(found).toHaveLength(200);
    expect(JSON.stringify(found).length).toBeLessThan(2_000_000);
  });

  it('also where all of them together are too much to compare', () => {
    const output = { text: 'x'.repeat(1_000_000) };
    const many = Array.from(
      { length: 10 },
      () => ({ on: 'output', path: 'text', op: 'matches', value: '^x+$' }) as const,
    );
    const found = evaluateExpectations(many, { ...result, output }, keys);
    expect(found.map(({ message }) => message)).toContain(
      'The output at text is too much to be compared in one test',
    );
  });

  it('a few times, of a thousand rounds', () => {
    const steps = Array.from({ length: 1_000 }, (_, index) => step('each', { path: `loop[${index}]/each` }));
    const many = { ...result, steps };
    expect(evaluateExpectations([{ on: 'step', step: 'each', status: 'error' }], many, keys)).toHaveLength(5);
  });
});

it('says that calls cannot be counted where the record leaves out rounds', () => {
  const loop = step('loop', { subtype: 'loop', iterations: { total: 9, done: 9, failed: 0 } });
  const steps = [loop, step('each', { path: 'loop[3]/each', mocked: true })];
  const found = evaluateExpectations([{ on: 'call', step: 'each', count: 9 }], { ...result, steps }, keys);
  expect(found).toMatchObject([{ message: expect.stringContaining('1 of the 9 rounds of "loop"') }]);
});

describe('an expectation that could not fail is refused', () => {
  it.each([
    { on: 'step', step: 'a' },
    { on: 'call', step: 'a' },
    { on: 'output' },
    { on: 'output', op: 'equals' },
    { on: 'output', op: 'sounds_like', value: 1 },
    { on: 'step', step: 'a', value: 1 },
    { on: 'step', step: '', status: 'success' },
    { on: 'status', equals: 'running' },
    { on: 'call', step: 'a', count: -1 },
    { on: 'weather', equals: 'fine' },
    { on: 'status', equals: 'success', more: 1 },
  ])('%j', (expectation) => {
    expect(expectationSchema.safeParse(expectation).success).toBe(false);
  });
});

describe('a mock that fails', () => {
  test.each<[unknown, object | null]>([
    [
      { $error: { message: 'Down', code: 'http_status', status: 503 } },
      { message: 'Down', code: 'http_status', status: 503 },
    ],
    [{ $error: 'Down' }, { message: 'Down', code: 'mocked' }],
    [{ $error: {} }, { message: expect.any(String), code: 'mocked' }],
    [{ $error: null }, { message: expect.any(String), code: 'mocked' }],
    [{ $error: { message: ' ', status: 1.5 } }, { message: expect.any(String), code: 'mocked' }],
    [{ $error: 'x', more: 1 }, null],
    [{ error: 'x' }, null],
    [[{ $error: 'x' }], null],
    [null, null],
    ['$error', null],
  ])('%j', (mock, error) => {
    expect(mockErrorOf(mock)).toEqual(error);
  });

  test('is written as it is read', () => {
    expect(mockErrorOf(errorMock({ message: 'Down', code: 'c' }))).toEqual({ message: 'Down', code: 'c' });
  });
});

test('seeded bytes are the same for the same seed, and not for another', () => {
  const bytes = (seed: number) => Array.from(seededBytes(seed)(64));
  expect(bytes(5)).toEqual(bytes(5));
  expect(bytes(5)).not.toEqual(bytes(6));
  expect(new Set(bytes(5)).size).toBeGreaterThan(30);
});
