import { Switch } from '../../../../components/ui/switch.tsx';
import type { FieldProps } from '../field_props.ts';

/** On or off. */
export function SwitchField({ spec, value, onChange, id, describedBy, readOnly }: FieldProps) {
  return (
    <Switch
      id={id}
      aria-label={spec.title}
      aria-describedby={describedBy}
      disabled={readOnly}
      checked={(value ?? spec.fallback) === true}
      onCheckedChange={(checked) => onChange(checked === (spec.fallback ?? false) ? undefined : checked)}
    />
  );
}
