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
