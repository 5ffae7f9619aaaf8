import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { cn } from '../../../components/ui/cn.ts';
import { text } from '../../../strings/builder.ts';
import { useProblems } from '../../problems/context.tsx';
import { ConditionMode } from './condition_mode.tsx';
import { problemsOfField } from './field_problems.ts';
import { FieldRow } from './field_row.tsx';
import { type FieldSpec, isRequired, isShown } from './field_spec.ts';
import { useNodeForm } from './node_form_context.tsx';

interface FieldListProps {
  fields: readonly FieldSpec[];
  path: readonly (string | number)[];
  values: Readonly<Record<string, unknown>>;
}

/** The fields of one object: those that are asked first, and the rest folded under Options. */
export function FieldList({ fields, path, values }: FieldListProps) {
  const shown = fields
    .filter((field) => isShown(field, fields, values))
    .map((field) =>
      field.required === isRequired(field, fields, values) ? field : { ...field, required: true },
    );
  const first = shown.filter((field) => !field.advanced);
  const advanced = shown.filter((field) => field.advanced);
  const twoWays =
    first.some((field) => field.kind === 'condition') && first.some((field) => field.kind === 'conditions');
  const [mode, setMode] = useState<'builder' | 'expression'>(() =>
    hasText(values.condition) ? 'expression' : 'builder',
  );
  const hidden = (field: FieldSpec) => twoWays && hides(field, mode);

  return (
    <>
      {twoWays && <ConditionMode mode={mode} onChange={setMode} values={values} />}
      {first.map(
        (field) =>
          !hidden(field) && (
            <FieldRow key={field.name} spec={field} path={[...path, field.name]} value={values[field.name]} />
          ),
      )}
      {advanced.length > 0 && <Options fields={advanced} path={path} values={values} />}
    </>
  );
}

function hasText(value: unknown): boolean {
  return value !== undefined && value !== '';
}

/** A condition is given by rows or by an expression; the other is out of the way. */
function hides(field: FieldSpec, mode: 'builder' | 'expression'): boolean {
  if (field.kind === 'condition') return mode === 'builder';
  if (field.kind === 'conditions') return mode === 'expression';
  // Whether all or any must hold is chosen among the rows.
  return field.name === 'combine';
}

function Options({ fields, path, values }: FieldListProps) {
  const { node } = useNodeForm();
  const filled = fields.some((field) => values[field.name] !== undefined);
  // What is wrong must not be folded away.
  const wrong = useProblems((state) =>
    fields.some(
      ({ name }) => problemsOfField(state.byNode.get(node.id) ?? [], [...path, name], 'text').length > 0,
    ),
  );
  const [chosen, setOpen] = useState<boolean | null>(filled || null);
  const open = chosen ?? wrong;
  return (
    <section data-options>
      <button
        type="button"
        aria-expanded={open}
        className="flex items-center gap-1 rounded-sm py-1 font-medium text-muted text-sm hover:text-fg"
        onClick={() => setOpen(!open)}
      >
        <ChevronRight
          aria-hidden
          className={cn('size-4 transition-transform duration-150', open && 'rotate-90')}
        />
        {text.fields.options(fields.length)}
      </button>
      {open && (
        <div className="mt-3 flex flex-col gap-4">
          {fields.map((field) => (
            <FieldRow key={field.name} spec={field} path={[...path, field.name]} value={values[field.name]} />
          ))}
        </div>
      )}
    </section>
  );
}
