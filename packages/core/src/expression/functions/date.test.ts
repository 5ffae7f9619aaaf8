import { describe, expect, test } from 'vitest';
import { evaluate, failureOf } from '../testing/evaluate.ts';

const berlin = { timezone: 'Europe/Berlin' };
const iso = (source: string, timezone = 'UTC'): unknown =>
  evaluate(`(${source}).toISOString()`, {}, { timezone });

describe('reading dates', () => {
  test.each([
    ["toDate('2025-01-15T10:00:00Z')", '2025-01-15T10:00:00.000Z'],
    ["toDate('2025-01-15T10:00:00.5+02:00')", '2025-01-15T08:00:00.500Z'],
    ["toDate('2025-01-15')", '2025-01-15T00:00:00.000Z'],
    ["toDate('2025-01-15 10:00:00')", '2025-01-15T10:00:00.000Z'],
    ["toDate('2025-01-31T23:59:59Z')", '2025-01-31T23:59:59.000Z'],
    ["toDate('Wed, 15 Jan 2025 10:00:00 GMT')", '2025-01-15T10:00:00.000Z'],
    ['toDate(0)', '1970-01-01T00:00:00.000Z'],
    ["toDate('15.01.2025 9:05', 'DD.MM.YYYY H:mm')", '2025-01-15T09:05:00.000Z'],
    ["toDate('01/15/25', 'MM/DD/YY')", '2025-01-15T00:00:00.000Z'],
    ["toDate('2025-01-15 10:00', 'YYYY-MM-DD HH:mm', 'America/New_York')", '2025-01-15T15:00:00.000Z'],
  ])('%s is %s', (source, expected) => {
    expect(iso(source)).toBe(expected);
  });

  test('a text without a zone is in the zone of the workflow', () => {
    expect(iso("toDate('2025-07-01 12:00:00')", 'Europe/Berlin')).toBe('2025-07-01T10:00:00.000Z');
    expect(iso("toDate('2025-07-01')", 'Asia/Tokyo')).toBe('2025-06-30T15:00:00.000Z');
  });

  test.each(['null', "''", 'nothing'])('toDate(%s) is nothing', (value) => {
    expect(evaluate(`toDate(${value})`)).toBeUndefined();
  });

  test.each([
    ["toDate('soon')", '"soon" is not a date'],
    ["toDate('2025-02-30')", '"2025-02-30" is not a date'],
    ["toDate('2025-02-30T10:00:00Z')", '"2025-02-30T10:00:00Z" is not a date'],
    ["toDate('2025-01-15T25:00:00Z')", '"2025-01-15T25:00:00Z" is not a date'],
    ["toDate('15.01.2025', 'MM.DD.YYYY')", '"15.01.2025" is not a date written as "MM.DD.YYYY"'],
    ['toDate(1e300)', 'the number 1e+300 is not a date'],
    ['toDate([])', 'a list is not a date'],
    ["formatDate('soon', 'YYYY')", 'The text "soon" is not a date'],
    ["formatDate(when, 'YYYY')", 'when is text "soon", which is not a date'],
    ["formatDate(0, 'YYYY', 'Mars/Base')", '"Mars/Base" is not a time zone'],
    ["addTime(0, 1, 'fortnight')", '"fortnight" is not a unit of time'],
    ["addTime(0, 0.5, 'month')", '0.5 months is not a whole number of months'],
    ["formatDate(0, 'x'.repeat(201))", 'A date format has at most 200 characters'],
  ])('%s is an error in words', (source, message) => {
    expect(failureOf(source, { when: 'soon' }).message).toBe(message);
  });

  test('an unknown zone of the workflow is an error and not another time', () => {
    expect(failureOf("formatDate(0, 'HH')", {}, { timezone: 'Mars/Base' }).message).toBe(
      '"Mars/Base" is not a time zone',
    );
  });
});

