import {
  checkedTime,
  differenceIn,
  inZone,
  moveDate,
  readDate,
  readDateAs,
  readUnit,
  writeDate,
} from '../dates.ts';
import { ExpressionError } from '../errors.ts';
import type { Run } from '../run.ts';
import { declare } from '../spec.ts';
import { describeValue, isNothing } from '../values.ts';

/** What a date operation costs; they are slow compared with others. */
const dateCost = 10;

function toDate(run: Run, value: unknown, format: string | undefined, zone: string): Date | undefined {
  if (isNothing(value) || value === '') return undefined;
  const date =
    format !== undefined && typeof value === 'string'
      ? readDateAs(value, format, zone)
      : readDate(value, zone);
  run.charge(dateCost);
  if (date) return date;
  const wanted =
    format === undefined ? 'is not a date' : `is not a date written as ${JSON.stringify(format)}`;
  throw new ExpressionError('value', `${describeValue(value).replace(/^text /, '')} ${wanted}`, {
    suggestion: "name the format: toDate(text, 'DD.MM.YYYY')",
  });
}

export const dateFunctions = [
  declare({
    name: 'now',
    params: [],
    returns: 'date',
    volatile: true,
    description: 'The date and time of this moment.',
    examples: [['typeOf(now())', 'date']],
    run: (run) => {
      run.step();
      return run.now();
    },
  }),
  declare({
    name: 'today',
    params: ['timezone?: text'],
    returns: 'date',
    volatile: true,
    description: "The beginning of this day in the workflow's time zone, or in another.",
    examples: [["formatDate(today(), 'HH:mm')", '00:00']],
    run: (run, zone = run.timezone) => {
      run.charge(dateCost);
      return inZone(run.now(), zone).startOf('day').toJSDate();
    },
  }),
  declare({
    name: 'toDate',
    params: ['value: any', 'format?: text', 'timezone?: text'],
    returns: 'date',
    description: 'A date from an ISO text, from milliseconds, or from a text in the format that is given.',
    examples: [
      ["toDate('2025-01-15T10:00:00Z') | formatDate('YYYY-MM-DD')", '2025-01-15'],
      ["toDate('15.01.2025', 'DD.MM.YYYY') | formatDate('YYYY-MM-DD')", '2025-01-15'],
    ],
    run: (run, value, format, zone = run.timezone) => toDate(run, value, format, zone),
  }),
  declare({
    name: 'formatDate',
    params: ['date: date', 'format?: text', 'timezone?: text'],
    returns: 'text',
    description:
      'The date as text. Tokens: YYYY YY MMMM MMM MM M DD D dddd ddd HH H hh h mm ss SSS A Z; text in [ ] is kept.',
    examples: [
      ["formatDate('2025-01-15T10:00:00Z', 'YYYY-MM-DD HH:mm')", '2025-01-15 10:00'],
      [
        "formatDate('2025-01-15T10:00:00Z', 'D MMM YYYY, h:mm A', 'America/New_York')",
        '15 Jan 2025, 5:00 AM',
      ],
    ],
    run: (run, date, format = 'YYYY-MM-DD', zone = run.timezone) => {
      run.charge(dateCost);
      return writeDate(date, format, zone);
    },
  }),
  declare({
    name: 'addTime',
    params: ['date: date', 'amount: number', 'unit: text', 'timezone?: text'],
    returns: 'date',
    description: 'The date moved forward; months and years keep the day where it exists.',
    examples: [["addTime('2024-02-29T00:00:00Z', 1, 'year') | formatDate('YYYY-MM-DD')", '2025-02-28']],
    run: (run, date, amount, unit, zone = run.timezone) => {
      run.charge(dateCost);
      return moveDate(date, amount, readUnit(unit), zone);
    },
  }),
  declare({
    name: 'subtractTime',
    params: ['date: date', 'amount: number', 'unit: text', 'timezone?: text'],
    returns: 'date',
    description: 'The date moved back; months and years keep the day where it exists.',
    examples: [["subtractTime('2025-03-31T00:00:00Z', 1, 'month') | formatDate('YYYY-MM-DD')", '2025-02-28']],
    run: (run, date, amount, unit, zone = run.timezone) => {
      run.charge(dateCost);
      return moveDate(date, -amount, readUnit(unit), zone);
    },
  }),
  declare({
    name: 'startOf',
    params: ['date: date', 'unit: text', 'timezone?: text'],
    returns: 'date',
    description: 'The beginning of the hour, day, week (Monday), month, quarter or year.',
    examples: [
      ["startOf('2025-01-15T10:20:30Z', 'month') | formatDate('YYYY-MM-DD HH:mm')", '2025-01-01 00:00'],
    ],
    run: (run, date, unit, zone = run.timezone) => {
      run.charge(dateCost);
      return checkedTime(inZone(date, zone).startOf(readUnit(unit)), 'startOf');
    },
  }),
  declare({
    name: 'endOf',
    params: ['date: date', 'unit: text', 'timezone?: text'],
    returns: 'date',
    description: 'The last millisecond of the hour, day, week (Sunday), month, quarter or year.',
    examples: [
      ["endOf('2025-01-15T10:20:30Z', 'month') | formatDate('YYYY-MM-DD HH:mm')", '2025-01-31 23:59'],
    ],
    run: (run, date, unit, zone = run.timezone) => {
      run.charge(dateCost);
      return checkedTime(inZone(date, zone).endOf(readUnit(unit)), 'endOf');
    },
  }),
  declare({
    name: 'diffTime',
    params: ['from: date', 'to: date', 'unit?: text', 'timezone?: text'],
    returns: 'number',
    description: 'How many days (or other units) lie between two dates; negative if the second is earlier.',
    examples: [["diffTime('2025-01-01T00:00:00Z', '2025-01-03T12:00:00Z', 'hours')", 60]],
    run: (run, from, to, unit = 'day', zone = run.timezone) => {
      run.charge(dateCost);
      return differenceIn(from, to, readUnit(unit), zone);
    },
  }),
  declare({
    name: 'weekday',
    params: ['date: date', 'timezone?: text'],
    returns: 'number',
    description: 'The day of the week: 1 is Monday, 7 is Sunday.',
    examples: [["weekday('2025-01-15T10:00:00Z')", 3]],
    run: (run, date, zone = run.timezone) => {
      run.charge(dateCost);
      return inZone(date, zone).weekday;
    },
  }),
  declare({
    name: 'isBefore',
    params: ['date: date', 'other: date'],
    returns: 'boolean',
    whenNothing: false,
    description: 'Whether the first date is earlier than the second.',
    examples: [["isBefore('2025-01-01', '2025-01-02')", true]],
    run: (run, date, other) => {
      run.step();
      return date.getTime() < other.getTime();
    },
  }),
  declare({
    name: 'isAfter',
    params: ['date: date', 'other: date'],
    returns: 'boolean',
    whenNothing: false,
    description: 'Whether the first date is later than the second.',
    examples: [["isAfter('2025-01-01', '2025-01-02')", false]],
    run: (run, date, other) => {
      run.step();
      return date.getTime() > other.getTime();
    },
  }),
];
