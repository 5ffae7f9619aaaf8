import { Select } from '../../../../components/ui/select.tsx';
import { text } from '../../../../strings/builder.ts';
import { ExpressionInput } from '../../../expressions/expression_input.tsx';
import type { FieldProps } from '../field_props.ts';
import { opOf, opOptions, takesRight, typedValue } from './ops.ts';
import { Rows, rowsOf } from './rows.tsx';
import { written } from './text.tsx';

interface Condition {
  left?: unknown;
  op?: string;
  right?: unknown;
}

const words = text.fields.conditions;

/** A condition as rows: a value, an operator, and what it is compared with. */
export function ConditionsField({ value, onChange, id, readOnly }: FieldProps) {
  const given = rowsOf<Condition>(value);
  // There is always a row to fill in.
  const rows = given.length > 0 ? given : [{ op: 'equals' }];
  return (
    <div id={id}>
      <Rows
        rows={rows}
        onChange={(next) => onChange(next.length === 0 ? undefined : next)}
        blank={(): Condition => ({ left: '', op: 'equals', right: '' })}
        addLabel={words.add}
        rowLabel={words.row}
        readOnly={readOnly}
      >
        {(row, change, index) => (
          <ConditionRow row={row} onChange={change} id={`${id}-${index}`} readOnly={readOnly} />
        )}
      </Rows>
    </div>
  );
}

interface ConditionRowProps {
  row: Condition;
  onChange: (row: Condition) => void;
  id: string;
  readOnly: boolean;
}

function ConditionRow({ row, onChange, id, readOnly }: ConditionRowProps) {
  const op = opOf(row.op);
  return (
    <>
      <ExpressionInput
        bare
        value={written(row.left)}
        label={words.left}
        id={`${id}-left`}
        placeholder="order.total"
        readOnly={readOnly}
        onChange={(left) => onChange({ ...row, op, left })}
      />
      <Select
        options={opOptions}
        value={op}
        aria-label={words.op}
        disabled={readOnly}
        onChange={(next) => onChange({ ...row, op: next })}
      />
      {takesRight(op) && (
        <ExpressionInput
          value={written(row.right)}
          label={words.right}
          id={`${id}-right`}
          placeholder="1000"
          readOnly={readOnly}
          onChange={(right) => onChange({ ...row, op, right: typedValue(right) })}
        />
      )}
    </>
  );
}
