import { Input } from '../../../../components/ui/input.tsx';
import { Textarea } from '../../../../components/ui/textarea.tsx';
import { isRecord } from '../../../document/edits/update_config.ts';
import { ExpressionInput } from '../../../expressions/expression_input.tsx';
import { wantedProp } from '../../../expressions/wanted.ts';
import type { FieldProps } from '../field_props.ts';
import { useNodeForm } from '../node_form_context.tsx';

/** Text of one line. */
export function TextField(props: FieldProps) {
  return <AnyText {...props} multiline={false} />;
}

/** Text of several lines. */
export function MultilineField(props: FieldProps) {
  return <AnyText {...props} multiline />;
}

function AnyText({
  spec,
  value,
  onChange,
  id,
  describedBy,
  invalid,
  readOnly,
  multiline,
}: FieldProps & { multiline: boolean }) {
  const { expressions } = useNodeForm();
  const shown = written(value ?? spec.fallback);
  const change = (next: string) => onChange(next === '' ? undefined : next);
  if (expressions) {
    return (
      <ExpressionInput
        value={shown}
        onChange={change}
        label={spec.title}
        id={id}
        describedBy={describedBy}
        invalid={invalid}
        readOnly={readOnly}
        required={spec.required}
        multiline={multiline}
        bare={spec.bare}
        placeholder={spec.placeholder}
        {...wantedProp(spec)}
      />
    );
  }
  const Control = multiline ? Textarea : Input;
  return (
    <Control
      id={id}
      value={shown}
      placeholder={spec.placeholder}
      readOnly={readOnly}
      aria-describedby={describedBy}
      aria-invalid={invalid || undefined}
      aria-required={spec.required || undefined}
      onChange={(event) => change(event.target.value)}
    />
  );
}

/** What a text field shows of a value that an import or the API put there with another type. */
export function written(value: unknown): string {
  if (value === undefined || value === null) return '';
  return Array.isArray(value) || isRecord(value) ? JSON.stringify(value) : String(value);
}
