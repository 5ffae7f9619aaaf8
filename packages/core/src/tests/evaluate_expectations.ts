/** Holds what a test expects against what came out. Pure: it knows neither the engine nor where the test is kept. */
import type { Failure, FinalStatus, Step } from '../execution.ts';
import { compareValues } from './compare_values.ts';
import { type CompareWork, type Difference, mostComparisons } from './difference.ts';
import type { Compared, Expectation } from './expectation.ts';
import { shownValue } from './shown_value.ts';
import { parseValuePath, valueAtPath } from './value_path.ts';

/** What a test run came to. */
export interface TestedResult {
  status: FinalStatus | string;
  output: unknown;
  error?: Failure | null | undefined;
  steps: readonly Step[];
}

/** One thing that is not as expected. */
export interface TestFailure {
  message: string;
  /** Undefined where nothing was expected or is there. */
  expected?: unknown;
  actual?: unknown;
  /** Key of the step it is about; null for the whole execution. */
  step: string | null;
  /** Path of the record (`loop[3]/send`), where one record of several is meant. */
  step_path?: string | undefined;
  /** Which of the expectations it is, from 0; null where the test could not be run. */
  expectation: number | null;
  /** Where in large values they differ. */
  differences?: Difference[];
}

/** Failures of one expectation beyond these are the same again. */
const mostPerExpectation = 5;

/**
 * What is not as expected, in the order of the expectations; nothing when the test passes.
 * @param keys of the nodes of the workflow, so that a step that is not reached is told from one that does not exist
 */
export function evaluateExpectations(
  expectations: readonly Expectation[],
  result: TestedResult,
  keys: ReadonlySet<string>,
): TestFailure[] {
  const tested: Tested = { ...result, keys, work: { left: mostComparisons } };
  return expectations.flatMap((expectation, index) =>
    failuresOf(expectation, tested)
      .slice(0, mostPerExpectation)
      .map((failure) => ({ ...failure, expectation: index })),
  );
}

/** A result while it is held against all expectations of a test, with what these may cost together. */
interface Tested extends TestedResult {
  keys: ReadonlySet<string>;
  work: CompareWork;
}

type Found = Omit<TestFailure, 'expectation'>;

function failuresOf(expectation: Expectation, result: Tested): Found[] {
  if (expectation.on === 'status') return statusFailures(expectation.equals, result);
  if (expectation.on === 'output') return compareAt(expectation, result.output, 'The output', result.work);
  if (!result.keys.has(expectation.step))
    return [
      {
        message: `There is no step "${expectation.step}" in this workflow; it was deleted, or its key was changed`,
        step: expectation.step,
      },
    ];
  return expectation.on === 'step' ? stepFailures(expectation, result) : callFailures(expectation, result);
}

function statusFailures(equals: string, { status, error }: TestedResult): Found[] {
  if (status === equals) return [];
  const why = error?.message ? `: ${error.message}` : '';
  return [
    { message: `The execution ended as "${status}"${why}`, expected: equals, actual: status, step: null },
  ];
}

function stepFailures(expectation: Compared & { on: 'step' }, { steps, work }: Tested): Found[] {
  const { step, status, round, op } = expectation;
  const records = recordsOf(steps, step, round);
  if (records.length === 0) return status === 'skipped' && op === undefined ? [] : [notRun(expectation)];
  const wrong = status === undefined ? [] : records.filter((record) => record.status !== status);
  const failures = wrong.map((record) => statusOfStep(record, status!));
  if (op === undefined) return failures;
  const ran = records.filter((record) => record.status !== 'skipped');
  if (ran.length === 0) return [...failures, notRun(expectation)];
  return [...failures, ...compareRecords(expectation, ran, work, (record) => [record.output, 'gave'])];
}

function notRun({
  step,
  round,
  status,
}: {
  step: string;
  round?: number | undefined;
  status?: string | undefined;
}): Found {
  const when = round === undefined ? '' : ` in round ${round}`;
  return {
    message: `Step "${step}" did not run${when}`,
    expected: status ?? 'success',
    actual: 'skipped',
    step,
  };
}

function statusOfStep(record: Step, expected: string): Found {
  const why = record.error?.message ? `: ${record.error.message}` : '';
  return {
    message: `Step "${record.key}" ended as "${record.status}"${why}`,
    expected,
    actual: record.status,
    step: record.key,
    step_path: record.path,
  };
}

