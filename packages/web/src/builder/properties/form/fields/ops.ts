import { type ConditionOp, conditionOp, conditionOps } from '@millrace/core';
import type { SelectOption } from '../../../../components/ui/select.tsx';

const labels: Record<ConditionOp, string> = {
  equals: 'equals',
  not_equals: 'does not equal',
  greater: 'is greater than',
  greater_or_equal: 'is at least',
  less: 'is less than',
  less_or_equal: 'is at most',
  contains: 'contains',
  not_contains: 'does not contain',
  starts_with: 'starts with',
  ends_with: 'ends with',
  is_empty: 'is empty',
  is_not_empty: 'is not empty',
  matches: 'matches',
  in: 'is one of',
};

export const opOptions: readonly SelectOption<ConditionOp>[] = conditionOps.map((value) => ({
  value,
  label: labels[value],
}));

type Fitting = Readonly<Partial<Record<ConditionOp, string>>>;

const emptiness: Fitting = { is_empty: labels.is_empty, is_not_empty: labels.is_not_empty };
const equality: Fitting = { equals: labels.equals, not_equals: labels.not_equals };

/** The operators that make sense for a type, in the words of that type; the likely ones first. */
const byType: Readonly<Record<string, Fitting>> = {
  text: {
    ...equality,
    contains: labels.contains,
    not_contains: labels.not_contains,
    starts_with: labels.starts_with,
    ends_with: labels.ends_with,
    in: labels.in,
    matches: labels.matches,
    ...emptiness,
    greater: labels.greater,
    less: labels.less,
  },
  number: {
    ...equality,
    greater: labels.greater,
    greater_or_equal: labels.greater_or_equal,
    less: labels.less,
    less_or_equal: labels.less_or_equal,
    in: labels.in,
    ...emptiness,
  },
  date: {
    less: 'is before',
    greater: 'is after',
    less_or_equal: 'is at or before',
    greater_or_equal: 'is at or after',
    equals: 'is exactly',
    not_equals: 'is not exactly',
    ...emptiness,
  },
  boolean: { equals: 'is', not_equals: 'is not', ...emptiness },
  list: { contains: labels.contains, not_contains: labels.not_contains, ...emptiness, ...equality },
  object: { contains: 'has the field', not_contains: 'has no field', ...emptiness, ...equality },
};

/** The operators for a value, as a person would say them of it; all where nothing is known. The one that is chosen stays. */
export function opOptionsFor(value: unknown, chosen: ConditionOp): readonly SelectOption<ConditionOp>[] {
  const fitting = byType[typeOf(value)];
  if (!fitting) return opOptions;
  const options = Object.entries(fitting).map(([op, label]) => ({ value: op as ConditionOp, label }));
  return Object.hasOwn(fitting, chosen) ? options : [...options, { value: chosen, label: labels[chosen] }];
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'list';
  if (value instanceof Date || (typeof value === 'string' && /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d|$)/.test(value)))
    return 'date';
  if (value === null || value === undefined) return 'nothing';
  return typeof value === 'string' ? 'text' : typeof value;
}

/** The operator of a row, also where it was written `==` or `gt`. */
export function opOf(value: unknown): ConditionOp {
  return conditionOp(typeof value === 'string' ? value : '') ?? 'equals';
}

/** Whether the operator compares with something. */
export function takesRight(op: ConditionOp): boolean {
  return op !== 'is_empty' && op !== 'is_not_empty';
}

/** A typed text as the value it means: numbers and truth values compare as what they are. */
export function typedValue(text: string): unknown {
  const trimmed = text.trim();
  if (trimmed === 'true' || trimmed === 'false') return trimmed === 'true';
  return trimmed !== '' && /^-?(0|[1-9]\d*)(\.\d+)?$/.test(trimmed) && trimmed.length < 16
    ? Number(trimmed)
    : text;
}
