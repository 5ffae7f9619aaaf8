/** The familiar methods of dates, in the workflow's time zone. */
import type { DateTime } from 'luxon';
import { inZone } from '../dates.ts';
import { declare, type FunctionSpec } from '../spec.ts';

function part(
  name: string,
  description: string,
  example: unknown,
  read: (time: DateTime) => number,
): FunctionSpec {
  return declare({
    name,
    params: ['date: date'],
    returns: 'number',
    description,
    examples: [[`toDate('2025-01-15T10:20:30.400Z').${name}()`, example]],
    run: (run, date) => {
      run.charge(10);
      return read(inZone(date, run.timezone));
    },
  });
}

function asText(name: string): FunctionSpec {
  return declare({
    name,
    params: ['date: date'],
    returns: 'text',
    description: 'The date as ISO text in UTC.',
    examples: [[`toDate('2025-01-15T10:20:30.400Z').${name}()`, '2025-01-15T10:20:30.400Z']],
    run: (run, date) => {
      run.step();
      return date.toISOString();
    },
  });
}

export const dateMethods: readonly FunctionSpec[] = [
  asText('toISOString'),
  asText('toJSON'),
  asText('toString'),
  ...['getTime', 'valueOf'].map((name) =>
    declare({
      name,
      params: ['date: date'],
      returns: 'number',
      description: 'Milliseconds since 1 January 1970 in UTC.',
      examples: [[`toDate('2025-01-15T10:20:30.400Z').${name}()`, 1_736_936_430_400]],
      run: (run, date) => {
        run.step();
        return date.getTime();
      },
    }),
  ),
  part('getFullYear', 'The year.', 2025, (time) => time.year),
  part('getMonth', 'The month, counted from 0.', 0, (time) => time.month - 1),
  part('getDate', 'The day of the month.', 15, (time) => time.day),
  part('getDay', 'The day of the week, counted from Sunday as 0.', 3, (time) => time.weekday % 7),
  part('getHours', 'The hour.', 10, (time) => time.hour),
  part('getMinutes', 'The minute.', 20, (time) => time.minute),
  part('getSeconds', 'The second.', 30, (time) => time.second),
  part('getMilliseconds', 'The millisecond.', 400, (time) => time.millisecond),
];
