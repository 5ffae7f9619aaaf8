/**
 * The cron expressions that we accept: exactly five fields of numbers, names, lists, ranges and steps. The check is ours and
 * comes before croner, which also accepts seconds, years, `L`, `#`, nicknames and text of any length, and whose errors are
 * not sentences. What passes here is computed by croner.
 */
import { Cron } from 'croner';
import { ScheduleError } from './schedule_error.ts';

export const longestCron = 256;

interface Field {
  name: string;
  min: number;
  max: number;
  /** Names by number, from `min` on. */
  names?: readonly string[];
}

const fields: readonly Field[] = [
  { name: 'minute', min: 0, max: 59 },
  { name: 'hour', min: 0, max: 23 },
  { name: 'day of the month', min: 1, max: 31 },
  { name: 'month', min: 1, max: 12, names: 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ') },
  { name: 'weekday', min: 0, max: 7, names: 'SUN MON TUE WED THU FRI SAT'.split(' ') },
];

const refuse = (message: string) => new ScheduleError('invalid_cron', 'cron', message);

/**
 * The expression with single blanks, checked field by field.
 * @throws ScheduleError `invalid_cron` naming the field and what it may be, `never` when no date fits.
 */
export function checkCron(expression: string): string {
  if (expression.trim() === '')
    throw refuse('The cron expression is empty; it has 5 fields, as in "0 9 * * 1-5"');
  if (expression.length > longestCron)
    throw refuse(`A cron expression has at most ${longestCron} characters`);
  if (!/^[A-Za-z0-9*,/ #?-]+$/.test(expression)) {
    throw refuse(
      'A cron expression consists of numbers, names of days and months, and the signs * , - / on one line',
    );
  }
  const parts = expression.trim().split(/ +/);
  if (parts.length !== fields.length) {
    throw refuse(
      `A cron expression has 5 fields (minute, hour, day of the month, month, weekday); this one has ${parts.length}`,
    );
  }
  for (const [index, field] of fields.entries()) {
    for (const item of parts[index]!.split(',')) checkItem(field, item);
  }
  const cron = parts.join(' ');
  if (cronTimes(cron, 'UTC', new Date(), 1).length === 0) {
    throw new ScheduleError('never', 'cron', `"${cron}" never comes: no month has such a day`);
  }
  return cron;
}

function checkItem(field: Field, item: string): void {
  const [range = '', step, ...more] = item.split('/');
  const [from = '', to, ...rest] = range.split('-');
  if (item === '' || from === '' || to === '' || step === '' || more.length > 0 || rest.length > 0) {
    throw refuse(
      `The ${field.name} field has "${item}"; write a number, *, a range as in 1-5, or a step as in */5`,
    );
  }
  if (range !== '*') {
    const first = numberIn(field, from);
    const last = to === undefined ? first : numberIn(field, to, true);
    if (last < first)
      throw refuse(`The ${field.name} field has ${range}; a range goes from the smaller to the larger`);
  }
  if (step === undefined) return;
  if (range !== '*' && to === undefined) {
    throw refuse(
      `The ${field.name} field has ${item}; a step needs a range, as in ${from}-${field.max}/${step} or */${step}`,
    );
  }
  if (!/^\d+$/.test(step) || Number(step) < 1 || Number(step) > field.max) {
    throw refuse(`The ${field.name} field has the step ${step}; it must be between 1 and ${field.max}`);
  }
}

/** `ends` is for the last of a range, where SUN is 7: MON-SUN is a week. */
function numberIn(field: Field, text: string, ends = false): number {
  const index = field.names?.indexOf(text.toUpperCase()) ?? -1;
  if (index >= 0) return ends && index === 0 && field.name === 'weekday' ? 7 : index + field.min;
  if (!/^\d+$/.test(text)) {
    const names = field.names ? `, or ${field.names[0]} to ${field.names.at(-1)}` : '';
    throw refuse(
      `The ${field.name} field has "${text}"; it must be a number from ${field.min} to ${field.max}${names}`,
    );
  }
  const number = Number(text);
  if (number < field.min || number > field.max) {
    throw refuse(`The ${field.name} field has ${text}; it must be between ${field.min} and ${field.max}`);
  }
  return number;
}

/**
 * The next times after `after` (exclusive) of a checked expression. Daylight saving: a fixed time that falls into the hour that
 * is skipped in spring comes at the end of the gap, and one in the hour that comes twice in autumn comes once, the first time;
 * times that repeat within the hour (`*` and steps) follow real time.
 */
export function cronTimes(cron: string, timezone: string, after: Date, count: number): Date[] {
  return new Cron(cron, { timezone, mode: '5-part', paused: true }).nextRuns(count, after);
}
