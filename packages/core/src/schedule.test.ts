import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeSchedule, nextTimes, parseSchedule, refusePast, ScheduleError } from './schedule.ts';

const cron = (expression: string, timezone?: string) => ({
  schedule_type: 'cron',
  cron: expression,
  timezone,
});
const every = (value: unknown, unit = 'minutes') => ({
  schedule_type: 'interval',
  interval: { value, unit },
});
const once = (at: unknown, timezone?: string) => ({ schedule_type: 'once', at, timezone });

function refusal(config: unknown): Pick<ScheduleError, 'code' | 'field' | 'message'> {
  try {
    parseSchedule(config);
  } catch (error) {
    if (error instanceof ScheduleError) return error;
    throw error;
  }
  throw new Error('accepted');
}
const times = (config: unknown, after: string, count: number) =>
  nextTimes(config, { timezone: 'UTC', after: new Date(after), count }).map((date) => date.toISOString());

describe('a cron expression is refused with the field and what it may be', () => {
  it.each([
    ['61 * * * *', 'The minute field has 61; it must be between 0 and 59'],
    ['* 24 * * *', 'The hour field has 24; it must be between 0 and 23'],
    ['* * 0 * *', 'The day of the month field has 0; it must be between 1 and 31'],
    ['* * * 13 *', 'The month field has 13; it must be between 1 and 12'],
    ['* * * * 8', 'The weekday field has 8; it must be between 0 and 7'],
    ['1-60/5 * * * *', 'The minute field has 60; it must be between 0 and 59'],
    ['*/0 * * * *', 'The minute field has the step 0; it must be between 1 and 59'],
    ['*/99 * * * *', 'The minute field has the step 99; it must be between 1 and 59'],
    ['5/15 * * * *', 'The minute field has 5/15; a step needs a range, as in 5-59/15 or */15'],
    ['30-10 * * * *', 'The minute field has 30-10; a range goes from the smaller to the larger'],
    ['* * * * FRI-MON', 'The weekday field has FRI-MON; a range goes from the smaller to the larger'],
    ['* * * * MOO', 'The weekday field has "MOO"; it must be a number from 0 to 7, or SUN to SAT'],
    ['* * L * *', 'The day of the month field has "L"; it must be a number from 1 to 31'],
    ['* * * * 1#2', 'The weekday field has "1#2"; it must be a number from 0 to 7, or SUN to SAT'],
    ['-1 * * * *', 'The minute field has "-1"; write a number, *, a range as in 1-5, or a step as in */5'],
    ['1, * * * *', 'The minute field has ""; write a number, *, a range as in 1-5, or a step as in */5'],
    [
      '1-2-3 * * * *',
      'The minute field has "1-2-3"; write a number, *, a range as in 1-5, or a step as in */5',
    ],
    [
      '*/2/2 * * * *',
      'The minute field has "*/2/2"; write a number, *, a range as in 1-5, or a step as in */5',
    ],
    ['', 'The cron expression is empty; it has 5 fields, as in "0 9 * * 1-5"'],
    ['   ', 'The cron expression is empty; it has 5 fields, as in "0 9 * * 1-5"'],
    [
      '* * * *',
      'A cron expression has 5 fields (minute, hour, day of the month, month, weekday); this one has 4',
    ],
    [
      '0 * * * * *',
      'A cron expression has 5 fields (minute, hour, day of the month, month, weekday); this one has 6',
    ],
    [
      '@daily',
      'A cron expression consists of numbers, names of days and months, and the signs * , - / on one line',
    ],
    [
      '0 9 * *\n*',
      'A cron expression consists of numbers, names of days and months, and the signs * , - / on one line',
    ],
    [
      '0 9 * * ١',
      'A cron expression consists of numbers, names of days and months, and the signs * , - / on one line',
    ],
  ])('%j', (expression, message) => {
    expect(refusal(cron(expression))).toMatchObject({ code: 'invalid_cron', field: 'cron', message });
  });

  it.each(['0 0 30 2 *', '0 0 31 2,4,6,9,11 *'])('%s, because it never comes', (expression) => {
    expect(refusal(cron(expression))).toMatchObject({
      code: 'never',
      message: `"${expression}" never comes: no month has such a day`,
    });
  });

  it('of more than 256 characters', () => {
    expect(refusal(cron(`${'1,'.repeat(200_000)}1 * * * *`)).code).toBe('invalid_schedule');
    expect(parseSchedule(cron(`${'1,'.repeat(100)}1 * * * *`)).type).toBe('cron');
  });
});

