import { Input } from '../../../../components/ui/input.tsx';
import { text } from '../../../../strings/builder.ts';
import { useDocumentStore } from '../../../document/context.tsx';
import { setCases } from '../../../document/edits/set_cases.ts';
import { ExpressionInput } from '../../../expressions/expression_input.tsx';
import type { FieldProps } from '../field_props.ts';
import { useNodeForm } from '../node_form_context.tsx';
import { Rows, rowsOf } from './rows.tsx';
import { written } from './text.tsx';

interface Case {
  label?: string;
  condition?: unknown;
}

const words = text.fields.cases;

/** The cases of a switch, each with its port; edges follow their case when cases move or go. */
export function CasesField({ value, id, readOnly }: FieldProps) {
  const store = useDocumentStore();
  const { node } = useNodeForm();
  const cases = rowsOf<Case>(value);
  return (
    <div id={id} className="flex flex-col gap-2">
      <Rows
        rows={cases}
        sortable
        readOnly={readOnly}
        addLabel={words.add}
        rowLabel={words.case}
        blank={(): Case => ({ label: words.case(cases.length + 1), condition: '' })}
        onChange={(next, origin) => {
          const typed = next.length === cases.length && origin.every((old, index) => old === index);
          store.getState().edit((definition) => setCases(definition, node.id, next, origin), {
            group: typed ? `cases ${node.id}` : undefined,
          });
        }}
      >
        {(row, change, index) => (
          <>
            <Input
              aria-label={words.label}
              value={row.label ?? ''}
              placeholder={words.case(index + 1)}
              readOnly={readOnly}
              onChange={(event) => change({ ...row, label: event.target.value })}
            />
            <ExpressionInput
              bare
              reading="condition"
              value={written(row.condition)}
              label={words.condition}
              id={`${id}-${index}`}
              placeholder="order.status == 'paid'"
              readOnly={readOnly}
              onChange={(condition) => change({ ...row, condition })}
            />
          </>
        )}
      </Rows>
    </div>
  );
}
