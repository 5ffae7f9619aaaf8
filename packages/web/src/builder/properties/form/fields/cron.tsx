import { useState } from 'react';
import { Input } from '../../../../components/ui/input.tsx';
import { Select } from '../../../../components/ui/select.tsx';
import { forms } from '../../../../strings/forms.ts';
import { type CronMode, cronModes, readCron, startOf, writeCron } from '../cron_parts.ts';
import type { FieldProps } from '../field_props.ts';
import { CronHelper } from './cron_helper.tsx';
import { SchedulePreview } from './schedule_preview.tsx';

const words = forms.schedule;
const modes = cronModes.map((value) => ({ value, label: words.modes[value] }));

/** A cron expression: put together from the usual questions or written, in words, and its next five times. */
export function CronField({ spec, value, onChange, id, describedBy, invalid, readOnly }: FieldProps) {
  const cron = typeof value === 'string' ? value : '';
  const read = readCron(cron);
  // Whoever chose to write an expression goes on writing, also when it happens to be a usual one.
  const [writing, setWriting] = useState(read.mode === 'custom');
  const mode: CronMode = writing ? 'custom' : read.mode;

  function choose(next: CronMode) {
    setWriting(next === 'custom');
    const written = writeCron(startOf(next, read));
    if (written !== undefined && next !== read.mode) onChange(written);
  }

  return (
    <div className="flex flex-col gap-2">
      <Select aria-label={words.repeats} options={modes} value={mode} disabled={readOnly} onChange={choose} />
      {mode !== 'custom' && (
        <CronHelper parts={read} readOnly={readOnly} onChange={(parts) => onChange(writeCron(parts))} />
      )}
      <Input
        id={id}
        className="font-mono"
        value={cron}
        placeholder={spec.placeholder}
        readOnly={readOnly}
        spellCheck={false}
        autoComplete="off"
        aria-describedby={describedBy}
        aria-invalid={invalid || undefined}
        aria-required={spec.required || undefined}
        onChange={(event) => {
          setWriting(true);
          onChange(event.target.value === '' ? undefined : event.target.value);
        }}
      />
      {cron.trim() !== '' && <SchedulePreview field="cron" told={invalid} />}
    </div>
  );
}
