/** Pure: which times of a schedule are to be fired now, and when it comes next. */
import { nextTimes } from '@millrace/core';

export interface DueSchedule {
  config: unknown;
  timezone: string;
  /** The first time that was not fired. */
  next_due_at: Date;
  missed: 'skip' | 'once' | 'all';
}

export interface Firing {
  fire: Date[];
  /** Null: it will not come again. */
  next: Date | null;
}

/** How many missed times are caught up at most; older ones are gone. */
export const mostCaughtUp = 100;
/** A time that is this late, in milliseconds, was missed; less where the schedule comes more often. */
const longestGrace = 30_000;

/** What of a schedule whose next time has come is to be fired. `now` is the database's clock. */
export function dueTimes(schedule: DueSchedule, now: Date): Firing {
  const passed = latestTimes(schedule, now);
  const latest = passed.at(-1)!;
  const [next = null] = nextTimes(schedule.config, { timezone: schedule.timezone, after: latest, count: 1 });
  if (schedule.missed === 'all') return { fire: passed, next };
  const late = now.getTime() - latest.getTime();
  const fresh = late <= graceOf(latest, next);
  return { fire: schedule.missed === 'once' || fresh ? [latest] : [], next };
}

function graceOf(latest: Date, next: Date | null): number {
  const period = next ? next.getTime() - latest.getTime() : Number.POSITIVE_INFINITY;
  return Math.min(longestGrace, Math.max(1_000, period / 2));
}

/** The times from `next_due_at` up to `now`, at most the latest hundred: found backwards, so that a year away costs no more. */
function latestTimes({ config, timezone, next_due_at, missed }: DueSchedule, now: Date): Date[] {
  const wanted = missed === 'all' ? mostCaughtUp : 1;
  const interval = intervalOf(config);
  if (interval) return latestOfInterval(next_due_at, interval, now, wanted);
  for (let window = 60_000; ; window *= 4) {
    const from = now.getTime() - window;
    const whole = from <= next_due_at.getTime();
    const after = whole ? new Date(next_due_at.getTime() - 1) : new Date(from);
    const times = timesUpTo({ config, timezone }, after, now);
    if (whole) return times.length > 0 ? times.slice(-wanted) : [next_due_at];
    if (times.length >= wanted) return times.slice(-wanted);
  }
}

function timesUpTo(
  { config, timezone }: { config: unknown; timezone: string },
  after: Date,
  now: Date,
): Date[] {
  const times: Date[] = [];
  for (let from = after; ; ) {
    const more = nextTimes(config, { timezone, after: from, count: mostCaughtUp });
    for (const time of more) {
      if (time > now) return times;
      times.push(time);
    }
    const last = more.at(-1);
    if (!last || more.length < mostCaughtUp) return times;
    from = last;
  }
}

/** Milliseconds between the times of an interval; null for other schedules. */
function intervalOf(config: unknown): number | null {
  if ((config as { schedule_type?: string }).schedule_type !== 'interval') return null;
  const [first, second] = nextTimes(config, { after: new Date(0), count: 2 });
  return second!.getTime() - first!.getTime();
}

function latestOfInterval(first: Date, period: number, now: Date, wanted: number): Date[] {
  const passed = Math.floor((now.getTime() - first.getTime()) / period) + 1;
  const count = Math.min(Math.max(passed, 1), wanted);
  return Array.from(
    { length: count },
    (_, index) => new Date(first.getTime() + (Math.max(passed, 1) - count + index) * period),
  );
}
