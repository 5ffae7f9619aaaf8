import { Input } from '../../../../components/ui/input.tsx';
import { text } from '../../../../strings/builder.ts';
import { ExpressionInput } from '../../../expressions/expression_input.tsx';
import type { FieldProps } from '../field_props.ts';
import { typedValue } from './ops.ts';
import { Rows, rowsOf } from './rows.tsx';
import { written } from './text.tsx';

interface Match {
  path?: string;
  value?: unknown;
}

const words = text.fields.match;

/** Fields of an event and the values that they must have for a wait to end. */
export function MatchField({ path, value, onChange, id, readOnly }: FieldProps) {
  return (
    <div id={id}>
      <Rows
        path={path}
        rows={rowsOf<Match>(value)}
        readOnly={readOnly}
        addLabel={words.add}
        rowLabel={words.row}
        blank={(): Match => ({ path: '', value: '' })}
        onChange={(rows) => onChange(rows.length === 0 ? undefined : rows)}
      >
        {(row, change, index) => (
          <>
            <Input
              className="font-mono"
              aria-label={words.path}
              placeholder="order.id"
              value={typeof row.path === 'string' ? row.path : ''}
              readOnly={readOnly}
              spellCheck={false}
              maxLength={500}
              onChange={(event) => change({ ...row, path: event.target.value })}
            />
            <ExpressionInput
              label={words.value}
              id={`${id}-${index}-value`}
              placeholder="{{ order.id }}"
              value={written(row.value)}
              readOnly={readOnly}
              onChange={(next) => change({ ...row, value: typedValue(next) })}
            />
          </>
        )}
      </Rows>
    </div>
  );
}