describe('a cron expression comes at the times that it says', () => {
  it.each([
    ['0 9 * * 1-5', '2026-11-20T08:59:59.999Z', ['2026-11-20T09:00:00.000Z', '2026-11-23T09:00:00.000Z']],
    ['0 9 * * MON-SUN', '2026-11-20T09:00:00.000Z', ['2026-11-21T09:00:00.000Z', '2026-11-22T09:00:00.000Z']],
    [
      '  0   0  29  feb * ',
      '2026-11-20T00:00:00.000Z',
      ['2028-02-29T00:00:00.000Z', '2032-02-29T00:00:00.000Z'],
    ],
    ['0 0 1 * 7', '2026-11-20T00:00:00.000Z', ['2026-11-22T00:00:00.000Z', '2026-11-29T00:00:00.000Z']],
    [
      '10-30/10,59 * * * *',
      '2026-11-20T00:15:00.000Z',
      ['2026-11-20T00:20:00.000Z', '2026-11-20T00:30:00.000Z'],
    ],
  ])('%j after %s', (expression, after, expected) => {
    expect(times(cron(expression), after, 2)).toEqual(expected);
  });

  it('with any valid fields, in strictly growing order', () => {
    const field = (min: number, max: number) =>
      fc.oneof(
        fc.constant('*'),
        fc.integer({ min, max }).map(String),
        fc.integer({ min: 1, max }).map((n) => `*/${n}`),
      );
    const expression = fc.tuple(field(0, 59), field(0, 23), field(1, 28), field(1, 12), field(0, 7));
    fc.assert(
      fc.property(
        expression,
        fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kolkata', 'America/St_Johns'),
        (parts, zone) => {
          const next = nextTimes(cron(parts.join(' '), zone), {
            after: new Date('2027-03-27T12:00:00Z'),
            count: 3,
          });
          expect(next).toHaveLength(3);
          expect(next[0]!.getTime()).toBeLessThan(next[1]!.getTime());
          expect(next[1]!.getTime()).toBeLessThan(next[2]!.getTime());
        },
      ),
      { numRuns: 60 },
    );
  });

  it('and any other text is refused with a sentence', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9*,/ A-Z-]{0,40}$/)), (text) => {
        try {
          parseSchedule(cron(text));
        } catch (error) {
          expect(error).toBeInstanceOf(ScheduleError);
        }
      }),
    );
  });
});

describe('daylight saving in Berlin', () => {
  const on = (expression: string, day: string) => {
    const start = new Date(`${day}T00:00:00${day.includes('-03-') ? '+01:00' : '+02:00'}`);
    const all = nextTimes(cron(expression, 'Europe/Berlin'), {
      after: new Date(start.getTime() - 1),
      count: 60,
    });
    const local = (date: Date) => date.toLocaleString('sv-SE', { timeZone: 'Europe/Berlin' });
    return all.map(local).filter((text) => text.startsWith(day));
  };
  it('a fixed time in the hour that is skipped comes once, when the gap ends', () => {
    expect(on('30 2 * * *', '2027-03-28')).toEqual(['2027-03-28 03:00:00']);
  });
  it('a fixed time in the hour that comes twice comes once, the first time', () => {
    expect(on('30 2 * * *', '2027-10-31')).toEqual(['2027-10-31 02:30:00']);
    expect(times(cron('30 2 * * *', 'Europe/Berlin'), '2027-10-30T22:00:00Z', 1)).toEqual([
      '2027-10-31T00:30:00.000Z',
    ]);
  });
  it('every half hour comes 50 times on the long day and 46 on the short one', () => {
    expect(on('*/30 * * * *', '2027-10-31')).toHaveLength(50);
    expect(on('*/30 * * * *', '2027-03-28')).toHaveLength(46);
  });
  it('an interval counts real time through the change', () => {
    const at = nextTimes(
      { ...every(1, 'days'), timezone: 'Europe/Berlin' },
      { after: new Date('2027-03-27T12:00:00Z'), count: 2 },
    );
    expect(at.map((date) => date.toISOString())).toEqual([
      '2027-03-28T12:00:00.000Z',
      '2027-03-29T12:00:00.000Z',
    ]);
  });
  it('one time in the gap does not exist and is refused', () => {
    expect(refusal(once('2027-03-28T02:30', 'Europe/Berlin'))).toMatchObject({
      code: 'invalid_date',
      field: 'at',
      message:
        '2027-03-28 02:30 does not exist in Europe/Berlin: the clocks are put forward then. Choose another time',
    });
  });
  it('one time in the doubled hour is the first of the two', () => {
    expect(times(once('2027-10-31T02:30', 'Europe/Berlin'), '2026-11-20T00:00:00Z', 5)).toEqual([
      '2027-10-31T00:30:00.000Z',
    ]);
  });
});

