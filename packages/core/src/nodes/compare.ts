/**
 * How the operators of condition rows compare. Values of a form and of outside data meet here, so that a number and a text
 * that is nothing but a number are compared as numbers, true and "true" as truth values, a date and an ISO text as instants.
 * All else is compared by value, without coercion.
 */
import { ExpressionError } from '../expression/errors.ts';
import { compileExpression } from '../expression/expression.ts';
import type { EvaluateOptions } from '../expression/run.ts';
import { describeValue } from '../expression/values.ts';
import type { ConditionOp } from './condition_schema.ts';

/** Two values that this operator cannot compare; the message is the rest of a sentence that begins with the left one. */
export class NotComparable extends Error {}

// No digit can be read in two ways: a text of a million digits that is no number is told in one pass.
const numberText = /^\s*[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?\s*$/i;
const dateText = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d.*)?$/;

const equalByValue = compileExpression('left == right');
const emptyValue = compileExpression('isEmpty(left)');
const asDate = compileExpression('toDate(value)');
const matchesPattern = compileExpression('matches(left, right)');

const isNothing = (value: unknown) => value === undefined || value === null;

/** `b` as the type of `a`, where `a` is no text and `b` is the text of such a value. */
function alike(a: unknown, b: unknown): unknown {
  if (typeof b !== 'string') return b;
  if (typeof a === 'number' && numberText.test(b)) return Number(b);
  if (typeof a === 'boolean' && /^(true|false)$/.test(b.trim())) return b.trim() === 'true';
  if (a instanceof Date && dateText.test(b)) return new Date(b);
  return b;
}

function equal(a: unknown, b: unknown): boolean {
  const left = alike(b, a);
  const right = alike(a, b);
  if (typeof left !== 'object' || typeof right !== 'object')
    return left === right || (isNothing(left) && isNothing(right));
  return equalByValue.evaluate({ left, right }) === true;
}

/** Less than, equal to or greater than 0; null where one of them is nothing. */
function order(a: unknown, b: unknown): number | null {
  if (isNothing(a) || isNothing(b)) return null;
  const left = alike(b, a);
  const right = alike(a, b);
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (left instanceof Date && right instanceof Date) return left.getTime() - right.getTime();
  if (typeof left === 'string' && typeof right === 'string') {
    if (numberText.test(left) && numberText.test(right)) return Number(left) - Number(right);
    return left < right ? -1 : left > right ? 1 : 0;
  }
  throw new NotComparable(`is ${describeValue(a)}, which cannot be compared with ${describeValue(b)}`);
}

function textOf(value: unknown, op: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new NotComparable(`is ${describeValue(value)}, and ${op} needs text`);
}

function contains(whole: unknown, part: unknown): boolean {
  if (isNothing(whole)) return false;
  if (Array.isArray(whole)) return whole.some((entry) => equal(entry, part));
  if (isNothing(part)) return false;
  if (typeof whole === 'object' && !(whole instanceof Date))
    return Object.hasOwn(whole as object, textOf(part, 'contains'));
  return textOf(whole, 'contains').includes(textOf(part, 'contains'));
}

function isOneOf(value: unknown, list: unknown): boolean {
  if (isNothing(list)) return false;
  if (Array.isArray(list)) return list.some((entry) => equal(value, entry));
  if (typeof list !== 'string')
    throw new NotComparable(`is compared with ${describeValue(list)}, and "in" needs a list`);
  return list.split(',').some((entry) => equal(value, entry.trim()));
}

const ordered =
  (holds: (order: number) => boolean) =>
  (left: unknown, right: unknown): boolean => {
    const by = order(left, right);
    return by !== null && holds(by);
  };

const texts =
  (op: string, holds: (left: string, right: string) => boolean) =>
  (left: unknown, right: unknown): boolean =>
    !isNothing(left) && !isNothing(right) && holds(textOf(left, op), textOf(right, op));

/** The instant that a value means: a date, an ISO text (in the workflow's time zone where it names none), or milliseconds. */
function instant(value: unknown, before: string, options: EvaluateOptions): number {
  try {
    const date = asDate.evaluate({ value }, options);
    if (date instanceof Date) return date.getTime();
  } catch (error) {
    if (!(error instanceof ExpressionError) || error.code === 'budget') throw error;
  }
  throw new NotComparable(`${before} ${describeValue(value)}, which is no date`);
}

/** Dates by instant, whatever zone they are written in. */
const dates =
  (holds: (order: number) => boolean): Compare =>
  (left, right, options) => {
    if (isNothing(left) || isNothing(right) || left === '') return false;
    const from = instant(left, 'is', options);
    return holds(from - instant(right, 'is compared with', options));
  };

type Compare = (left: unknown, right: unknown, options: EvaluateOptions) => boolean;

/** What each operator does. What is not there compares as nothing: it equals nothing, is empty, and is never greater or less. */
export const comparisons: Record<ConditionOp, Compare> = {
  equals: equal,
  not_equals: (left, right) => !equal(left, right),
  greater: ordered((by) => by > 0),
  greater_or_equal: ordered((by) => by >= 0),
  less: ordered((by) => by < 0),
  less_or_equal: ordered((by) => by <= 0),
  contains,
  not_contains: (left, right) => !contains(left, right),
  starts_with: texts('starts_with', (left, right) => left.startsWith(right)),
  ends_with: texts('ends_with', (left, right) => left.endsWith(right)),
  is_empty: (left) => emptyValue.evaluate({ left }) === true,
  is_not_empty: (left) => emptyValue.evaluate({ left }) !== true,
  matches: (left, right, options) =>
    !isNothing(left) && matchesPattern.evaluate({ left: textOf(left, 'matches'), right }, options) === true,
  in: isOneOf,
  before: dates((by) => by < 0),
  after: dates((by) => by > 0),
  at_or_before: dates((by) => by <= 0),
  at_or_after: dates((by) => by >= 0),
  is_present: (left) => !isNothing(left),
  is_absent: isNothing,
};
