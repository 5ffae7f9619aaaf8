/**
 * The operators of expectations. Those of conditions, but equality is strict: a test that passes although a number became a text
 * would hide the very change that breaks the receiver.
 */
import { ExpressionError } from '../expression/errors.ts';
import { comparisons, NotComparable } from '../nodes/compare.ts';
import type { ConditionOp } from '../nodes/condition_schema.ts';
import {
  type CompareWork,
  type Difference,
  differences,
  mostComparisons,
  shapeDifferences,
  spend,
  TooMuchToCompare,
} from './difference.ts';
import type { ExpectationOp } from './expectation.ts';

export interface Mismatch {
  /** The rest of a sentence that begins with the actual value. */
  message: string;
  /** Of values with parts: where they differ. */
  differences?: Difference[];
}

/** Null where the actual value is as expected. What is too much to compare is not as expected: it says so. */
export function compareValues(
  op: ExpectationOp,
  actual: unknown,
  expected: unknown,
  work: CompareWork = { left: mostComparisons },
): Mismatch | null {
  try {
    return compare(op, actual, expected, work);
  } catch (error) {
    if (error instanceof TooMuchToCompare) return { message: error.message };
    throw error;
  }
}

function compare(op: ExpectationOp, actual: unknown, expected: unknown, work: CompareWork): Mismatch | null {
  switch (op) {
    case 'equals':
      return different(differences(expected, actual, work), 'is not what is expected');
    case 'matches_shape':
      return different(shapeDifferences(expected, actual, work), 'is not built as expected');
    case 'not_equals':
      return differences(expected, actual, work).length > 0 ? null : { message: 'is what it must not be' };
    default:
      spend(work, lengthOf(actual) + lengthOf(expected));
      return byCondition(op, actual, expected);
  }
}

/** How much an operator of conditions looks at: the characters of a text, the entries of a list. */
function lengthOf(value: unknown): number {
  return typeof value === 'string' || Array.isArray(value) ? 1 + value.length : 1;
}

function different(found: Difference[], message: string): Mismatch | null {
  if (found.length === 0) return null;
  // The values themselves: said already by expected and actual.
  const parts = found.filter(({ path }) => path !== '');
  return parts.length > 0 ? { message, differences: found } : { message };
}

const sentences: Record<Exclude<ConditionOp, 'equals' | 'not_equals'>, string> = {
  greater: 'is not greater',
  greater_or_equal: 'is not at least that',
  less: 'is not less',
  less_or_equal: 'is more than that',
  contains: 'does not contain it',
  not_contains: 'contains what it must not',
  starts_with: 'does not start with it',
  ends_with: 'does not end with it',
  is_empty: 'is not empty',
  is_not_empty: 'is empty',
  matches: 'does not match',
  in: 'is none of them',
  before: 'is not before that',
  after: 'is not after that',
  at_or_before: 'is after that',
  at_or_after: 'is before that',
  is_present: 'does not exist',
  is_absent: 'exists',
};

function byCondition(op: keyof typeof sentences, actual: unknown, expected: unknown): Mismatch | null {
  try {
    return comparisons[op](actual, expected, {}) ? null : { message: sentences[op] };
  } catch (error) {
    if (error instanceof NotComparable) return { message: error.message };
    // A pattern that is none.
    if (error instanceof ExpressionError) return { message: `cannot be compared: ${error.message}` };
    throw error;
  }
}
