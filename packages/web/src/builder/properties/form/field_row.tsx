import { isMappedObject, type Problem } from '@millrace/core';
import { SquareFunction } from 'lucide-react';
import { useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { cn } from '../../../components/ui/cn.ts';
import { Field } from '../../../components/ui/field.tsx';
import { Tooltip } from '../../../components/ui/tooltip.tsx';
import { text } from '../../../strings/builder.ts';
import { useDocumentStore } from '../../document/context.tsx';
import { MapFieldsButton, MappedField, useMappable } from '../../mapper/mapped_field.tsx';
import { useProblems } from '../../problems/context.tsx';
import { saidBeside } from '../../problems/said.ts';
import { useLeaving } from '../../problems/use_leaving.ts';
import { switchable, useControls } from './controls_context.tsx';
import { problemsOfField, worstOf } from './field_problems.ts';
import { type FieldSpec, isExpression } from './field_spec.ts';
import { keptValues } from './kept_values.ts';
import { ScopedFields, useNodeForm } from './node_form_context.tsx';

/** One field: label, whether it is fixed or an expression, its control, help, and what the checks say of it. */
export function FieldRow({
  spec,
  path,
  value,
}: {
  spec: FieldSpec;
  path: readonly (string | number)[];
  value: unknown;
}) {
  const { node, readOnly, setConfig, expressions } = useNodeForm();
  const store = useDocumentStore();
  const controls = useControls();
  const [chosen, setChosen] = useState<boolean | null>(null);
  const offersExpression = expressions && switchable.has(spec.kind);
  const asExpression = offersExpression && (chosen ?? isExpression(value));
  const isMapped = isMappedObject(value);
  const tells = expressions && !isMapped && tellsItself(spec.kind, asExpression);
  const problem = useFieldProblem(path, spec, tells);
  const said = problem && saidBeside(problem.message, node, spec.kind);
  const leaving = useLeaving(node.id, path);
  const offersMapping = useMappable(spec, path) && !isMapped && !asExpression;
  const Control = isMapped ? MappedField : asExpression ? controls.expression : controls[spec.kind];

  /** What the field held the other way comes back; what it holds now is kept for the way back. */
  function toggle() {
    const kept = keptValues(store, node.id, path);
    const [from, to] = asExpression ? ['expression', 'fixed'] : ['fixed', 'expression'];
    const before = kept.recall(to!);
    kept.keep(from!, value);
    setChosen(!asExpression);
    // A fixed value can go on as an expression's text; an expression is no fixed value.
    if (before === undefined && !isExpression(value)) return;
    setConfig(path, before);
  }

  return (
    <div data-field={path.join('.')} {...leaving}>
      <Field
        label={spec.title}
        hint={spec.description}
        error={problem?.severity === 'error' ? said : null}
        warning={said}
        required={spec.required}
        aside={
          !readOnly && (
            <span className="flex items-center gap-2">
              {offersMapping && (
                <MapFieldsButton
                  spec={spec}
                  path={path}
                  value={value}
                  onChange={(next) => setConfig(path, next)}
                  describedBy={undefined}
                />
              )}
              {offersExpression && !isMapped && <ExpressionToggle on={asExpression} onToggle={toggle} />}
            </span>
          )
        }
      >
        {(control) => {
          const drawn = (
            <Control
              spec={spec}
              path={path}
              value={value}
              onChange={(next) => setConfig(path, next)}
              id={control.id}
              describedBy={control['aria-describedby']}
              invalid={control['aria-invalid'] === true}
              readOnly={readOnly}
            />
          );
          return spec.scope ? <ScopedFields scope={spec.scope}>{drawn}</ScopedFields> : drawn;
        }}
      </Field>
    </div>
  );
}

function ExpressionToggle({ on, onToggle }: { on: boolean; onToggle: () => void }) {
  const label = on ? text.fields.use_fixed : text.fields.use_expression;
  return (
    <Tooltip label={label} side="top">
      <button
        type="button"
        aria-label={text.fields.use_expression}
        aria-pressed={on}
        className={cn(
          'flex size-5 items-center justify-center rounded-xs transition-colors duration-150 hover:bg-hover',
          on ? 'bg-accent-soft text-accent-text' : 'text-muted',
        )}
        onClick={onToggle}
      >
        <SquareFunction aria-hidden className="size-3.5" />
      </button>
    </Tooltip>
  );
}

/** What the result line of an expression says already. */
const saidByResult: ReadonlySet<string> = new Set([
  'invalid_expression',
  'invalid_condition',
  'unknown_variable',
  'type_mismatch',
]);
const plainKinds: ReadonlySet<string> = new Set(['mappings', 'aggregations', 'filters', 'group', 'variant']);

function tellsItself(kind: string, asExpression: boolean): boolean {
  return asExpression || !(switchable.has(kind as never) || plainKinds.has(kind));
}

/** What the checks say at this field; what its control says itself is left out. */
function useFieldProblem(
  path: readonly (string | number)[],
  spec: FieldSpec,
  tellsExpressions: boolean,
): Problem | null {
  const { node } = useNodeForm();
  const found = useProblems(
    useShallow((state) => problemsOfField(state.byNode.get(node.id) ?? none, path, spec.kind)),
  );
  return worstOf(found.filter(({ check }) => !(tellsExpressions && saidByResult.has(check ?? ''))));
}

const none: readonly Problem[] = [];
