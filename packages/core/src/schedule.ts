/**
 * When a schedule comes next, in a time zone and right across daylight saving. Cron follows the clock on the wall (see
 * `cron.ts`); an interval counts real time; one time in the gap of a clock change is refused, because it does not exist.
 */
import cronstrue from 'cronstrue';
import { DateTime, IANAZone } from 'luxon';
import { z } from 'zod';
import { checkCron, cronTimes, longestCron } from './cron.ts';
import { closest } from './expression/closest.ts';
import { ScheduleError } from './schedule_error.ts';
import { schemaSentence } from './schema_sentence.ts';

export { ScheduleError, type ScheduleErrorCode } from './schedule_error.ts';

const unitSeconds = { seconds: 1, minutes: 60, hours: 3_600, days: 86_400 } as const;
const intervalUnits = ['seconds', 'minutes', 'hours', 'days'] as const;

/** Bounds of an interval in seconds. One second is for machines of one's own; shared installations should ask for 60. */
export const intervalLimits = { min: 1, max: 366 * 86_400 } as const;

const onlyFor = (type: string) => ({ show_if: { field: 'schedule_type', equals: type }, needed: true });

export const scheduleConfigSchema = z.object({
  schedule_type: z
    .enum(['cron', 'interval', 'once'])
    .default('cron')
    .meta({
      title: 'Runs',
      enum_labels: { cron: 'At set times (cron)', interval: 'Every so often', once: 'Once' },
    }),
  cron: z
    .string()
    .max(longestCron)
    .optional()
    .meta({
      title: 'Cron expression',
      description: 'Minute, hour, day of the month, month, weekday: "0 9 * * 1-5" is 9:00 on working days.',
      field: 'cron',
      placeholder: '0 9 * * 1-5',
      ...onlyFor('cron'),
    }),
  interval: z
    .object({
      value: z.number().positive().meta({ title: 'Every' }),
      unit: z.enum(intervalUnits).default('minutes').meta({ title: 'Unit' }),
    })
    .optional()
    .meta({
      title: 'Interval',
      description: 'From 1 second to 366 days of real time, counted from the moment of the deploy.',
      field: 'interval',
      ...onlyFor('interval'),
    }),
  at: z
    .string()
    .max(100)
    .optional()
    .meta({
      title: 'Date and time',
      description: 'Without an offset it is meant in the time zone below.',
      field: 'datetime',
      ...onlyFor('once'),
    }),
  timezone: z.string().max(100).optional().meta({
    title: 'Time zone',
    description: "When none is chosen, that of the workflow's settings.",
    field: 'timezone',
    placeholder: 'Europe/Berlin',
  }),
});
export type ScheduleConfig = z.infer<typeof scheduleConfigSchema>;

export type Schedule = { timezone: string } & (
  | { type: 'cron'; cron: string }
  | { type: 'interval'; milliseconds: number; value: number; unit: (typeof intervalUnits)[number] }
  | { type: 'once'; at: Date }
);

/**
 * Checks a trigger's configuration. `timezone` is the workflow's, for a schedule that names none (default UTC).
 * @throws ScheduleError with a sentence and the field it is about.
 */
export function parseSchedule(
  config: unknown,
  { timezone: fallback = 'UTC' }: { timezone?: string } = {},
): Schedule {
  const parsed = scheduleConfigSchema.safeParse(config);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const field = String(issue!.path[0] ?? '');
    const value =
      typeof config === 'object' && config !== null ? (config as Record<string, unknown>)[field] : config;
    throw new ScheduleError(
      'invalid_schedule',
      field,
      `${field || 'The schedule'} ${schemaSentence(issue!, value)}`,
    );
  }
  const { schedule_type, cron, interval, at } = parsed.data;
  const timezone = checkTimezone(parsed.data.timezone?.trim() || fallback);
  switch (schedule_type) {
    case 'cron':
      return { type: 'cron', timezone, cron: checkCron(cron ?? '') };
    case 'interval':
      return { type: 'interval', timezone, ...checkInterval(interval) };
    case 'once':
      return { type: 'once', timezone, at: checkDate(at?.trim() ?? '', timezone) };
  }
}

/** @throws ScheduleError `unknown_timezone`, with the name that was probably meant. */
export function checkTimezone(name: string): string {
  if (/^[A-Za-z]/.test(name) && IANAZone.isValidZone(name)) return name;
  const meant = closest(name, ['UTC', ...Intl.supportedValuesOf('timeZone')]);
  const hint = meant ? `did you mean ${meant}?` : 'use a name such as Europe/Berlin or UTC';
  throw new ScheduleError(
    'unknown_timezone',
    'timezone',
    `There is no time zone "${name.slice(0, 100)}"; ${hint}`,
  );
}

