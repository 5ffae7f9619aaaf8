import { Input } from '../../../../components/ui/input.tsx';
import { Select } from '../../../../components/ui/select.tsx';
import { text } from '../../../../strings/builder.ts';
import type { FieldProps } from '../field_props.ts';
import { opOf, opOptions, takesRight, typedValue } from './ops.ts';
import { Rows, rowsOf } from './rows.tsx';
import { written } from './text.tsx';

interface Filter {
  path?: string;
  op?: string;
  value?: unknown;
}

const words = text.fields.filters;

/** Filters of an event: which of its data must be what. */
export function FiltersField({ value, onChange, id, readOnly }: FieldProps) {
  return (
    <div id={id}>
      <Rows
        rows={rowsOf<Filter>(value)}
        readOnly={readOnly}
        addLabel={words.add}
        rowLabel={words.row}
        blank={(): Filter => ({ path: '', op: 'equals', value: '' })}
        onChange={(rows) => onChange(rows.length === 0 ? undefined : rows)}
      >
        {(row, change) => {
          const op = opOf(row.op);
          return (
            <>
              <Input
                className="font-mono"
                aria-label={words.path}
                placeholder="customer.country"
                value={row.path ?? ''}
                readOnly={readOnly}
                onChange={(event) => change({ ...row, op, path: event.target.value })}
              />
              <Select
                options={opOptions}
                value={op}
                aria-label={words.op}
                disabled={readOnly}
                onChange={(next) => change({ ...row, op: next })}
              />
              {takesRight(op) && (
                <Input
                  aria-label={words.value}
                  placeholder={text.fields.value}
                  value={written(row.value)}
                  readOnly={readOnly}
                  onChange={(event) => change({ ...row, op, value: typedValue(event.target.value) })}
                />
              )}
            </>
          );
        }}
      </Rows>
    </div>
  );
}
