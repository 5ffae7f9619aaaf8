import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { messageOf } from '../../../../api/errors.ts';
import { schedulePreviewQuery } from '../../../../api/queries.ts';
import { Input } from '../../../../components/ui/input.tsx';
import { Select } from '../../../../components/ui/select.tsx';
import { text } from '../../../../strings/builder.ts';
import type { FieldProps } from '../field_props.ts';
import { useNodeForm } from '../node_form_context.tsx';
import { NextTimes } from './next_times.tsx';

const words = text.fields.cron;
const presets = [
  { value: '* * * * *', label: words.minute },
  { value: '*/15 * * * *', label: words.quarter },
  { value: '0 * * * *', label: words.hourly },
  { value: '0 9 * * *', label: words.daily },
  { value: '0 9 * * 1-5', label: words.weekdays },
  { value: '0 9 * * 1', label: words.weekly },
  { value: '0 9 1 * *', label: words.monthly },
];

/** A cron expression, with usual ones to start from, in words, and its next five times. */
export function CronField({ spec, value, onChange, id, describedBy, invalid, readOnly }: FieldProps) {
  const { node, timezone } = useNodeForm();
  const cron = typeof value === 'string' ? value : '';
  const zone =
    typeof node.config.timezone === 'string' && node.config.timezone !== '' ? node.config.timezone : timezone;
  return (
    <div className="flex flex-col gap-2">
      <div className="flex gap-2">
        <Input
          id={id}
          className="min-w-0 flex-1 font-mono"
          value={cron}
          placeholder={spec.placeholder}
          readOnly={readOnly}
          spellCheck={false}
          autoComplete="off"
          aria-describedby={describedBy}
          aria-invalid={invalid || undefined}
          aria-required={spec.required || undefined}
          onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
        />
        {!readOnly && (
          <Select
            className="w-36 shrink-0"
            aria-label={words.presets}
            placeholder={words.presets}
            options={presets}
            value={undefined}
            onChange={onChange}
          />
        )}
      </div>
      <CronPreview expression={cron} timezone={zone} told={invalid} />
    </div>
  );
}

/** `told`: what is wrong stands below the field already. */
function CronPreview({
  expression,
  timezone,
  told,
}: {
  expression: string;
  timezone: string;
  told: boolean;
}) {
  const settled = useSettled(expression.trim(), 250);
  const preview = useQuery({
    ...schedulePreviewQuery({ expression: settled, timezone, count: 5 }),
    enabled: settled !== '',
    retry: false,
  });
  if (settled === '') return null;
  const problem = preview.error ? messageOf(preview.error, '') : null;
  if (problem && told) return null;
  return (
    <NextTimes
      times={preview.data?.next ?? null}
      description={preview.data?.description ?? null}
      problem={problem}
      timezone={timezone}
    />
  );
}

/** A value once it has rested. */
export function useSettled<T>(value: T, ms: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}