function checkInterval(interval: ScheduleConfig['interval']) {
  if (!interval)
    throw new ScheduleError('invalid_interval', 'interval', 'Say how often: the interval has no value');
  const { value, unit } = interval;
  const seconds = value * unitSeconds[unit];
  if (seconds < intervalLimits.min) {
    throw new ScheduleError('invalid_interval', 'interval', 'The shortest interval is 1 second');
  }
  if (seconds > intervalLimits.max) {
    throw new ScheduleError('invalid_interval', 'interval', 'The longest interval is 366 days');
  }
  return { milliseconds: Math.round(seconds * 1_000), value, unit };
}

function checkDate(text: string, timezone: string): Date {
  if (text === '') throw new ScheduleError('invalid_date', 'at', 'Say when: the date and time are empty');
  const local = DateTime.fromISO(text, { zone: timezone, setZone: true });
  if (!local.isValid) {
    throw new ScheduleError(
      'invalid_date',
      'at',
      `"${text}" is not a date and time; write it as 2027-01-31T09:00`,
    );
  }
  // luxon moves a time in the gap forward; reading it as UTC shows what was written.
  const written = DateTime.fromISO(text, { zone: 'utc', setZone: true });
  const hasOffset = /[zZ]$|[+-]\d\d(:?\d\d)?$/.test(text.slice(text.indexOf('T') + 1)) && text.includes('T');
  if (!hasOffset && (written.hour !== local.hour || written.minute !== local.minute)) {
    throw new ScheduleError(
      'invalid_date',
      'at',
      `${written.toFormat('yyyy-MM-dd HH:mm')} does not exist in ${timezone}: the clocks are put forward then. Choose another time`,
    );
  }
  // Of a time that comes twice, the first.
  return (hasOffset ? local : local.getPossibleOffsets()[0]!).toJSDate();
}

/**
 * Up to `count` next times after `after` (exclusive), in order. An interval is counted from `after`: give the time at which it
 * last came (or the deploy), not the present. A one-time schedule has at most one.
 * @throws ScheduleError as {@link parseSchedule}.
 */
export function nextTimes(
  config: unknown,
  { timezone, after, count }: { timezone?: string; after: Date; count: number },
): Date[] {
  const schedule = parseSchedule(config, { timezone });
  switch (schedule.type) {
    case 'cron':
      return cronTimes(schedule.cron, schedule.timezone, after, count);
    case 'interval':
      return Array.from(
        { length: count },
        (_, i) => new Date(after.getTime() + (i + 1) * schedule.milliseconds),
      );
    case 'once':
      return schedule.at > after && count > 0 ? [schedule.at] : [];
  }
}

/** @throws ScheduleError `past` for a one-time schedule that no longer comes. */
export function refusePast(schedule: Schedule, now: Date): void {
  if (schedule.type === 'once' && schedule.at <= now) {
    throw new ScheduleError(
      'past',
      'at',
      `${wallTime(schedule.at, schedule.timezone)} is in the past; choose a later time`,
    );
  }
}

const wallTime = (at: Date, timezone: string) =>
  `${DateTime.fromJSDate(at, { zone: timezone }).toFormat('yyyy-MM-dd HH:mm')} (${timezone})`;

/** The schedule in words: "At 09:00, Monday through Friday (Europe/Berlin)". */
export function describeSchedule(config: unknown, timezone?: string): string {
  const schedule = parseSchedule(config, { timezone });
  switch (schedule.type) {
    case 'cron':
      return `${describeCron(schedule.cron)} (${schedule.timezone})`;
    case 'interval': {
      const { value, unit } = schedule;
      return value === 1 ? `Every ${unit.slice(0, -1)}` : `Every ${value} ${unit}`;
    }
    case 'once':
      return `Once, on ${wallTime(schedule.at, schedule.timezone)}`;
  }
}

function describeCron(cron: string): string {
  const words = cronstrue.toString(cron, { use24HourTimeFormat: true });
  const [, , day, , weekday] = cron.split(' ');
  // Either is enough when both are given; cronstrue says "and".
  return day !== '*' && weekday !== '*' ? words.replace(', and on ', ', or on ') : words;
}
