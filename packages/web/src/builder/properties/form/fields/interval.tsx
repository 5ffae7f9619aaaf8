import { describeSchedule, nextTimes } from '@millrace/core';
import { useMemo } from 'react';
import { Input } from '../../../../components/ui/input.tsx';
import { Select } from '../../../../components/ui/select.tsx';
import { text } from '../../../../strings/builder.ts';
import { isRecord } from '../../../document/edits/update_config.ts';
import type { FieldProps } from '../field_props.ts';
import { useNodeForm } from '../node_form_context.tsx';
import { NextTimes } from './next_times.tsx';

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
          value={typeof interval.value === 'number' ? interval.value : ''}
          readOnly={readOnly}
          aria-label={spec.title}
          aria-describedby={describedBy}
          aria-invalid={invalid || undefined}
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
      {node.subtype === 'schedule' && interval.value !== undefined && <IntervalPreview />}
    </div>
  );
}

function IntervalPreview() {
  const { node, timezone } = useNodeForm();
  const preview = useMemo(() => {
    try {
      const times = nextTimes(node.config, { timezone, after: new Date(), count: 5 }).map((time) =>
        time.toISOString(),
      );
      return { times, description: describeSchedule(node.config, timezone), problem: null };
    } catch (error) {
      return {
        times: null,
        description: null,
        problem: error instanceof Error ? error.message : String(error),
      };
    }
  }, [node.config, timezone]);
  return <NextTimes {...preview} timezone={timezone} />;
}
