/** The expectations of a test as a run would have it: what the run did otherwise is expected from now on. Pure. */
import {
  type Compared,
  type Expectation,
  evaluateExpectations,
  finalStatuses,
  parseValuePath,
  type Step,
  type TestedResult,
  valueAtPath,
} from '@millrace/core';
import { isChanging, type Known } from './changing_values.ts';
import { recordsOf } from './test_draft.ts';

export interface Updated {
  expectations: readonly Expectation[];
  /** How many are others now, or gone because their step is. */
  changed: number;
  /** Those that fail and are rules of their own: no value of a run says what they should be. */
  kept: number;
}

/** @param keys of the nodes of the workflow */
export function updatedExpectations(
  expectations: readonly Expectation[],
  result: TestedResult,
  keys: ReadonlySet<string>,
  known: Known,
): Updated {
  let changed = 0;
  let kept = 0;
  const next = expectations.flatMap((expectation): Expectation[] => {
    if (evaluateExpectations([expectation], result, keys).length === 0) return [expectation];
    const update = updated(expectation, result, keys, known);
    if (update === 'keep') kept += 1;
    else changed += 1;
    if (update === 'keep') return [expectation];
    return update === 'drop' ? [] : [update];
  });
  return { expectations: once(next), changed, kept };
}

type Update = Expectation | 'keep' | 'drop';

function updated(
  expectation: Expectation,
  result: TestedResult,
  keys: ReadonlySet<string>,
  known: Known,
): Update {
  if (expectation.on === 'status') {
    const equals = finalStatuses.find((each) => each === result.status);
    return equals ? { on: 'status', equals } : 'keep';
  }
  if (expectation.on === 'output') return updatedValue(expectation, result.output, known);
  if (!keys.has(expectation.step)) return 'drop';
  return expectation.on === 'call'
    ? updatedCall(expectation, result.steps, known)
    : updatedStep(expectation, result.steps, known);
}

function updatedCall(expectation: Compared & { on: 'call' }, steps: readonly Step[], known: Known): Update {
  const { step, round } = expectation;
  const calls = recordsOf(steps, step, round).filter(({ mocked, status }) => mocked && status !== 'skipped');
  const here = { on: 'call', step, ...(round !== undefined && { round }) } as const;
  if (expectation.op === undefined || calls.length === 0) return { ...here, count: calls.length };
  return updatedByRecords(expectation, calls, ({ input }) => input, known);
}

function updatedStep(expectation: Compared & { on: 'step' }, steps: readonly Step[], known: Known): Update {
  const { step, round } = expectation;
  const records = recordsOf(steps, step, round);
  const ran = records.filter(({ status }) => status !== 'skipped');
  const here = { on: 'step', step, ...(round !== undefined && { round }) } as const;
  if (ran.length === 0) return { ...here, status: 'skipped' };
  if (expectation.op !== undefined) return updatedByRecords(expectation, ran, ({ output }) => output, known);
  const [first] = records;
  const isOne = records.every(({ status }) => status === first?.status);
  return isOne && (first?.status === 'success' || first?.status === 'error')
    ? { ...here, status: first.status }
    : 'keep';
}

/** Of several rounds one value is expected only where all have it. */
function updatedByRecords(
  expectation: Compared,
  records: readonly Step[],
  readOf: (step: Step) => unknown,
  known: Known,
): Update {
  const updates = records.map((record) => updatedValue(expectation, readOf(record), known));
  const [first] = updates;
  const text = JSON.stringify(first);
  return first !== undefined && updates.every((each) => JSON.stringify(each) === text) ? first : 'keep';
}

/** What a value shall equal, or be built like; any other operator is a rule that somebody thought of. */
function updatedValue(expectation: Compared, whole: unknown, known: Known): Update {
  const { op, value: _, ...place } = expectation;
  if (op !== 'equals' && op !== 'matches_shape' && op !== 'is_absent') return 'keep';
  const path = parseValuePath(place.path ?? '');
  if (path === null) return 'keep';
  const value = valueAtPath(whole, path);
  if (value === undefined) return { ...place, op: 'is_absent' };
  const shape = op === 'matches_shape' || isChanging(value, known);
  return { ...place, op: shape ? 'matches_shape' : 'equals', value };
}

function once(expectations: readonly Expectation[]): Expectation[] {
  const seen = new Set<string>();
  return expectations.filter((each) => {
    const text = JSON.stringify(each);
    if (seen.has(text)) return false;
    seen.add(text);
    return true;
  });
}
