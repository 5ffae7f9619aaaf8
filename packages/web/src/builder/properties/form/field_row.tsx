import type { Problem } from '@millrace/core';
import { SquareFunction } from 'lucide-react';
import { useState } from 'react';
import { cn } from '../../../components/ui/cn.ts';
import { Field } from '../../../components/ui/field.tsx';
import { Tooltip } from '../../../components/ui/tooltip.tsx';
import { text } from '../../../strings/builder.ts';
import { useProblems } from '../../problems/context.tsx';
import { switchable, useControls } from './controls_context.tsx';
import { type FieldSpec, isExpression } from './field_spec.ts';
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
  const { readOnly, setConfig, expressions } = useNodeForm();
  const controls = useControls();
  const [chosen, setChosen] = useState<boolean | null>(null);
  const offersExpression = expressions && switchable.has(spec.kind);
  const asExpression = offersExpression && (chosen ?? isExpression(value));
  const problem = useFieldProblem(path, expressions && tellsItself(spec.kind, asExpression));
  const Control = asExpression ? controls.expression : controls[spec.kind];

  function toggle() {
    setChosen(!asExpression);
    if (asExpression && isExpression(value)) setConfig(path, undefined);
  }

  return (
    <div data-field={path.join('.')}>
      <Field
        label={spec.title}
        hint={spec.description}
        error={problem?.severity === 'error' ? problem.message : null}
        warning={problem?.message}
        required={spec.required}
        aside={offersExpression && !readOnly && <ExpressionToggle on={asExpression} onToggle={toggle} />}
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

/** What the checks found in this field or below it. The two ways to give a condition stand for each other. */
function useFieldProblem(path: readonly (string | number)[], tellsExpressions: boolean): Problem | null {
  const { node } = useNodeForm();
  const name = path.join('.');
  return useProblems((state) => {
    const found = state.byNode.get(node.id)?.filter((problem) => {
      if (tellsExpressions && saidByResult.has(problem.check ?? '')) return false;
      const field = problem.field
        ?.replace(/^config\./, '')
        .replaceAll('[', '.')
        .replaceAll(']', '');
      return (
        field === name || field?.startsWith(`${name}.`) || (name === 'conditions' && field === 'condition')
      );
    });
    return found?.find((problem) => problem.severity === 'error') ?? found?.[0] ?? null;
  });
}
