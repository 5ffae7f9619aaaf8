import { addExact, divideExact, multiplyExact, readNumber, roundTo, writeNumber } from '../decimal.ts';
import { ExpressionError } from '../errors.ts';
import type { Run } from '../run.ts';
import { declare } from '../spec.ts';
import { describeValue, isNothing } from '../values.ts';

/** The numbers of a list, or of arguments; nothing is left out, anything else is an error that names the element. */
export function numbersOf(run: Run, values: readonly unknown[], doing: string): number[] {
  run.chargeList(values.length);
  const numbers: number[] = [];
  for (const [index, value] of values.entries()) {
    if (isNothing(value)) continue;
    if (typeof value !== 'number' || Number.isNaN(value)) {
      const message = `element ${index + 1} is ${describeValue(value)}; ${doing} needs numbers`;
      throw new ExpressionError(
        'type',
        message,
        typeof value === 'string' ? { suggestion: 'use toNumber' } : {},
      );
    }
    numbers.push(value);
  }
  return numbers;
}

function extreme(run: Run, values: readonly unknown[], name: 'min' | 'max'): number | undefined {
  const list = values.length === 1 && Array.isArray(values[0]) ? (values[0] as unknown[]) : values;
  const numbers = numbersOf(run, list, name);
  if (numbers.length === 0) return undefined;
  return numbers.reduce((best, each) => (name === 'min' ? Math.min(best, each) : Math.max(best, each)));
}

export function toNumber(value: unknown, decimalMark?: string): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value instanceof Date) return value.getTime();
  if (isNothing(value) || (typeof value === 'string' && value.length < 400 && value.trim() === ''))
    return undefined;
  if (decimalMark !== undefined && decimalMark !== ',' && decimalMark !== '.') {
    throw new ExpressionError('value', "The decimal mark is '.' or ','");
  }
  const number = typeof value === 'string' ? readNumber(value, decimalMark) : undefined;
  if (number !== undefined) return number;
  const hasComma = typeof value === 'string' && value.includes(',') && decimalMark === undefined;
  throw new ExpressionError('value', `${describeValue(value).replace(/^text /, '')} is not a number`, {
    suggestion: hasComma ? "name the decimal mark: toNumber(value, ',') or toNumber(value, '.')" : undefined,
  });
}

export const numberFunctions = [
  declare({
    name: 'toNumber',
    params: ['value: any', 'decimalMark?: text'],
    returns: 'number',
    description:
      "A text as a number (nothing if it is blank). Say which mark separates decimals where there are others: toNumber('1.250,50', ',').",
    examples: [
      ["toNumber('12.50')", 12.5],
      ["toNumber('1.250,50', ',')", 1250.5],
    ],
    run: (run, value, decimalMark) => {
      run.step();
      return toNumber(value, decimalMark);
    },
  }),
  declare({
    name: 'round',
    params: ['value: number', 'digits?: number'],
    returns: 'number',
    description: 'Rounded to decimal digits (none if not given); halves away from zero, exactly.',
    examples: [
      ['round(2.345, 2)', 2.35],
      ['round(-2.5)', -3],
      ['round(1250, -2)', 1300],
    ],
    run: (run, value, digits = 0) => {
      run.step();
      return roundTo(value, digits);
    },
  }),
  declare({
    name: 'floor',
    params: ['value: number', 'digits?: number'],
    returns: 'number',
    description: 'Rounded down to decimal digits (none if not given).',
    examples: [
      ['floor(2.79, 1)', 2.7],
      ['floor(-2.1)', -3],
    ],
    run: (run, value, digits = 0) => {
      run.step();
      return roundTo(value, digits, 'down');
    },
  }),
  declare({
    name: 'ceil',
    params: ['value: number', 'digits?: number'],
    returns: 'number',
    description: 'Rounded up to decimal digits (none if not given).',
    examples: [['ceil(2.11, 1)', 2.2]],
    run: (run, value, digits = 0) => {
      run.step();
      return roundTo(value, digits, 'up');
    },
  }),
  declare({
    name: 'abs',
    params: ['value: number'],
    returns: 'number',
    description: 'The number without its sign.',
    examples: [['abs(-3)', 3]],
    run: (run, value) => {
      run.step();
      return Math.abs(value);
    },
  }),
  declare({
    name: 'min',
    params: ['...values: any'],
    returns: 'number',
    description: 'The smallest of a list or of the arguments; nothing is left out.',
    examples: [
      ['min([3, 1, 2])', 1],
      ['min(3, 5)', 3],
    ],
    run: (run, ...values) => extreme(run, values, 'min'),
  }),
  declare({
    name: 'max',
    params: ['...values: any'],
    returns: 'number',
    description: 'The largest of a list or of the arguments; nothing is left out.',
    examples: [
      ['max([3, 1, 2])', 3],
      ['max(3, 5)', 5],
    ],
    run: (run, ...values) => extreme(run, values, 'max'),
  }),
  declare({
    name: 'clamp',
    params: ['value: number', 'least: number', 'most: number'],
    returns: 'number',
    description: 'The number, but not below `least` and not above `most`.',
    examples: [['clamp(120, 0, 100)', 100]],
    run: (run, value, least, most) => {
      run.step();
      return Math.max(least, Math.min(most, value));
    },
  }),
  declare({
    name: 'formatNumber',
    params: ['value: number', 'format?: text', 'decimalMark?: text'],
    returns: 'text',
    description:
      "The number as text. 0 is a digit, # an optional one, a comma groups thousands, % makes a percentage. With ',' as the third argument: 1.000,50.",
    examples: [
      ["formatNumber(1000.5, '0,0.00')", '1,000.50'],
      ["formatNumber(0.256, '0.0%')", '25.6%'],
      ["formatNumber(1000.5, '0,0.00', ',')", '1.000,50'],
    ],
    run: (run, value, format = '0,0.##', decimalMark = '.') => {
      run.charge(10);
      if (decimalMark !== '.' && decimalMark !== ',') {
        throw new ExpressionError('value', "The decimal mark is '.' or ','");
      }
      return writeNumber(value, format, decimalMark);
    },
  }),
  declare({
    name: 'multiply',
    params: ['value: number', 'factor: number'],
    returns: 'number',
    strict: true,
    description: 'The exact decimal product: 19.99 times 100 is 1999.',
    examples: [['multiply(19.99, 100)', 1999]],
    run: (run, value, factor) => {
      run.step();
      return multiplyExact(value, factor);
    },
  }),
  declare({
    name: 'divide',
    params: ['value: number', 'divisor: number'],
    returns: 'number',
    strict: true,
    description: 'The exact decimal quotient. Division by zero is an error.',
    examples: [['divide(1999, 100)', 19.99]],
    run: (run, value, divisor) => {
      run.step();
      return divideExact(value, divisor);
    },
  }),
  declare({
    name: 'percent',
    params: ['part: number', 'whole: number', 'digits?: number'],
    returns: 'number',
    strict: true,
    description: 'How many percent a part is of the whole, rounded to digits if they are given.',
    examples: [
      ['percent(1, 4)', 25],
      ['percent(1, 3, 1)', 33.3],
    ],
    run: (run, part, whole, digits) => {
      run.step();
      const exact = multiplyExact(divideExact(part, whole), 100);
      return digits === undefined ? exact : roundTo(exact, digits);
    },
  }),
];

/** The exact sum of numbers, with the budget already charged. */
export function sumExact(numbers: readonly number[]): number {
  return numbers.reduce(addExact, 0);
}
