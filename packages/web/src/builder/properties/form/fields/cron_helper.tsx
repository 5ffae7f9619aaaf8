import { type ReactNode, useState } from 'react';
import { cn } from '../../../../components/ui/cn.ts';
import { Input } from '../../../../components/ui/input.tsx';
import { forms } from '../../../../strings/forms.ts';
import type { CronParts } from '../cron_parts.ts';

const words = forms.schedule;

interface HelperProps<Parts extends CronParts = CronParts> {
  parts: Parts;
  onChange: (parts: CronParts) => void;
  readOnly: boolean;
}

/** The questions of one kind of repetition. */
export function CronHelper({ parts, onChange, readOnly }: HelperProps) {
  switch (parts.mode) {
    case 'minutes':
      return (
        <Row>
          <Whole
            label={words.every}
            value={parts.every}
            min={1}
            max={59}
            readOnly={readOnly}
            onChange={(every) => onChange({ ...parts, every })}
          />
          {60 % parts.every !== 0 && (
            <p className="basis-full text-warning text-xs">{words.uneven(parts.every)}</p>
          )}
        </Row>
      );
    case 'hourly':
      return (
        <Row>
          <Whole
            label={words.minute}
            value={parts.minute}
            min={0}
            max={59}
            readOnly={readOnly}
            onChange={(minute) => onChange({ ...parts, minute })}
          />
        </Row>
      );
    case 'daily':
      return (
        <Row>
          <Time parts={parts} onChange={onChange} readOnly={readOnly} />
        </Row>
      );
    case 'weekly':
      return (
        <Row>
          <Time parts={parts} onChange={onChange} readOnly={readOnly} />
          <Days parts={parts} onChange={onChange} readOnly={readOnly} />
        </Row>
      );
    case 'monthly':
      return (
        <Row>
          <Whole
            label={words.day}
            value={parts.day}
            min={1}
            max={31}
            readOnly={readOnly}
            onChange={(day) => onChange({ ...parts, day })}
          />
          <Time parts={parts} onChange={onChange} readOnly={readOnly} />
          {parts.day > 28 && (
            <p className="basis-full text-warning text-xs">{words.short_month(parts.day)}</p>
          )}
        </Row>
      );
    default:
      return null;
  }
}

function Row({ children }: { children: ReactNode }) {
  return <div className="flex flex-wrap items-center gap-x-4 gap-y-2">{children}</div>;
}

interface WholeProps {
  label: string;
  value: number;
  min: number;
  max: number;
  readOnly: boolean;
  onChange: (value: number) => void;
}

/** What is being typed stays as it is until it is left: emptied to be typed anew it is no number for a moment. */
function Whole({ label, value, min, max, readOnly, onChange }: WholeProps) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the input inside is its control
    <label className="flex items-center gap-2 text-muted text-sm">
      {label}
      <Input
        className="w-16"
        type="number"
        min={min}
        max={max}
        step={1}
        value={typed ?? value}
        readOnly={readOnly}
        onChange={(event) => {
          setTyped(event.target.value);
          const next = event.target.valueAsNumber;
          if (Number.isInteger(next) && next >= min && next <= max) onChange(next);
        }}
        onBlur={() => setTyped(null)}
      />
    </label>
  );
}

function Time({ parts, onChange, readOnly }: HelperProps<Extract<CronParts, { time: string }>>) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the input inside is its control
    <label className="flex items-center gap-2 text-muted text-sm">
      {words.time}
      <Input
        className="w-28"
        type="time"
        value={parts.time}
        readOnly={readOnly}
        onChange={(event) =>
          event.target.value !== '' && onChange({ ...parts, time: event.target.value.slice(0, 5) })
        }
      />
    </label>
  );
}

/** Monday first, as a working week is read. */
const order = [1, 2, 3, 4, 5, 6, 0];

function Days({ parts, onChange, readOnly }: HelperProps<Extract<CronParts, { mode: 'weekly' }>>) {
  const toggle = (day: number) => {
    const days = parts.days.includes(day)
      ? parts.days.filter((other) => other !== day)
      : [...parts.days, day];
    // One day at least: without any there would be no schedule.
    if (days.length > 0) onChange({ ...parts, days });
  };
  return (
    <fieldset className="flex flex-wrap items-center gap-1">
      <legend className="sr-only">{words.days}</legend>
      {order.map((day) => {
        const on = parts.days.includes(day);
        return (
          <button
            key={day}
            type="button"
            aria-pressed={on}
            aria-label={words.weekdays[day]}
            disabled={readOnly}
            className={cn(
              'h-7 min-w-9 rounded-md border px-1.5 font-medium text-xs transition-colors duration-150',
              on
                ? 'border-accent bg-accent-soft text-accent-text'
                : 'border-control text-muted hover:text-fg',
            )}
            onClick={() => toggle(day)}
          >
            {words.weekdays[day]!.slice(0, 3)}
          </button>
        );
      })}
    </fieldset>
  );
}
