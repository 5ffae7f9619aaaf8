import { ExpressionInput } from '../../../expressions/expression_input.tsx';
import { wantedProp } from '../../../expressions/wanted.ts';
import type { FieldProps } from '../field_props.ts';
import { written } from './text.tsx';

/** A value given by an expression, or a text with expressions in it; several lines. */
export function ExpressionField({ spec, value, onChange, id, describedBy, invalid, readOnly }: FieldProps) {
  return (
    <ExpressionInput
      value={written(value ?? spec.fallback)}
      onChange={(next) => onChange(next === '' ? undefined : next)}
      label={spec.title}
      id={id}
      describedBy={describedBy}
      invalid={invalid}
      readOnly={readOnly}
      required={spec.required}
      multiline={spec.kind === 'code'}
      bare={spec.bare}
      placeholder={spec.placeholder}
      {...wantedProp(spec)}
      className="[&_.cm-content]:whitespace-pre-wrap"
    />
  );
}
