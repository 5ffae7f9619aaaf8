import { nextTimes } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { type CronParts, cronModes, readCron, startOf, writeCron } from './cron_parts.ts';

describe('a cron expression and what people ask for', () => {
  it.each([
    ['* * * * *', { mode: 'minutes', every: 1 }],
    ['*/15 * * * *', { mode: 'minutes', every: 15 }],
    ['5 * * * *', { mode: 'hourly', minute: 5 }],
    ['30 9 * * *', { mode: 'daily', time: '09:30' }],
    ['0 9 * * 1-5', { mode: 'weekly', time: '09:00', days: [1, 2, 3, 4, 5] }],
    ['0 18 * * 0,3', { mode: 'weekly', time: '18:00', days: [0, 3] }],
    ['0 0 31 * *', { mode: 'monthly', time: '00:00', day: 31 }],
  ] as [string, CronParts][])('%s both ways', (cron, parts) => {
    expect(readCron(cron)).toEqual(parts);
    expect(writeCron(parts)).toBe(cron);
  });

  it.each([
    ['0 9 * * mon-fri', { mode: 'weekly', time: '09:00', days: [1, 2, 3, 4, 5] }],
    ['0 9 * * 6-7', { mode: 'weekly', time: '09:00', days: [0, 6] }],
    ['  0   9 * * * ', { mode: 'daily', time: '09:00' }],
  ])('%s is understood too', (cron, parts) => {
    expect(readCron(cron)).toEqual(parts);
  });

  it.each([
    '',
    'nonsense',
    '61 * * * *',
    '0 9 1 * 1',
    '0 9,17 * * *',
    '0 9 * 1 *',
    '*/0 * * * *',
    '0 9 * * 1/2',
    '0 9 0 * *',
    '0 9 * * 5-1',
    '0 9 * * 1-3-5',
  ])('%j is left to whoever wrote it', (cron) => {
    expect(readCron(cron)).toEqual({ mode: 'custom' });
  });

  it.each(cronModes.filter((mode) => mode !== 'custom'))('what %s begins with is a schedule', (mode) => {
    const cron = writeCron(startOf(mode, { mode: 'daily', time: '17:45' }))!;
    expect(nextTimes({ schedule_type: 'cron', cron }, { after: new Date(), count: 2 })).toHaveLength(2);
    expect(readCron(cron).mode).toBe(mode);
    if (mode === 'weekly' || mode === 'monthly') expect(cron).toMatch(/^45 17 /);
  });
});
