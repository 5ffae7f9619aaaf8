/** A cron expression as the usual questions that people ask it by, and back. What fits none of them is `custom`. Pure. */

export type CronParts =
  | { mode: 'minutes'; every: number }
  | { mode: 'hourly'; minute: number }
  | { mode: 'daily'; time: string }
  | { mode: 'weekly'; time: string; days: readonly number[] }
  | { mode: 'monthly'; time: string; day: number }
  | { mode: 'custom' };

export type CronMode = CronParts['mode'];
export const cronModes = [
  'minutes',
  'hourly',
  'daily',
  'weekly',
  'monthly',
  'custom',
] as const satisfies readonly CronMode[];

const weekdays = 'SUN MON TUE WED THU FRI SAT'.split(' ');

/** What an expression asks for. */
export function readCron(expression: string): CronParts {
  const parts = expression.trim().split(/\s+/);
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = parts;
  if (parts.length !== 5 || month !== '*') return { mode: 'custom' };
  const always = hour === '*' && day === '*' && weekday === '*';
  if (always && minute === '*') return { mode: 'minutes', every: 1 };
  const every = /^\*\/(\d{1,2})$/.exec(minute)?.[1];
  if (always && every && within(Number(every), 1, 59)) return { mode: 'minutes', every: Number(every) };
  const at = numberIn(minute, 59);
  if (at === null) return { mode: 'custom' };
  if (always) return { mode: 'hourly', minute: at };
  const hours = numberIn(hour, 23);
  if (hours === null) return { mode: 'custom' };
  const time = `${two(hours)}:${two(at)}`;
  if (day === '*' && weekday === '*') return { mode: 'daily', time };
  const days = day === '*' ? daysOf(weekday) : null;
  if (days) return { mode: 'weekly', time, days };
  const ofMonth = weekday === '*' ? numberIn(day, 31) : null;
  return ofMonth ? { mode: 'monthly', time, day: ofMonth } : { mode: 'custom' };
}

/** The expression of what was chosen; undefined for one that somebody writes. */
export function writeCron(parts: CronParts): string | undefined {
  switch (parts.mode) {
    case 'minutes':
      return parts.every <= 1 ? '* * * * *' : `*/${parts.every} * * * *`;
    case 'hourly':
      return `${parts.minute} * * * *`;
    case 'daily':
      return `${clock(parts.time)} * * *`;
    case 'weekly':
      return `${clock(parts.time)} * * ${weekdaysText(parts.days)}`;
    case 'monthly':
      return `${clock(parts.time)} ${parts.day} * *`;
    case 'custom':
      return undefined;
  }
}

/** What a kind of repetition begins with; the time that was chosen before stays. */
export function startOf(mode: CronMode, before: CronParts): CronParts {
  const time = 'time' in before ? before.time : '09:00';
  switch (mode) {
    case 'minutes':
      return { mode, every: 15 };
    case 'hourly':
      return { mode, minute: 0 };
    case 'daily':
      return { mode, time };
    case 'weekly':
      return { mode, time, days: [1, 2, 3, 4, 5] };
    case 'monthly':
      return { mode, time, day: 1 };
    case 'custom':
      return { mode };
  }
}

const two = (value: number) => String(value).padStart(2, '0');
const within = (value: number, min: number, max: number) => value >= min && value <= max;

function numberIn(text: string, max: number): number | null {
  return /^\d{1,2}$/.test(text) && Number(text) <= max ? Number(text) : null;
}

/** `09:05` → `5 9`. */
function clock(time: string): string {
  const [hour = '0', minute = '0'] = time.split(':');
  return `${Number(minute) || 0} ${Number(hour) || 0}`;
}

function daysOf(text: string): number[] | null {
  const days = new Set<number>();
  for (const item of text.split(',')) {
    const [from = '', to = from, ...more] = item.split('-');
    const first = dayOf(from);
    const last = dayOf(to);
    if (first === null || last === null || more.length > 0) return null;
    const end = last < first ? (last === 0 ? 7 : -1) : last;
    if (end < 0) return null;
    for (let day = first; day <= end; day++) days.add(day % 7);
  }
  return [...days].sort((a, b) => a - b);
}

function dayOf(text: string): number | null {
  const named = weekdays.indexOf(text.toUpperCase());
  if (named >= 0) return named;
  return /^[0-7]$/.test(text) ? Number(text) % 7 : null;
}

/** `1-5` for Monday to Friday, `1,3` for others. No day at all is none that a schedule could have: Monday. */
function weekdaysText(days: readonly number[]): string {
  const sorted = [...new Set(days)].sort((a, b) => a - b);
  if (sorted.length === 0) return '1';
  const [first = 0] = sorted;
  const last = sorted.at(-1)!;
  return sorted.length > 2 && last - first === sorted.length - 1 ? `${first}-${last}` : sorted.join(',');
}
