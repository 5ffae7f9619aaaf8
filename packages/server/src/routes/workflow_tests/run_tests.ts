/**
 * Runs saved tests one after the other, and says how each ended.
 *  1. All of them together have a time, and each has one; what did not get its turn has failed, and says so.
 *  2. What a run holds and answers is bounded, also while it goes on: results of tests that passed are left out first, then
 *     those of all.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  type Definition,
  evaluateExpectations,
  type TestFailure,
  type TestOutcome,
  type TestResult,
  type TriggerInput,
  testLimits,
} from '@millrace/core';
import type { TestRow } from './queries.ts';

/** Runs a definition in test mode. */
export type RunOne = (given: {
  trigger: TriggerInput;
  mocks: Record<string, unknown>;
  at?: Date;
  signal: AbortSignal;
}) => Promise<TestResult>;

type Test = Pick<TestRow, 'id' | 'name' | 'test'>;

export async function runTests(
  definition: Definition,
  tests: readonly Test[],
  runOne: RunOne,
  { run_ms, test_ms }: { run_ms: number; test_ms: number } = testLimits,
): Promise<TestOutcome[]> {
  const until = performance.now() + run_ms;
  const kept = new KeptOutcomes();
  for (const test of tests) {
    const left = Math.ceil(until - performance.now());
    kept.add(
      left > 0 ? await runTest(definition, test, runOne, Math.min(left, test_ms)) : notReached(test, run_ms),
    );
    // Others of this process are served between two tests.
    await nextTurn();
  }
  return kept.outcomes;
}

async function runTest(
  definition: Definition,
  { id, name, test }: Test,
  runOne: RunOne,
  ms: number,
): Promise<TestOutcome> {
  const began = performance.now();
  const signal = AbortSignal.timeout(ms);
  const ended = (failures: TestFailure[], result: TestResult | null): TestOutcome => ({
    test_id: id,
    name,
    passed: failures.length === 0,
    duration_ms: Math.round(performance.now() - began),
    failures,
    result,
  });
  try {
    const result = await runOne({
      trigger: { data: test.input ?? sampleOf(definition) ?? {}, ...given(test.request) },
      mocks: test.mocks,
      ...(test.at && { at: new Date(test.at) }),
      signal,
    });
    if (signal.aborted) return ended([failed(`It took longer than ${ms / 1_000} s`)], result);
    const keys = new Set(definition.nodes.map((node) => node.key));
    const failures = evaluateExpectations(test.expectations, { ...result, error: errorOf(result) }, keys);
    return ended(told([...unknownMocks(test.mocks, definition), ...failures]), result);
  } catch (error) {
    return ended([failed(`It could not be run: ${(error as Error).message}`)], null);
  }
}

/** The sample that the trigger carries: what a test without an input starts from. */
function sampleOf(definition: Definition): unknown {
  return definition.nodes.find((node) => node.type === 'trigger')?.config.sample;
}

function given(request: Test['test']['request']): Omit<TriggerInput, 'data'> {
  const entries = Object.entries(request ?? {}).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries);
}

function errorOf({ error }: TestResult) {
  return (error ?? null) as { message: string; code: string } | null;
}

function failed(message: string): TestFailure {
  return { message, step: null, expectation: null };
}

/** A mock that nobody asks for would make the test say less than its author thinks. */
function unknownMocks(mocks: Record<string, unknown>, { nodes }: Definition): TestFailure[] {
  const names = new Set(nodes.flatMap(({ id, key }) => [id, key]));
  return Object.keys(mocks)
    .filter((name) => !names.has(name))
    .map((step) => ({
      message: `The test has a mock for "${step}", and there is no such step; it was deleted, or its key was changed`,
      step,
      expectation: null,
    }));
}

function notReached({ id, name }: Test, run_ms: number): TestOutcome {
  const message = `It was not run: all tests together may take ${run_ms / 1_000} s`;
  return { test_id: id, name, passed: false, duration_ms: 0, failures: [failed(message)], result: null };
}

/** Of one test; who reads these mends something first. */
const mostFailures = 100;

function told(failures: TestFailure[]): TestFailure[] {
  const more = failures.length - mostFailures;
  if (more <= 0) return failures;
  return [...failures.slice(0, mostFailures), failed(`And ${more} more failures`)];
}

/** Results as far as there is room, those of failed tests first. */
class KeptOutcomes {
  readonly outcomes: TestOutcome[] = [];
  readonly #sizes: number[] = [];
  #room = testLimits.results_bytes as number;

  add(outcome: TestOutcome): void {
    const size = sizeOf(outcome.result);
    this.#sizes.push(size);
    this.outcomes.push(outcome);
    this.#room -= size;
    for (const passed of [true, false]) this.#leaveOut(passed);
  }

  /** The last ones first, until there is room. */
  #leaveOut(passed: boolean): void {
    for (let at = this.outcomes.length - 1; at >= 0 && this.#room < 0; at--) {
      const outcome = this.outcomes[at]!;
      if (outcome.passed !== passed || outcome.result === null) continue;
      this.outcomes[at] = { ...outcome, result: null };
      this.#room += this.#sizes[at]!;
    }
  }
}

/** Of its JSON; what is longer than a text can be has no size, and no room. */
function sizeOf(result: TestResult | null): number {
  try {
    return result === null ? 0 : JSON.stringify(result).length;
  } catch {
    return Number.MAX_SAFE_INTEGER / 2;
  }
}
