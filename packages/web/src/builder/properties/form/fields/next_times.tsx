import { Clock } from 'lucide-react';
import { DateTime } from 'luxon';
import { FieldError } from '../../../../components/ui/field.tsx';
import { text } from '../../../../strings/builder.ts';
import { forms } from '../../../../strings/forms.ts';

interface NextTimesProps {
  /** ISO times; null while they are on their way. */
  times: readonly string[] | null;
  /** What the clocks do to each of them. */
  notes?: readonly (string | null)[];
  /** What clock changes will do after these times. */
  ahead?: readonly string[];
  description: string | null;
  problem?: string | null;
  timezone: string;
}

/** A schedule in words with its next times, in its time zone. */
export function NextTimes({ times, notes = [], ahead = [], description, problem, timezone }: NextTimesProps) {
  if (problem) return <FieldError message={problem} />;
  return (
    <div className="rounded-md border border-line bg-sunken/50 px-3 py-2">
      {description && <p className="font-medium text-sm">{description}</p>}
      <p className="mt-1 text-muted text-xs">
        {times ? text.fields.cron.next_in(timezone) : text.fields.cron.checking}
      </p>
      {times && (
        <ol className="mt-1 flex flex-col gap-0.5">
          {times.map((time, index) => (
            <li key={time}>
              <time dateTime={time} className="text-xs tabular-nums">
                {written(time, timezone)}
              </time>
              {notes[index] && <p className="mb-1 text-warning text-xs">{notes[index]}</p>}
            </li>
          ))}
        </ol>
      )}
      {ahead.length > 0 && (
        <div className="mt-2 flex items-start gap-1.5 border-line border-t pt-2 text-muted text-xs">
          <Clock aria-hidden className="mt-0.5 size-3 shrink-0" />
          <ul aria-label={forms.schedule.daylight} className="flex min-w-0 flex-col gap-1">
            {ahead.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

/** Seconds only where there are any. */
function written(time: string, timezone: string): string {
  const at = DateTime.fromISO(time, { zone: timezone });
  const format = at.second === 0 ? "ccc d LLL yyyy, HH:mm 'UTC'ZZ" : "ccc d LLL yyyy, HH:mm:ss 'UTC'ZZ";
  return at.toFormat(format, { locale: 'en' });
}
