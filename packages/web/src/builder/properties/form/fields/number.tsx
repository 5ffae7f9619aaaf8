import { Input } from '../../../../components/ui/input.tsx';
import type { FieldProps } from '../field_props.ts';

/** A number; empty is the default, shown as the placeholder. */
export function NumberField({ spec, value, onChange, id, describedBy, invalid, readOnly }: FieldProps) {
  const fallback = typeof spec.fallback === 'number' ? String(spec.fallback) : undefined;
  return (
    <Input
      id={id}
      type="number"
      inputMode="decimal"
      step="any"
      min={spec.min}
      max={spec.max}
      readOnly={readOnly}
      value={typeof value === 'number' || typeof value === 'string' ? value : ''}
      placeholder={spec.placeholder ?? fallback}
      aria-describedby={describedBy}
      aria-invalid={invalid || undefined}
      aria-required={spec.required || undefined}
      onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.valueAsNumber)}
    />
  );
}
