import { useMemo } from 'react';
import { Combobox } from '../../../../components/ui/combobox.tsx';
import { text } from '../../../../strings/builder.ts';
import type { FieldProps } from '../field_props.ts';

/** A time zone, found by typing. */
export function TimezoneField({ spec, value, onChange, id, describedBy, invalid, readOnly }: FieldProps) {
  return (
    <TimezonePicker
      value={typeof value === 'string' ? value : undefined}
      onChange={onChange}
      label={spec.title}
      id={id}
      describedBy={describedBy}
      invalid={invalid}
      disabled={readOnly}
      placeholder={spec.required ? text.fields.choose : text.fields.timezone_default}
    />
  );
}

interface TimezonePickerProps {
  value: string | undefined;
  onChange: (value: string | undefined) => void;
  label: string;
  id?: string;
  describedBy?: string;
  invalid?: boolean;
  disabled?: boolean;
  placeholder: string;
}

const unset = 'workflow default';

/** The list of time zones with their distance to UTC; the first entry chooses none. */
export function TimezonePicker(props: TimezonePickerProps) {
  const { value, onChange, label, id, describedBy, invalid, disabled, placeholder } = props;
  const options = useMemo(() => [{ value: unset, label: placeholder }, ...zones()], [placeholder]);
  return (
    <Combobox
      id={id}
      options={options}
      value={value}
      onChange={(next) => onChange(next === unset ? undefined : next)}
      placeholder={placeholder}
      searchPlaceholder={text.fields.timezone}
      disabled={disabled}
      aria-label={label}
      aria-describedby={describedBy}
      aria-invalid={invalid ? true : undefined}
    />
  );
}

function zones() {
  const names = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((name) => name !== 'UTC')];
  return names.map((name) => ({
    value: name,
    label: name.replaceAll('_', ' '),
    description: offsetOf(name),
  }));
}

const formats = new Map<string, string>();

function offsetOf(zone: string): string {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(
    new Date(),
  );
  const offset = parts.find((part) => part.type === 'timeZoneName')?.value.replace('GMT', 'UTC') ?? '';
  formats.set(zone, offset);
  return offset;
}
