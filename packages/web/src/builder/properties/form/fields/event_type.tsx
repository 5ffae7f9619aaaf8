import { useQuery } from '@tanstack/react-query';
import { eventTypesQuery } from '../../../../api/queries.ts';
import { Button } from '../../../../components/ui/button.tsx';
import { Combobox } from '../../../../components/ui/combobox.tsx';
import { text } from '../../../../strings/builder.ts';
import { forms } from '../../../../strings/forms.ts';
import { usePin } from '../../../results/use_pins.ts';
import { ValueView } from '../../../results/value_view.tsx';
import { useEventSample } from '../event_sample.ts';
import type { FieldProps } from '../field_props.ts';
import { useNodeForm } from '../node_form_context.tsx';

const words = forms.event;

/** The name of an event: one that is known, with its sample, or a new one. */
export function EventTypeField({ spec, value, onChange, id, describedBy, invalid, readOnly }: FieldProps) {
  const { node } = useNodeForm();
  const types = useQuery(eventTypesQuery());
  const options = (types.data?.data ?? []).map(({ name, description }) => ({
    value: name,
    label: name,
    description: description ?? undefined,
  }));
  return (
    <div className="flex flex-col gap-2">
      <Combobox
        id={id}
        options={options}
        value={typeof value === 'string' ? value : undefined}
        onChange={(next) => onChange(next.trim() === '' ? undefined : next.trim())}
        allowCustom
        placeholder={spec.placeholder ?? text.fields.event_type}
        searchPlaceholder={text.fields.event_type_search}
        emptyText={text.fields.event_type_none}
        disabled={readOnly}
        aria-label={spec.title}
        aria-describedby={describedBy}
        aria-invalid={invalid ? true : undefined}
      />
      {node.subtype === 'event' && typeof value === 'string' && types.data && <Sample type={value} />}
    </div>
  );
}

function Sample({ type }: { type: string }) {
  const { node, readOnly } = useNodeForm();
  const { data, real, declared } = useEventSample();
  const pin = usePin();
  // That a type is not declared is what the checks say.
  if (data === undefined)
    return declared ? <p className="text-muted text-xs">{words.no_sample(type)}</p> : null;
  return (
    <ValueView
      title={words.sample}
      value={data}
      root="trigger.data"
      maxHeight={180}
      actions={
        !real &&
        !readOnly && (
          <Button size="sm" variant="ghost" onClick={() => pin(node.id, { data })}>
            {words.use_sample}
          </Button>
        )
      }
    />
  );
}
