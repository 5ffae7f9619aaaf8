import { resultName } from '@millrace/core';
import { TriangleAlert } from 'lucide-react';
import { Input } from '../../../../components/ui/input.tsx';
import { Select } from '../../../../components/ui/select.tsx';
import { text } from '../../../../strings/builder.ts';
import { words as all } from '../../../../strings/expressions.ts';
import { ExpressionInput } from '../../../expressions/expression_input.tsx';
import type { Wanted } from '../../../expressions/wanted.ts';
import type { FieldProps } from '../field_props.ts';
import { Rows, rowsOf } from './rows.tsx';

type Op = 'sum' | 'avg' | 'min' | 'max' | 'count';

interface Aggregation {
  field?: string;
  op?: Op;
  as?: string;
}

const names = text.fields.aggregations;
const words = all.aggregations;
const ops = (['sum', 'avg', 'min', 'max', 'count'] as const).map((value) => ({
  value,
  label: words.ops[value],
}));
const aNumber: Wanted = { type: 'number' };

/** What is computed of each group: an operation, the field it works on, and the name of the result. */
export function AggregationsField({ value, onChange, id, readOnly }: FieldProps) {
  const rows = rowsOf<Aggregation>(value);
  const results = rows.map(nameOf);
  return (
    <div id={id}>
      <Rows
        rows={rows}
        readOnly={readOnly}
        addLabel={names.add}
        rowLabel={names.row}
        blank={(): Aggregation => ({ op: 'sum', field: '', as: '' })}
        onChange={(next) => onChange(next.length === 0 ? undefined : next.map(withoutEmptyName))}
      >
        {(row, change, index) => {
          const { op = 'sum' } = row;
          const result = results[index]!;
          return (
            <>
              <Select
                options={ops}
                value={op}
                aria-label={names.op}
                disabled={readOnly}
                onChange={(next) => change({ ...row, op: next })}
              />
              {op !== 'count' && (
                <ExpressionInput
                  bare
                  label={names.field}
                  id={`${id}-${index}-field`}
                  placeholder="total"
                  value={row.field ?? ''}
                  readOnly={readOnly}
                  onChange={(field) => change({ ...row, field })}
                  {...(op === 'sum' || op === 'avg' ? { wanted: aNumber } : {})}
                />
              )}
              <Input
                className="font-mono"
                aria-label={names.as}
                placeholder={result}
                value={row.as ?? ''}
                readOnly={readOnly}
                onChange={(event) => change({ ...row, as: event.target.value })}
              />
              {results.indexOf(result) < index && (
                <p className="flex items-start gap-1 text-warning text-xs">
                  <TriangleAlert aria-hidden className="mt-0.5 size-3 shrink-0" />
                  {words.duplicate(result)}
                </p>
              )}
            </>
          );
        }}
      </Rows>
    </div>
  );
}

/** What the result is called when nobody gave it a name is what the step calls it. */
function nameOf({ op = 'sum', field, as }: Aggregation): string {
  return resultName({ op, ...(field && { field }), ...(as && { as }) });
}

function withoutEmptyName({ as, ...row }: Aggregation): Aggregation {
  return as ? { ...row, as } : row;
}