describe('intervals and single times', () => {
  it.each([
    [every(90, 'seconds'), ['2026-11-20T00:01:30.000Z', '2026-11-20T00:03:00.000Z']],
    [every(0.5, 'hours'), ['2026-11-20T00:30:00.000Z', '2026-11-20T01:00:00.000Z']],
    [every(366, 'days'), ['2027-11-21T00:00:00.000Z', '2028-11-21T00:00:00.000Z']],
    [once('2027-01-31T09:00'), ['2027-01-31T09:00:00.000Z']],
    [once('2027-01-31T09:00', 'America/New_York'), ['2027-01-31T14:00:00.000Z']],
    [once('2027-01-31T09:00:00+05:30', 'America/New_York'), ['2027-01-31T03:30:00.000Z']],
    [once('2027-01-31'), ['2027-01-31T00:00:00.000Z']],
    [once('2026-11-20T00:00:00Z'), []],
  ])('%j', (config, expected) => {
    expect(times(config, '2026-11-20T00:00:00Z', 2)).toEqual(expected);
  });

  it.each([
    [every(0.5, 'seconds'), 'invalid_interval', 'interval', 'The shortest interval is 1 second'],
    [every(367, 'days'), 'invalid_interval', 'interval', 'The longest interval is 366 days'],
    [every(0), 'invalid_schedule', 'interval', 'interval must be more than 0'],
    [every('5'), 'invalid_schedule', 'interval', 'interval must be a number, not an object'],
    [
      every(1, 'weeks'),
      'invalid_schedule',
      'interval',
      /^interval must be "seconds", "minutes", "hours" or "days"$/,
    ],
    [
      { schedule_type: 'interval' },
      'invalid_interval',
      'interval',
      'Say how often: the interval has no value',
    ],
    [once(''), 'invalid_date', 'at', 'Say when: the date and time are empty'],
    [
      once('tomorrow'),
      'invalid_date',
      'at',
      '"tomorrow" is not a date and time; write it as 2027-01-31T09:00',
    ],
    [
      once('2027-02-30T09:00'),
      'invalid_date',
      'at',
      '"2027-02-30T09:00" is not a date and time; write it as 2027-01-31T09:00',
    ],
    [once(7), 'invalid_schedule', 'at', 'at must be text, not a number'],
    [
      { schedule_type: 'yearly' },
      'invalid_schedule',
      'schedule_type',
      'schedule_type must be "cron", "interval" or "once"',
    ],
    [null, 'invalid_schedule', '', 'The schedule must be an object, not nothing'],
    [
      cron('* * * * *', 'Europe/Berln'),
      'unknown_timezone',
      'timezone',
      'There is no time zone "Europe/Berln"; did you mean Europe/Berlin?',
    ],
    [cron('* * * * *', 'Mars'), 'unknown_timezone', 'timezone', /^There is no time zone "Mars"; /],
    [cron('* * * * *', '+02:00'), 'unknown_timezone', 'timezone', /^There is no time zone "\+02:00"; /],
  ] as const)('%j is refused as %s', (config, code, field, message) => {
    const { code: actualCode, field: actualField, message: actual } = refusal(config);
    expect([actualCode, actualField]).toEqual([code, field]);
    if (typeof message === 'string') expect(actual).toBe(message);
    else expect(actual).toMatch(message);
  });

  it('refuses a single time that is over', () => {
    const schedule = parseSchedule(once('2026-11-19T09:00', 'Europe/Berlin'));
    expect(() => refusePast(schedule, new Date('2026-11-20T00:00:00Z'))).toThrow(
      '2026-11-19 09:00 (Europe/Berlin) is in the past; choose a later time',
    );
    refusePast(schedule, new Date('2026-11-19T07:59:59Z'));
    refusePast(parseSchedule(every(5)), new Date());
  });
});

it.each([
  [cron('0 9 * * 1-5', 'Europe/Berlin'), 'At 09:00, Monday through Friday (Europe/Berlin)'],
  [cron('*/5 * * * *'), 'Every 5 minutes (UTC)'],
  [cron('0 9 1 * 1'), 'At 09:00, on day 1 of the month, or on Monday (UTC)'],
  [every(1, 'hours'), 'Every hour'],
  [every(15), 'Every 15 minutes'],
  [once('2027-01-31T09:00'), 'Once, on 2027-01-31 09:00 (UTC)'],
])('%j reads %s', (config, words) => {
  expect(describeSchedule(config, 'UTC')).toBe(words);
});
