import { DateTime } from 'luxon';
import { FieldError } from '../../../../components/ui/field.tsx';
import { text } from '../../../../strings/builder.ts';

interface NextTimesProps {
  /** ISO times; null while they are on their way. */
  times: readonly string[] | null;
  description: string | null;
  problem: string | null;
  timezone: string;
}

/** A schedule in words with its next times, in its time zone. */
export function NextTimes({ times, description, problem, timezone }: NextTimesProps) {
  if (problem) return <FieldError message={problem} />;
  return (
    <div className="rounded-md border border-line bg-sunken/50 px-3 py-2">
      {description && <p className="font-medium text-sm">{description}</p>}
      <p className="mt-1 text-muted text-xs">
        {times ? text.fields.cron.next_in(timezone) : text.fields.cron.checking}
      </p>
      {times && (
        <ol className="mt-1 flex flex-col gap-0.5">
          {times.map((time) => (
            <li key={time}>
              <time dateTime={time} className="text-xs tabular-nums">
                {written(time, timezone)}
              </time>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}

/** Seconds only where there are any. */
function written(time: string, timezone: string): string {
  const at = DateTime.fromISO(time, { zone: timezone });
  return at.toFormat(at.second === 0 ? "ccc d LLL yyyy, HH:mm 'UTC'ZZ" : "ccc d LLL yyyy, HH:mm:ss 'UTC'ZZ");
}
