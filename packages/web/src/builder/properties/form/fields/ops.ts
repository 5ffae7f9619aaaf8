import { type ConditionOp, conditionOp, oneSidedOps } from '@millrace/core';
import type { SelectOption } from '../../../../components/ui/select.tsx';
import { conditionWords as words } from '../../../../strings/conditions.ts';

const labels = words.ops;

/** As a list of all of them reads best: what is asked most comes first, and each kind together. */
const inOrder: readonly ConditionOp[] = [
  ...(['equals', 'not_equals', 'greater', 'greater_or_equal', 'less', 'less_or_equal'] as const),
  ...(['before', 'after', 'at_or_before', 'at_or_after'] as const),
  ...(['contains', 'not_contains', 'starts_with', 'ends_with', 'in', 'matches'] as const),
  ...(['is_empty', 'is_not_empty', 'is_present', 'is_absent'] as const),
];

export const opOptions: readonly SelectOption<ConditionOp>[] = inOrder.map((value) => ({
  value,
  label: labels[value],
}));

type Fitting = Readonly<Partial<Record<ConditionOp, string>>>;

/** By their own names, or by those that a type has for them. */
const named = (...ops: ConditionOp[]): Fitting => Object.fromEntries(ops.map((op) => [op, labels[op]]));

const emptiness = named('is_empty', 'is_not_empty', 'is_present', 'is_absent');
const equality = named('equals', 'not_equals');
const ordering = named('greater', 'greater_or_equal', 'less', 'less_or_equal');

/** The operators that make sense for a type, in the words of that type; the likely ones first. */
const byType: Readonly<Record<string, Fitting>> = {
  text: {
    ...equality,
    ...named('contains', 'not_contains', 'starts_with', 'ends_with', 'in', 'matches'),
    ...emptiness,
    ...ordering,
    ...named('before', 'after', 'at_or_before', 'at_or_after'),
  },
  number: { ...equality, ...ordering, ...named('in'), ...emptiness },
  date: { ...words.of_dates, ...emptiness },
  boolean: { ...words.of_booleans, ...emptiness },
  list: { ...named('contains', 'not_contains'), ...emptiness, ...equality },
  object: { ...words.of_objects, ...emptiness, ...equality },
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
  return !oneSidedOps.has(op);
}

/** A typed text as the value it means: numbers and truth values compare as what they are. */
export function typedValue(text: string): unknown {
  const trimmed = text.trim();
  if (trimmed === 'true' || trimmed === 'false') return trimmed === 'true';
  return trimmed !== '' && /^-?(0|[1-9]\d*)(\.\d+)?$/.test(trimmed) && trimmed.length < 16
    ? Number(trimmed)
    : text;
}
