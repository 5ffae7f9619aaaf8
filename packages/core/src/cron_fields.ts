/** The fields of a checked cron expression as the numbers that they stand for. */

export interface CronFields {
  minute: ReadonlySet<number>;
  hour: ReadonlySet<number>;
  day: ReadonlySet<number>;
  month: ReadonlySet<number>;
  /** 0 is Sunday. */
  weekday: ReadonlySet<number>;
}

const bounds: readonly [keyof CronFields, number, number][] = [
  ['minute', 0, 59],
  ['hour', 0, 23],
  ['day', 1, 31],
  ['month', 1, 12],
  ['weekday', 0, 7],
];
const months = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');
const weekdays = 'SUN MON TUE WED THU FRI SAT'.split(' ');

/** What `checkCron` returned, opened. */
export function cronFields(cron: string): CronFields {
  const parts = cron.split(' ');
  const fields = bounds.map(([name, min, max], index) => [name, valuesOf(parts[index]!, name, min, max)]);
  return Object.fromEntries(fields) as unknown as CronFields;
}

function valuesOf(field: string, name: keyof CronFields, min: number, max: number): Set<number> {
  const values = new Set<number>();
  for (const item of field.split(',')) {
    const [range = '*', step = '1'] = item.split('/');
    const [from = '', to = from] = range.split('-');
    const first = range === '*' ? min : numberOf(from, name);
    const last = range === '*' ? max : numberOf(to, name);
    // MON-SUN ends with the Sunday after Saturday.
    const end = name === 'weekday' && last < first ? last + 7 : last;
    for (let value = first; value <= end; value += Number(step))
      values.add(name === 'weekday' ? value % 7 : value);
  }
  return values;
}

function numberOf(text: string, name: keyof CronFields): number {
  const names = name === 'month' ? months : name === 'weekday' ? weekdays : [];
  const index = names.indexOf(text.toUpperCase());
  return index < 0 ? Number(text) : name === 'month' ? index + 1 : index;
}
