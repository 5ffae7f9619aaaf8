import { nextTimes } from '@millrace/core';
import { describe, expect, test } from 'vitest';
import { type DueSchedule, dueTimes } from './due_times.ts';

const minutely = { schedule_type: 'cron', cron: '* * * * *' };
const every = (value: number, unit: string) => ({ schedule_type: 'interval', interval: { value, unit } });
const due = (over: Partial<DueSchedule>): DueSchedule => ({
  config: minutely,
  timezone: 'UTC',
  next_due_at: new Date('2026-11-20T10:00:00Z'),
  missed: 'once',
  ...over,
});
const iso = (dates: Date[]) => dates.map((date) => date.toISOString().slice(11, 19));

describe('what a schedule fires', () => {
  test.each(['skip', 'once', 'all'] as const)('on time it fires its one time, with missed %s', (missed) => {
    const { fire, next } = dueTimes(due({ missed }), new Date('2026-11-20T10:00:00.300Z'));
    expect(iso(fire)).toEqual(['10:00:00']);
    expect(next?.toISOString()).toBe('2026-11-20T10:01:00.000Z');
  });

  test.each([
    ['skip', []],
    ['once', ['10:09:00']],
    [
      'all',
      [
        '10:00:00',
        '10:01:00',
        '10:02:00',
        '10:03:00',
        '10:04:00',
        '10:05:00',
        '10:06:00',
        '10:07:00',
        '10:08:00',
        '10:09:00',
      ],
    ],
  ] as const)('after ten missed minutes with %s', (missed, expected) => {
    const { fire, next } = dueTimes(due({ missed }), new Date('2026-11-20T10:09:45Z'));
    expect(iso(fire)).toEqual(expected);
    expect(next?.toISOString()).toBe('2026-11-20T10:10:00.000Z');
  });

  test('with skip a time that is just due is fired, the ones before it are not', () => {
    expect(iso(dueTimes(due({ missed: 'skip' }), new Date('2026-11-20T10:09:02Z')).fire)).toEqual([
      '10:09:00',
    ]);
  });

  test('a year away costs little and catches up the latest hundred', () => {
    const { fire } = dueTimes(due({ missed: 'all' }), new Date('2027-11-20T10:00:30Z'));
    expect(fire).toHaveLength(100);
    expect(fire.at(-1)?.toISOString()).toBe('2027-11-20T10:00:00.000Z');
  });

  test.each([
    ['skip', []],
    ['once', ['10:00:58']],
    ['all', ['10:00:00', '10:00:02']],
  ] as const)('an interval keeps its beat after a pause, with %s', (missed, first) => {
    const { fire, next } = dueTimes(
      due({ config: every(2, 'seconds'), missed }),
      new Date('2026-11-20T10:00:59.999Z'),
    );
    expect(iso(fire).slice(0, 2)).toEqual(missed === 'skip' ? ['10:00:58'].slice(0, 0) : first);
    expect(next?.toISOString()).toBe('2026-11-20T10:01:00.000Z');
  });

  test('an interval of a second after a month away ends with its latest time', () => {
    const { fire, next } = dueTimes(
      due({ config: every(1, 'seconds') }),
      new Date('2026-12-20T10:00:00.500Z'),
    );
    expect(fire.map((date) => date.toISOString())).toEqual(['2026-12-20T10:00:00.000Z']);
    expect(next?.toISOString()).toBe('2026-12-20T10:00:01.000Z');
  });

  test('a single time is fired once and never again', () => {
    const config = { schedule_type: 'once', at: '2026-11-20T10:00:00Z' };
    expect(dueTimes(due({ config }), new Date('2026-11-20T10:00:01Z'))).toEqual({
      fire: [new Date('2026-11-20T10:00:00Z')],
      next: null,
    });
    expect(dueTimes(due({ config, missed: 'skip' }), new Date('2026-11-20T11:00:00Z'))).toEqual({
      fire: [],
      next: null,
    });
  });

  test.each([
    [
      'in the hour that comes twice, every half hour fires twice',
      '*/30 * * * *',
      '2027-10-31T00:00+02:00',
      25,
      50,
    ],
    ['in the hour that is skipped, nothing fires', '*/30 * * * *', '2027-03-28T00:00+01:00', 23, 46],
    ['a time in the hour that comes twice fires once', '30 2 * * *', '2027-10-31T00:00+02:00', 25, 1],
    [
      'a time in the hour that is skipped fires once, after it',
      '30 2 * * *',
      '2027-03-28T00:00+01:00',
      23,
      1,
    ],
  ])('%s', (_what, cron, midnight, hours, times) => {
    const timezone = 'Europe/Berlin';
    const config = { schedule_type: 'cron', cron, timezone };
    const start = new Date(midnight);
    const end = new Date(start.getTime() + hours * 3_600_000);
    let [next] = nextTimes(config, {
      timezone,
      after: new Date(start.getTime() - 1),
      count: 1,
    }) as (Date | null)[];
    let fired = 0;
    while (next && next < end) {
      const result = dueTimes(due({ config, timezone, next_due_at: next }), new Date(next.getTime() + 200));
      fired += result.fire.length;
      next = result.next;
    }
    expect(fired).toBe(times);
  });
});
