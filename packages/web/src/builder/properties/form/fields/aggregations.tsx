import { Input } from '../../../../components/ui/input.tsx';
import { Select } from '../../../../components/ui/select.tsx';
import { text } from '../../../../strings/builder.ts';
import { ExpressionInput } from '../../../expressions/expression_input.tsx';
import type { FieldProps } from '../field_props.ts';
import { Rows, rowsOf } from './rows.tsx';

interface Aggregation {
  field?: string;
  op?: string;
  as?: string;
}

const words = text.fields.aggregations;
const ops = [
  { value: 'sum', label: 'Sum' },
  { value: 'avg', label: 'Average' },
  { value: 'min', label: 'Smallest' },
  { value: 'max', label: 'Largest' },
  { value: 'count', label: 'Count' },
];

/** What is computed of each group: an operation, the field it works on, and the name of the result. */
export function AggregationsField({ path, value, onChange, id, readOnly }: FieldProps) {
  return (
    <div id={id}>
      <Rows
        path={path}
        rows={rowsOf<Aggregation>(value)}
        readOnly={readOnly}
        addLabel={words.add}
        rowLabel={words.row}
        blank={(): Aggregation => ({ op: 'sum', field: '', as: '' })}
        onChange={(rows) => onChange(rows.length === 0 ? undefined : rows)}
      >
        {(row, change, index) => (
          <>
            <Select
              options={ops}
              value={row.op ?? 'sum'}
              aria-label={words.op}
              disabled={readOnly}
              onChange={(op) => change({ ...row, op })}
            />
            {row.op !== 'count' && (
              <ExpressionInput
                bare
                label={words.field}
                id={`${id}-${index}-field`}
                placeholder="total"
                value={row.field ?? ''}
                readOnly={readOnly}
                onChange={(field) => change({ ...row, field })}
              />
            )}
            <Input
              className="font-mono"
              aria-label={words.as}
              placeholder={words.as}
              value={row.as ?? ''}
              readOnly={readOnly}
              onChange={(event) => change({ ...row, as: event.target.value })}
            />
          </>
        )}
      </Rows>
    </div>
  );
}
