import { text } from '../../../../strings/builder.ts';
import { useControls } from '../controls_context.tsx';
import type { FieldProps } from '../field_props.ts';
import type { FieldSpec } from '../field_spec.ts';
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
        blank={() => blankOf(item)}
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

/** What a new item starts as: of several forms the first one. */
function blankOf({ kind, discriminator, variants }: FieldSpec): unknown {
  if (kind === 'variant') return { [discriminator ?? 'type']: variants?.[0]?.value };
  return kind === 'group' || kind === 'key_value' ? {} : kind === 'list' ? [] : '';
}
