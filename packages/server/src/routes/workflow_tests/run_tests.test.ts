import type { Definition, TestResult } from '@millrace/core';
import { expect, test } from 'vitest';
import { type RunOne, runTests } from './run_tests.ts';

const definition: Definition = { nodes: [], edges: [], config: {} as Definition['config'] };
const result: TestResult = { status: 'success', duration_ms: 1, output: null, steps: [] };
const tests = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    id: `t${index}`,
    name: `T${index}`,
    test: { mocks: {}, expectations: [{ on: 'status' as const, equals: 'success' as const }] },
  }));

/** Ends when it is told to stop, as the engine does. */
const endless: RunOne = ({ signal }) =>
  new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve({ ...result, status: 'cancelled' }), { once: true });
  });

test('a test that does not end is stopped at its time, and the next one has its turn', async () => {
  let first = true;
  const runOne: RunOne = (given) => {
    if (!first) return Promise.resolve(result);
    first = false;
    return endless(given);
  };
  const outcomes = await runTests(definition, tests(2), runOne, { run_ms: 60_000, test_ms: 20 });
  expect(outcomes).toMatchObject([
    { passed: false, failures: [{ message: 'It took longer than 0.02 s' }] },
    { passed: true },
  ]);
});

test('all together have a time, and what did not get its turn has failed and says so', async () => {
  const outcomes = await runTests(definition, tests(3), endless, { run_ms: 30, test_ms: 20_000 });
  expect(outcomes.map(({ passed }) => passed)).toEqual([false, false, false]);
  expect(outcomes[2]!.failures[0]!.message).toBe('It was not run: all tests together may take 0.03 s');
});

test('a test that cannot be run fails, and the others run', async () => {
  let first = true;
  const runOne: RunOne = () => {
    if (!first) return Promise.resolve(result);
    first = false;
    return Promise.reject(new Error('There is no trigger'));
  };
  const outcomes = await runTests(definition, tests(2), runOne);
  expect(outcomes).toMatchObject([
    { passed: false, failures: [{ message: 'It could not be run: There is no trigger' }], result: null },
    { passed: true },
  ]);
});

test('results are left out where they are too many, those of tests that passed first', async () => {
  let index = 0;
  const large = 'x'.repeat(3 * 1024 * 1024);
  const runOne: RunOne = () =>
    Promise.resolve({ ...result, output: large, status: index++ === 3 ? 'error' : 'success' });
  const outcomes = await runTests(definition, tests(4), runOne);
  expect(outcomes.map(({ result: kept }) => kept !== null)).toEqual([true, false, false, true]);
  expect(outcomes.map(({ passed }) => passed)).toEqual([true, true, true, false]);
});

test('of very many failures of one test the first are told', async () => {
  const mocks = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`gone_${index}`, 1]));
  const test = { ...tests(1)[0]!, test: { mocks, expectations: [] } };
  const [outcome] = await runTests(definition, [test], () => Promise.resolve(result));
  expect(outcome!.failures).toHaveLength(101);
  expect(outcome!.failures.at(-1)!.message).toBe('And 900 more failures');
});
