import type { Condition } from '@millrace/core';
import { Select } from '../../../../components/ui/select.tsx';
import { text } from '../../../../strings/builder.ts';
import { ExpressionInput } from '../../../expressions/expression_input.tsx';
import { opOf, opOptionsFor, takesRight, typedValue } from '../fields/ops.ts';
import { written } from '../fields/text.tsx';
import type { Verdict } from './verdicts.ts';
import { VerdictLine } from './would_go.tsx';

const names = text.fields.conditions;

interface ConditionRowProps {
  row: Condition;
  onChange: (row: Condition) => void;
  id: string;
  verdict: Verdict;
  readOnly: boolean;
}

/** One comparison: a value, an operator, and what it is compared with where the operator takes something. */
export function ConditionRow({ row, onChange, id, verdict, readOnly }: ConditionRowProps) {
  const op = opOf(row.op);
  const left = 'left' in verdict ? verdict.left : undefined;
  return (
    <>
      <ExpressionInput
        bare
        value={written(row.left)}
        label={names.left}
        id={`${id}-left`}
        placeholder="trigger.data.total"
        readOnly={readOnly}
        onChange={(next) => onChange({ ...row, op, left: next })}
      />
      <Select
        options={opOptionsFor(left, op)}
        value={op}
        aria-label={names.op}
        disabled={readOnly}
        onChange={(next) => onChange({ ...row, op: next })}
      />
      {takesRight(op) && (
        <ExpressionInput
          value={written(row.right)}
          label={names.right}
          id={`${id}-right`}
          placeholder="1000"
          readOnly={readOnly}
          onChange={(right) => onChange({ ...row, op, right: typedValue(right) })}
        />
      )}
      <VerdictLine
        verdict={verdict.kind === 'holds' || verdict.kind === 'fails' ? { kind: verdict.kind } : verdict}
      />
    </>
  );
}
