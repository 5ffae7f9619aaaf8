import { describe, expect, it } from 'vitest';
import { cronFields } from './cron_fields.ts';
import { scheduleOutlook } from './schedule_outlook.ts';

const cron = (expression: string, timezone = 'Europe/Berlin') => ({
  schedule_type: 'cron',
  cron: expression,
  timezone,
});
const outlook = (config: unknown, after: string, count = 3) => {
  const { times, ahead } = scheduleOutlook(config, { after: new Date(after), count });
  return { times: times.map(({ at }) => at.toISOString()), notes: times.map(({ note }) => note), ahead };
};
// Clocks in Berlin: forward on 28 March 2027 at 01:00Z (02:00 → 03:00), back on 31 October 2027 at 01:00Z (03:00 → 02:00).

describe('the fields of a cron expression', () => {
  it.each([
    [
      '*/20 9-17/4 1,15 JAN-MAR MON-FRI',
      { minute: [0, 20, 40], hour: [9, 13, 17], day: [1, 15], month: [1, 2, 3], weekday: [1, 2, 3, 4, 5] },
    ],
    ['0 0 * * 7', { weekday: [0] }],
    ['0 0 * * MON-SUN', { weekday: [1, 2, 3, 4, 5, 6, 0] }],
    ['0 0 * * 5-7', { weekday: [5, 6, 0] }],
  ])('%s', (expression, expected) => {
    const fields = cronFields(expression);
    const given = Object.fromEntries(
      Object.keys(expected).map((name) => [name, [...fields[name as keyof typeof fields]]]),
    );
    expect(given).toEqual(expected);
  });
});

describe('the times around a clock change', () => {
  it('of a time that is skipped: it comes at the end of the gap, and is told', () => {
    const { times, notes } = outlook(cron('30 2 * * *'), '2027-03-27T00:00:00Z');
    expect(times).toEqual([
      '2027-03-27T01:30:00.000Z',
      '2027-03-28T01:00:00.000Z',
      '2027-03-29T00:30:00.000Z',
    ]);
    expect(notes[0]).toBeNull();
    expect(notes[1]).toBe(
      '02:30 does not exist on this day, because the clocks are put forward; it comes at 03:00.',
    );
    expect(notes[2]).toBeNull();
  });

  it('of a time that comes twice: once, the first time', () => {
    const { times, notes } = outlook(cron('30 2 * * *'), '2027-10-30T00:00:00Z');
    expect(times.slice(0, 2)).toEqual(['2027-10-30T00:30:00.000Z', '2027-10-31T00:30:00.000Z']);
    expect(notes[1]).toBe(
      '02:30 comes twice on this day, because the clocks are put back; it runs the first time only.',
    );
  });

  it('of one that repeats within the hour: both times', () => {
    const { times, notes } = outlook(cron('*/30 * * * *'), '2027-10-31T00:29:00Z', 4);
    expect(times).toEqual([
      '2027-10-31T00:30:00.000Z',
      '2027-10-31T01:00:00.000Z',
      '2027-10-31T01:30:00.000Z',
      '2027-10-31T02:00:00.000Z',
    ]);
    expect(notes[0]).toMatch(/^02:30 comes twice .* it runs both times\.$/);
    expect(notes[2]).toMatch(/^02:30 comes twice .* it runs both times\.$/);
    expect(notes[3]).toBeNull();
  });

  it('of a time of the day: an hour earlier in UTC in summer, later in winter', () => {
    const spring = outlook(cron('0 9 * * *'), '2027-03-27T00:00:00Z');
    expect(spring.times).toEqual([
      '2027-03-27T08:00:00.000Z',
      '2027-03-28T07:00:00.000Z',
      '2027-03-29T07:00:00.000Z',
    ]);
    expect(spring.notes).toEqual([
      null,
      'The clocks were put forward: from here on an hour earlier in UTC.',
      null,
    ]);
    expect(outlook(cron('0 9 * * *'), '2027-10-30T12:00:00Z').notes[0]).toBe(
      'The clocks were put back: from here on an hour later in UTC.',
    );
  });

  it('of an interval: another time on the wall', () => {
    const config = {
      schedule_type: 'interval',
      interval: { value: 1, unit: 'days' },
      timezone: 'Europe/Berlin',
    };
    expect(outlook(config, '2027-03-27T08:00:00Z').notes[0]).toBe(
      'The clocks were put forward: from here on an hour later by the clock, because an interval counts real time.',
    );
  });

  it('of one time in the hour that comes twice: the first', () => {
    const config = { schedule_type: 'once', at: '2027-10-31T02:30', timezone: 'Europe/Berlin' };
    const { times, notes } = outlook(config, '2027-01-01T00:00:00Z');
    expect(times).toEqual(['2027-10-31T00:30:00.000Z']);
    expect(notes[0]).toMatch(/^02:30 comes twice .* it runs the first time\.$/);
  });
});

describe('what is ahead', () => {
  it.each([
    [
      'a skipped and a doubled time',
      cron('30 2 * * *'),
      [/^On 28 Mar 2027: 02:30 does not exist/, /^On 31 Oct 2027: 02:30 comes twice/],
    ],
    ['a time of the day', cron('0 9 * * 1-5'), [/^From 28 Mar 2027 on an hour earlier in UTC/]],
    ['every hour', cron('0 * * * *'), [/^On 31 Oct 2027: 02:00 comes twice.*both times/]],
    ['a zone without clock changes', cron('30 2 * * *', 'Asia/Tokyo'), []],
    ['UTC', cron('30 2 * * *', 'UTC'), []],
    [
      'half an hour',
      cron('15 2 * * *', 'Australia/Lord_Howe'),
      [/02:15 does not exist|comes twice|30 minutes/],
    ],
    ['a weekday that the change misses', cron('30 2 * * 1'), [/^From 28 Mar 2027 on an hour earlier/]],
    [
      'days',
      { schedule_type: 'interval', interval: { value: 2, unit: 'days' }, timezone: 'Europe/Berlin' },
      [/^From 28 Mar 2027 on an hour later by the clock/],
    ],
    [
      'minutes',
      { schedule_type: 'interval', interval: { value: 5, unit: 'minutes' }, timezone: 'Europe/Berlin' },
      [],
    ],
    ['one time', { schedule_type: 'once', at: '2027-05-01T10:00', timezone: 'Europe/Berlin' }, []],
  ])('of %s', (_what, config, expected) => {
    const { ahead } = outlook(config, '2027-01-10T00:00:00Z', 2);
    expect(ahead).toHaveLength(expected.length);
    for (const [index, pattern] of expected.entries()) expect(ahead[index]).toMatch(pattern);
  });

  it('is refused in words for what is no schedule', () => {
    expect(() => outlook(cron('61 * * * *'), '2027-01-10T00:00:00Z')).toThrow(/minute field has 61/);
  });
});
