/** Decimal arithmetic where people expect decimals: 19.99 × 100 is 1999, and 2.345 to two digits is 2.35. */
import Big from 'big.js';
import { ExpressionError } from './errors.ts';

Big.DP = 30;
const mostDigits = 20;

export type Rounding = 'nearest' | 'down' | 'up';

/** Rounds to decimal digits (negative: tens, hundreds); halves go away from zero, down is towards minus infinity. */
export function roundTo(value: number, digits: number, rounding: Rounding = 'nearest'): number {
  if (!Number.isInteger(digits) || Math.abs(digits) > mostDigits) {
    throw new ExpressionError('value', `Digits are a whole number from -20 to 20, not ${digits}`);
  }
  if (!Number.isFinite(value)) return value;
  if (Number.isInteger(value) && digits >= 0) return value === 0 ? 0 : value;
  return toPlain(new Big(value).round(digits, mode(value, rounding)));
}

function mode(value: number, rounding: Rounding): 0 | 1 | 3 {
  if (rounding === 'nearest') return 1;
  return (rounding === 'up') === value > 0 ? 3 : 0;
}

export function multiplyExact(a: number, b: number): number {
  return toPlain(new Big(a).times(b));
}

export function divideExact(a: number, b: number): number {
  if (b === 0) throw new ExpressionError('value', 'Division by zero');
  return toPlain(new Big(a).div(b));
}

/** Exact sum, so that 0.1 + 0.2 is 0.3. */
export function addExact(a: number, b: number): number {
  if (Number.isSafeInteger(a) && Number.isSafeInteger(b)) return a + b;
  return toPlain(new Big(a).plus(b));
}

/** With exactly this many digits after the point. */
export function fixedText(value: number, digits: number): string {
  return new Big(value).toFixed(digits, 1);
}

function toPlain(value: Big): number {
  const plain = value.toNumber();
  if (!Number.isFinite(plain)) throw new ExpressionError('value', 'The number is too large');
  return plain === 0 ? 0 : plain;
}

/**
 * A text as a number: an optional sign, digits, a point, an exponent. With another decimal mark given, the usual marks for
 * thousands (`.`, `,`, `'` and blanks) are left out. Undefined where it is no number.
 */
export function readNumber(text: string, decimalMark?: string): number | undefined {
  if (text.length > 400) return undefined;
  let plain = text.trim();
  if (decimalMark !== undefined) {
    const thousands = decimalMark === ',' ? /[.'’\s]/g : /[,'’\s]/g;
    plain = plain.replace(thousands, '').replace(decimalMark, '.');
  }
  if (!/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i.test(plain)) return undefined;
  const value = Number(plain);
  return Number.isFinite(value) ? value : undefined;
}

/** The core of a number format: `0,0.00`, `0.##`, `000`. Everything around it is kept; a `%` makes a percentage. */
const numberFormat = /[0#][0#,]*(?:\.[0#]+)?/;

/** `0,0.00` → `1,000.50`. `#` after the point is an optional digit; more zeros before it fill up. */
export function writeNumber(value: number, format: string, decimalMark: '.' | ','): string {
  if (format.length > 100) throw new ExpressionError('size', 'A number format has at most 100 characters');
  const core = numberFormat.exec(format);
  if (!core) {
    throw new ExpressionError('value', `${JSON.stringify(format)} is not a number format`, {
      suggestion: "use '0,0.00'",
    });
  }
  const [before, after] = [format.slice(0, core.index), format.slice(core.index + core[0].length)];
  const scaled = before.includes('%') || after.includes('%') ? multiplyExact(value, 100) : value;
  const number = writeCore(Math.abs(scaled), core[0], decimalMark);
  const isNegative = scaled < 0 && /[1-9]/.test(number);
  return `${isNegative ? '-' : ''}${before}${number}${after}`;
}

function writeCore(value: number, core: string, decimalMark: '.' | ','): string {
  const [whole = '', fraction = ''] = core.split('.');
  const required = fraction.replace(/#/g, '').length;
  const [digits = '0', decimals = ''] = fixedText(value, Math.min(fraction.length, mostDigits)).split('.');
  const kept = decimals.slice(0, required) + decimals.slice(required).replace(/0+$/, '');
  const hasGroups = whole.includes(',');
  const least = hasGroups ? 1 : whole.replace(/#/g, '').length;
  const filled = digits.padStart(least, '0');
  const grouped = hasGroups ? filled.replace(/\B(?=(?:\d{3})+$)/g, decimalMark === '.' ? ',' : '.') : filled;
  return kept === '' ? grouped : `${grouped}${decimalMark}${kept}`;
}
