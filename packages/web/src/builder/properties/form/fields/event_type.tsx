import { useQuery } from '@tanstack/react-query';
import { eventTypesQuery } from '../../../../api/queries.ts';
import { Combobox } from '../../../../components/ui/combobox.tsx';
import { text } from '../../../../strings/builder.ts';
import type { FieldProps } from '../field_props.ts';

/** The name of an event: one that is known, or a new one. */
export function EventTypeField({ spec, value, onChange, id, describedBy, invalid, readOnly }: FieldProps) {
  const types = useQuery(eventTypesQuery());
  const options = (types.data?.data ?? []).map(({ name, description }) => ({
    value: name,
    label: name,
    description: description ?? undefined,
  }));
  return (
    <Combobox
      id={id}
      options={options}
      value={typeof value === 'string' ? value : undefined}
      onChange={(next) => onChange(next.trim())}
      allowCustom
      placeholder={spec.placeholder ?? text.fields.event_type}
      searchPlaceholder={text.fields.event_type_search}
      emptyText={text.fields.event_type_none}
      disabled={readOnly}
      aria-label={spec.title}
      aria-describedby={describedBy}
      aria-invalid={invalid ? true : undefined}
    />
  );
}
