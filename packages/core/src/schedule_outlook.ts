/**
 * The next times of a schedule with what the clock changes of its time zone do to them, in words. Pure. What is told:
 *  1. a time in the hour that is skipped in spring comes at its end;
 *  2. a time in the hour that comes twice in autumn comes the first time only, or both times where it repeats within the hour;
 *  3. a time of the clock on the wall is another one in UTC afterwards, and an interval another one on the wall.
 */
import { DateTime, IANAZone } from 'luxon';
import { cronTimes } from './cron.ts';
import { type CronFields, cronFields } from './cron_fields.ts';
import { nextTimes, parseSchedule, type Schedule } from './schedule.ts';

export interface Occurrence {
  at: Date;
  /** What the clocks do to this one; null when nothing. */
  note: string | null;
}

export interface ScheduleOutlook {
  times: Occurrence[];
  /** What the next clock changes after these times will do, within a year. */
  ahead: string[];
}

/** A moment at which a time zone changes its distance to UTC, in minutes. */
interface ClockChange {
  at: number;
  before: number;
  after: number;
}

const day = 86_400_000;
const minute = 60_000;
/** Both changes of a year lie within. */
const ahead_days = 370;

/** @throws ScheduleError as `parseSchedule`. */
export function scheduleOutlook(
  config: unknown,
  options: { timezone?: string; after: Date; count: number },
): ScheduleOutlook {
  const schedule = parseSchedule(config, options);
  const times = nextTimes(config, options);
  const zone = IANAZone.create(schedule.timezone);
  const last = times.at(-1) ?? options.after;
  return {
    times: times.map((at, index) => ({
      at,
      note: noteOf(schedule, zone, at, times[index - 1] ?? options.after),
    })),
    ahead: schedule.type === 'once' ? [] : aheadOf(schedule, zone, last.getTime()),
  };
}

function noteOf(schedule: Schedule, zone: IANAZone, at: Date, previous: Date): string | null {
  const local = inZone(at, zone);
  if (schedule.type === 'once') return isDoubled(local) ? onceTwice(local) : null;
  if (schedule.type === 'cron') {
    const doubled = isDoubled(local) ? doubledNote(schedule.cron, zone, local) : null;
    const moved = movedNote(schedule.cron, zone, local);
    if (moved ?? doubled) return moved ?? doubled;
  }
  const before = zone.offset(previous.getTime());
  const shift = local.offset - before;
  if (shift === 0) return null;
  if (schedule.type === 'interval')
    return `The clocks were ${wayOf(shift)}: from here on ${lengthOf(shift)} ${shift > 0 ? 'later' : 'earlier'} by the clock, because an interval counts real time.`;
  return followsHours(schedule.cron)
    ? `The clocks were ${wayOf(shift)}: from here on ${lengthOf(shift)} ${shift > 0 ? 'earlier' : 'later'} in UTC.`
    : null;
}

function aheadOf(schedule: Exclude<Schedule, { type: 'once' }>, zone: IANAZone, from: number): string[] {
  const changes = clockChanges(zone, from, from + ahead_days * day);
  if (schedule.type === 'interval') {
    const [change] = changes;
    // A shorter one has no time of the day.
    if (!change || schedule.milliseconds < 60 * minute) return [];
    const shift = change.after - change.before;
    return [
      `From ${dayOf(change.at, zone)} on ${lengthOf(shift)} ${shift > 0 ? 'later' : 'earlier'} by the clock, which is ${wayOf(shift)} then: an interval counts real time.`,
    ];
  }
  const special = changes.flatMap((change) => affected(schedule.cron, zone, change));
  if (special.length > 0 || !changes[0] || !followsHours(schedule.cron)) return special;
  const shift = changes[0].after - changes[0].before;
  return [
    `From ${dayOf(changes[0].at, zone)} on ${lengthOf(shift)} ${shift > 0 ? 'earlier' : 'later'} in UTC: the clocks are ${wayOf(shift)} then, and it stays at the same time of the day.`,
  ];
}

