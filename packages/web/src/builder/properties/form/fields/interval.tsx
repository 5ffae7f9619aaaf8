import { Input } from '../../../../components/ui/input.tsx';
import { Select } from '../../../../components/ui/select.tsx';
import { text } from '../../../../strings/builder.ts';
import { isRecord } from '../../../document/edits/update_config.ts';
import type { FieldProps } from '../field_props.ts';
import { useNodeForm } from '../node_form_context.tsx';
import { SchedulePreview } from './schedule_preview.tsx';

const words = text.fields.interval;
const units = (['seconds', 'minutes', 'hours', 'days'] as const).map((value) => ({
  value,
  label: words[value],
}));

/** A number and a unit of time; on a schedule with its next times. */
export function IntervalField({ spec, value, onChange, id, describedBy, invalid, readOnly }: FieldProps) {
  const { node } = useNodeForm();
  const interval = isRecord(value) ? value : {};
  const set = (patch: Record<string, unknown>) => onChange({ unit: 'minutes', ...interval, ...patch });
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-center gap-2">
        <Input
          id={id}
          className="w-28"
          type="number"
          min={1}
          step="any"
          value={typeof interval.value === 'number' ? interval.value : ''}
          readOnly={readOnly}
          aria-label={spec.title}
          aria-describedby={describedBy}
          aria-invalid={invalid || undefined}
          aria-required={spec.required || undefined}
          onChange={(event) =>
            set({ value: event.target.value === '' ? undefined : event.target.valueAsNumber })
          }
        />
        <Select
          className="w-36"
          aria-label={words.unit}
          options={units}
          disabled={readOnly}
          value={(interval.unit as (typeof units)[number]['value'] | undefined) ?? 'minutes'}
          onChange={(unit) => set({ unit })}
        />
      </div>
      {node.subtype === 'schedule' && interval.value !== undefined && (
        <SchedulePreview field="interval" told={invalid} />
      )}
    </div>
  );
}
