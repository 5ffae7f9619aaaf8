import { fixedText } from '../decimal.ts';
import { ExpressionError } from '../errors.ts';
import { declare, type FunctionSpec } from '../spec.ts';

function digitsOf(digits: number): number {
  if (Number.isInteger(digits) && digits >= 0 && digits <= 100) return digits;
  throw new ExpressionError('value', `Digits are a whole number from 0 to 100, not ${digits}`);
}

export const numberMethods: readonly FunctionSpec[] = [
  declare({
    name: 'toFixed',
    params: ['value: number', 'digits?: number'],
    returns: 'text',
    description: 'The number as text with exactly this many digits after the point, rounded as decimals are.',
    examples: [['(1.005).toFixed(2)', '1.01']],
    run: (run, value, digits = 0) => {
      run.charge(10);
      return fixedText(value, digitsOf(digits));
    },
  }),
  declare({
    name: 'toString',
    params: ['value: number'],
    returns: 'text',
    description: 'The number as text.',
    examples: [['(12.5).toString()', '12.5']],
    run: (run, value) => {
      run.step();
      return String(value);
    },
  }),
];

export const booleanMethods: readonly FunctionSpec[] = [
  declare({
    name: 'toString',
    params: ['value: any'],
    returns: 'text',
    description: 'true or false as text.',
    examples: [['true.toString()', 'true']],
    run: (run, value) => {
      run.step();
      return String(value === true);
    },
  }),
];
