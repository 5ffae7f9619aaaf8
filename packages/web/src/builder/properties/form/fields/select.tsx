import { Select } from '../../../../components/ui/select.tsx';
import { text } from '../../../../strings/builder.ts';
import type { FieldProps } from '../field_props.ts';

/** One of a few values. */
export function SelectField({ spec, value, onChange, id, describedBy, invalid, readOnly }: FieldProps) {
  const chosen = value ?? spec.fallback;
  return (
    <Select
      id={id}
      options={spec.options ?? []}
      value={chosen === undefined || chosen === null ? undefined : String(chosen)}
      onChange={onChange}
      placeholder={text.fields.choose}
      disabled={readOnly}
      aria-label={spec.title}
      aria-describedby={describedBy}
      aria-invalid={invalid || undefined}
    />
  );
}
