import { Input } from '../../../../components/ui/input.tsx';
import type { FieldProps } from '../field_props.ts';

/** A day, or a day and a time of the clock on the wall; the time zone is a field of its own. */
export function DateField({ spec, value, onChange, id, describedBy, invalid, readOnly }: FieldProps) {
  const kind = spec.kind === 'date' ? 'date' : 'datetime-local';
  const given = typeof value === 'string' ? value : '';
  // A value with an offset or seconds is kept as it was written until somebody changes it.
  const fits =
    kind === 'date'
      ? /^\d{4}-\d{2}-\d{2}$/.test(given)
      : /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(given);
  return (
    <Input
      id={id}
      type={given === '' || fits ? kind : 'text'}
      value={given}
      readOnly={readOnly}
      aria-describedby={describedBy}
      aria-invalid={invalid || undefined}
      aria-required={spec.required || undefined}
      onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
    />
  );
}
