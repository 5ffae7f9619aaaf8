import { text } from '../../../../strings/builder.ts';
import { useControls } from '../controls_context.tsx';
import type { FieldProps } from '../field_props.ts';
import { Rows, rowsOf } from './rows.tsx';

/** Several values of one kind. */
export function ListField({ spec, path, value, onChange, id, readOnly }: FieldProps) {
  const controls = useControls();
  const item = spec.item;
  if (!item) return null;
  const Control = controls[item.kind];
  return (
    <div id={id}>
      <Rows<unknown>
        path={path}
        rows={rowsOf(value ?? spec.fallback)}
        onChange={(rows) => onChange(rows.length === 0 ? undefined : rows)}
        blank={() => (item.kind === 'group' ? {} : '')}
        addLabel={text.fields.add_row}
        rowLabel={text.fields.item}
        readOnly={readOnly}
        sortable
      >
        {(row, change, index) => (
          <Control
            spec={{ ...item, title: text.fields.item(index + 1) }}
            path={[...path, index]}
            value={row}
            onChange={(next) => change(next ?? '')}
            id={`${id}-${index}`}
            describedBy={undefined}
            invalid={false}
            readOnly={readOnly}
          />
        )}
      </Rows>
    </div>
  );
}
