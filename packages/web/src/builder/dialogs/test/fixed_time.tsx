import { useId } from 'react';
import { Field } from '../../../components/ui/field.tsx';
import { Input } from '../../../components/ui/input.tsx';
import { Switch } from '../../../components/ui/switch.tsx';
import { testing } from '../../../strings/tests.ts';

const words = testing.dialog;

/** A moment in UTC as the API takes it. */
export function isTime(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z$/.test(text) && !Number.isNaN(Date.parse(text));
}

/** Whether the test sees a fixed time, and which; null: the time that it is. */
export function FixedTime({
  value,
  onChange,
}: {
  value: string | null;
  onChange: (value: string | null) => void;
}) {
  const id = useId();
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-center gap-2">
        <Switch
          id={id}
          checked={value !== null}
          onCheckedChange={(on) => onChange(on ? `${new Date().toISOString().slice(0, 19)}Z` : null)}
        />
        <label htmlFor={id} className="text-sm">
          {words.fixed_time}
        </label>
      </div>
      {value !== null && (
        <Field label={words.at} hint={words.fixed_time_hint} error={isTime(value) ? null : words.bad_time}>
          {(control) => (
            <Input
              {...control}
              className="max-w-64 font-mono text-xs"
              value={value}
              onChange={(event) => onChange(event.target.value)}
            />
          )}
        </Field>
      )}
    </div>
  );
}