/** What a change does to a time that lies in the hour that is skipped or comes twice. */
function affected(cron: string, zone: IANAZone, change: ClockChange): string[] {
  const length = Math.abs(change.after - change.before) * minute;
  const begin = change.after > change.before ? change.at : change.at - length;
  // The end of a gap belongs to it: there come the times that fell into it.
  const found = cronTimes(cron, zone.name, new Date(begin - 1), 70).filter(
    (time) => time.getTime() <= change.at + length,
  );
  for (const time of found) {
    const local = inZone(time, zone);
    const note = movedNote(cron, zone, local) ?? (isDoubled(local) ? doubledNote(cron, zone, local) : null);
    if (note) return [`On ${local.toFormat('d LLL yyyy', english)}: ${note}`];
  }
  return [];
}

/** A time that is not among those that the expression names was moved out of a gap. */
function movedNote(cron: string, zone: IANAZone, local: DateTime): string | null {
  const fields = cronFields(cron);
  if (fields.hour.has(local.hour) && fields.minute.has(local.minute)) return null;
  const wanted = timeInGap(fields, zone, local);
  return wanted
    ? `${wanted} does not exist on this day, because the clocks are put forward; it comes at ${local.toFormat('HH:mm')}.`
    : null;
}

/** The first time of the expression in the gap before `local`. */
function timeInGap({ hour, minute: minutes }: CronFields, zone: IANAZone, local: DateTime): string | null {
  const [change] = clockChanges(zone, local.toMillis() - 3 * 60 * minute, local.toMillis() + 1);
  if (!change || change.after < change.before) return null;
  for (let passed = 0; passed < change.after - change.before; passed++) {
    // The clock on the wall as it would have gone on.
    const wall = DateTime.fromMillis(change.at + (change.before + passed) * minute, { zone: 'utc' });
    if (hour.has(wall.hour) && minutes.has(wall.minute)) return wall.toFormat('HH:mm');
  }
  return null;
}

function doubledNote(cron: string, zone: IANAZone, local: DateTime): string {
  const [first, second] = local.getPossibleOffsets();
  const other = (local.toMillis() === first!.toMillis() ? second! : first!).toMillis();
  const comes = cronTimes(cron, zone.name, new Date(other - 1), 1)[0]?.getTime() === other;
  const time = local.toFormat('HH:mm');
  return comes
    ? `${time} comes twice on this day, because the clocks are put back; it runs both times.`
    : `${time} comes twice on this day, because the clocks are put back; it runs the first time only.`;
}

const onceTwice = (local: DateTime) =>
  `${local.toFormat('HH:mm')} comes twice on this day, because the clocks are put back; it runs the first time.`;

const isDoubled = (local: DateTime) => local.getPossibleOffsets().length > 1;

/** Whether it names hours: one that comes in every hour does not notice that the clocks change. */
function followsHours(cron: string): boolean {
  return cronFields(cron).hour.size < 24;
}

/** When a zone changes its distance to UTC in a time, in order. */
function clockChanges(zone: IANAZone, from: number, to: number): ClockChange[] {
  const changes: ClockChange[] = [];
  for (let start = from; start < to; start += day) {
    const end = Math.min(start + day, to);
    const before = zone.offset(start);
    const after = zone.offset(end);
    if (before !== after) changes.push({ at: changeBetween(zone, start, end), before, after });
  }
  return changes;
}

/** To the minute, by halves. */
function changeBetween(zone: IANAZone, start: number, end: number): number {
  const before = zone.offset(start);
  let low = start;
  let high = end;
  while (high - low > 1_000) {
    const middle = Math.floor((low + high) / 2);
    if (zone.offset(middle) === before) low = middle;
    else high = middle;
  }
  return Math.floor(high / minute) * minute;
}

const english = { locale: 'en' };
const inZone = (at: Date, zone: IANAZone) => DateTime.fromJSDate(at, { zone });
const dayOf = (at: number, zone: IANAZone) =>
  DateTime.fromMillis(at, { zone }).toFormat('d LLL yyyy', english);
const wayOf = (shift: number) => (shift > 0 ? 'put forward' : 'put back');

function lengthOf(shift: number): string {
  const minutes = Math.abs(shift);
  if (minutes % 60 !== 0) return `${minutes} minutes`;
  return minutes === 60 ? 'an hour' : `${minutes / 60} hours`;
}