function callFailures(expectation: Compared & { on: 'call' }, { steps, work }: Tested): Found[] {
  const { step, round, count, op } = expectation;
  const calls = recordsOf(steps, step, round).filter(
    (record) => record.mocked && record.status !== 'skipped',
  );
  const failures: Found[] = [];
  if (count !== undefined) {
    const unknown = leftOut(steps, step, work);
    if (unknown !== null) failures.push({ message: unknown, expected: count, step });
    else if (calls.length !== count)
      failures.push({
        message: `Step "${step}" was called ${times(calls.length)}`,
        expected: count,
        actual: calls.length,
        step,
      });
  }
  if (op === undefined) return failures;
  if (calls.length === 0)
    return [
      ...failures,
      { message: `Step "${step}" was not called`, expected: shownValue(expectation.value), step },
    ];
  return [
    ...failures,
    ...compareRecords(expectation, calls, work, (call) => [call.input, 'was called with']),
  ];
}

function times(count: number): string {
  if (count === 0) return 'never';
  return count === 1 ? 'once' : `${count} times`;
}

/** The records of a step; of one in loops in the order of the rounds, or that of one round. */
function recordsOf(steps: readonly Step[], key: string, round: number | undefined): Step[] {
  const own = steps.filter((step) => step.key === key);
  return round === undefined ? own : own.filter((step) => innermostRound(step.path) === round);
}

function innermostRound(path: string): number {
  const found = /\[(\d+)\]\/[^/]*$/.exec(path);
  return found ? Number(found[1]) : 0;
}

/** Of a very large record the steps of rounds that went well are left out, so nobody can count them. */
function leftOut(steps: readonly Step[], key: string, work: CompareWork): string | null {
  const own = steps.filter((step) => step.key === key);
  for (const loop of steps) {
    if (!loop.iterations) continue;
    const prefix = `${loop.path}[`;
    if (own.length > 0 && !own.some((step) => step.path.startsWith(prefix))) continue;
    // Loops in loops: each of thousands of records would be looked for in all steps.
    if (work.left < steps.length) return `The calls of "${key}" are too many to be counted in one test`;
    work.left -= steps.length;
    const rounds = new Set<string>();
    for (const { path } of steps)
      if (path.startsWith(prefix)) rounds.add(path.slice(prefix.length, path.indexOf(']', prefix.length)));
    const ran = loop.iterations.done + loop.iterations.failed;
    if (own.length > 0 && rounds.size < ran)
      return `The calls of "${key}" cannot be counted: the record keeps ${rounds.size} of the ${ran} rounds of "${loop.key}"`;
  }
  return null;
}

/** Until there are as many failures as are told. */
function compareRecords(
  expectation: Compared,
  records: readonly Step[],
  work: CompareWork,
  said: (record: Step) => [value: unknown, verb: string],
): Found[] {
  const failures: Found[] = [];
  for (const record of records) {
    if (failures.length >= mostPerExpectation) break;
    const where = record.path.includes('/') ? ` (${record.path})` : '';
    const [value, verb] = said(record);
    failures.push(
      ...compareAt(expectation, value, `What step "${record.key}"${where} ${verb}`, work, record),
    );
  }
  return failures;
}

function compareAt(
  expectation: Compared,
  whole: unknown,
  subject: string,
  work: CompareWork,
  record: Step | null = null,
): Found[] {
  const { path: text = '', op = 'equals', value } = expectation;
  const path = parseValuePath(text);
  const about = { step: record?.key ?? null, ...(record && { step_path: record.path }) };
  if (path === null) return [{ message: `"${text}" is no path, as in lines[0].sku`, ...about }];
  const actual = valueAtPath(whole, path);
  const mismatch = compareValues(op, actual, value, work);
  if (mismatch === null) return [];
  const at = text === '' ? '' : ` at ${text}`;
  const { differences } = mismatch;
  return [
    {
      message: `${subject}${at} ${mismatch.message}`,
      expected: shownValue(value),
      actual: shownValue(actual),
      ...about,
      ...(differences && { differences: differences.map(shownDifference) }),
    },
  ];
}

function shownDifference({ path, ...values }: Difference): Difference {
  const shown = Object.entries(values).map(([name, value]) => [name, shownValue(value)]);
  return { path, ...Object.fromEntries(shown) };
}
