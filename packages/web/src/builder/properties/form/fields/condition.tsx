import { Check, X } from 'lucide-react';
import { text } from '../../../../strings/builder.ts';
import { ExpressionInput } from '../../../expressions/expression_input.tsx';
import { useOutcome } from '../../../expressions/result_line.tsx';
import type { FieldProps } from '../field_props.ts';
import { written } from './text.tsx';

/** A condition as one expression; says whether it holds on the sample data. */
export function ConditionField({ spec, value, onChange, id, describedBy, invalid, readOnly }: FieldProps) {
  const shown = written(value ?? spec.fallback);
  const outcome = useOutcome(shown, 'condition');
  const holds = outcome.kind === 'value' ? Boolean(outcome.value) : null;
  return (
    <div className="flex flex-col gap-1">
      <ExpressionInput
        bare
        reading="condition"
        multiline
        value={shown}
        label={spec.title}
        id={id}
        describedBy={describedBy}
        invalid={invalid}
        readOnly={readOnly}
        required={spec.required}
        placeholder={spec.placeholder}
        quiet={holds !== null}
        onChange={(next) => onChange(next === '' ? undefined : next)}
        className="[&_.cm-content]:!min-h-8"
      />
      {holds !== null && (
        <p className="flex items-center gap-1 text-muted text-xs">
          {holds ? (
            <Check aria-hidden className="size-3 text-success" />
          ) : (
            <X aria-hidden className="size-3 text-danger" />
          )}
          {holds ? text.fields.conditions.holds : text.fields.conditions.fails}
        </p>
      )}
    </div>
  );
}