describe('writing dates', () => {
  const when = "'2025-03-05T14:07:09.045Z'";
  test.each([
    ['YYYY-MM-DD HH:mm:ss.SSS', '2025-03-05 14:07:09.045'],
    ['YY M D h:mm A', '25 3 5 2:07 PM'],
    ['dddd, D MMMM YYYY', 'Wednesday, 5 March 2025'],
    ['ddd DD MMM hh', 'Wed 05 Mar 02'],
    ['H Z', '14 +00:00'],
    ['[Week of] DD', 'Week of 05'],
    ["D [o'clock] YYYY", "5 o'clock 2025"],
    ['DD/MM/YYYYTHH', '05/03/2025T14'],
    ['qxw', 'qxw'],
  ])('%s', (format, expected) => {
    expect(evaluate(`formatDate(${when}, format)`, { format })).toBe(expected);
  });

  test('in the zone of the workflow, or in another', () => {
    expect(evaluate(`formatDate(${when}, 'HH:mm Z')`, {}, berlin)).toBe('15:07 +01:00');
    expect(evaluate(`formatDate(${when}, 'HH:mm Z', 'Asia/Kolkata')`, {}, berlin)).toBe('19:37 +05:30');
    expect(evaluate(`toDate(${when}).getHours()`, {}, berlin)).toBe(15);
  });
});

describe('moving dates', () => {
  test.each([
    ["addTime('2025-01-31T00:00:00Z', 1, 'month')", '2025-02-28T00:00:00.000Z'],
    ["subtractTime('2024-02-29T00:00:00Z', 4, 'years')", '2020-02-29T00:00:00.000Z'],
    ["addTime('2025-01-01T00:00:00Z', 1.5, 'hours')", '2025-01-01T01:30:00.000Z'],
    ["addTime('2025-01-01T00:00:00Z', -1, 'w')", '2024-12-25T00:00:00.000Z'],
    ["startOf('2025-01-15T10:20:30Z', 'week')", '2025-01-13T00:00:00.000Z'],
    ["endOf('2025-02-15T10:20:30Z', 'quarter')", '2025-03-31T23:59:59.999Z'],
  ])('%s is %s', (source, expected) => {
    expect(iso(source)).toBe(expected);
  });

  test('a day over a clock change is a day of the calendar, 24 hours are not', () => {
    expect(iso("addTime('2025-03-29T12:00:00+01:00', 1, 'day')", 'Europe/Berlin')).toBe(
      '2025-03-30T10:00:00.000Z',
    );
    expect(iso("addTime('2025-03-29T12:00:00+01:00', 24, 'hours')", 'Europe/Berlin')).toBe(
      '2025-03-30T11:00:00.000Z',
    );
    expect(iso("startOf('2025-03-30T12:00:00Z', 'day')", 'Europe/Berlin')).toBe('2025-03-29T23:00:00.000Z');
    expect(evaluate("diffTime('2025-03-30', '2025-03-31', 'days')", {}, berlin)).toBe(1);
    expect(evaluate("diffTime('2025-03-30', '2025-03-31', 'hours')", {}, berlin)).toBe(23);
  });

  test('a time in the gap of a clock change is moved forward', () => {
    expect(iso("toDate('2025-03-30 02:30:00')", 'Europe/Berlin')).toBe('2025-03-30T01:30:00.000Z');
  });

  test.each([
    ["diffTime('2025-01-01', '2025-01-03T12:00:00')", 2.5],
    ["diffTime('2025-01-03', '2025-01-01', 'days')", -2],
    ["diffTime('2025-01-01', '2025-03-01', 'months')", 2],
    ["diffTime('2025-01-01T00:00:00Z', '2025-01-01T00:00:01.5Z', 's')", 1.5],
    ["weekday('2025-01-19T23:30:00Z')", 7],
    ["weekday('2025-01-19T23:30:00Z', 'Europe/Berlin')", 1],
    ["isBefore('2025-01-01', '2025-01-01')", false],
    ["isAfter('2025-01-01T12:00:00+05:00', '2025-01-01T08:00:00Z')", false],
    ["isBefore(null, '2025-01-01')", false],
    ["formatDate(null, 'YYYY')", undefined],
  ])('%s is %s', (source, expected) => {
    expect(evaluate(source)).toBe(expected);
  });
});
