import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluate, failureOf } from '../testing/evaluate.ts';

describe('numbers', () => {
  test.each([
    ['round(2.345, 2)', 2.35],
    ['round(1.005, 2)', 1.01],
    ['round(-2.345, 2)', -2.35],
    ['round(2.5)', 3],
    ['round(-0.4)', 0],
    ['round(1e21, 2)', 1e21],
    ['round(0.1 + 0.2, 2)', 0.3],
    ['floor(-2.5)', -3],
    ['floor(2.999, 2)', 2.99],
    ['floor(0.5)', 0],
    ['ceil(-2.5)', -2],
    ['ceil(2.001, 2)', 2.01],
    ['multiply(19.99, 100)', 1999],
    ['multiply(0.1, 3)', 0.3],
    ['divide(1, 3)', 0.3333333333333333],
    ['divide(0.3, 0.1)', 3],
    ['sum([0.1, 0.2, 0.3])', 0.6],
    ['sum([1, null, 2])', 3],
    ['sum([])', 0],
    ['sum(null)', 0],
    ['avg([])', undefined],
    ['avg([0.1, 0.2])', 0.15],
    ['min([])', undefined],
    ['max(1, null, 3)', 3],
    ['clamp(-5, 0, 10)', 0],
    ["toNumber(' -12.5e1 ')", -125],
    ["toNumber('')", undefined],
    ['toNumber(null)', undefined],
    ['toNumber(true)', 1],
    ["toNumber('12,50', ',')", 12.5],
    ["toNumber('1.234.567,89', ',')", 1234567.89],
    ["toNumber('1,234,567.89', '.')", 1234567.89],
    ["toNumber('1 234,5', ',')", 1234.5],
    ["toNumber(\"1'234.5\", '.')", 1234.5],
    ["formatNumber(1234567.891, '0,0.00')", '1,234,567.89'],
    ["formatNumber(-1234.5, '0,0.00')", '-1,234.50'],
    ["formatNumber(-0.001, '0.00')", '0.00'],
    ["formatNumber(5, '000')", '005'],
    ["formatNumber(1.5, '0.##')", '1.5'],
    ["formatNumber(1, '0.##')", '1'],
    ["formatNumber(1.239, '0.0#')", '1.24'],
    ["formatNumber(1234.5, '0,0.00 €', ',')", '1.234,50 €'],
    ["formatNumber(1234.5, '$0,0')", '$1,235'],
    ["formatNumber(-5, '$0')", '-$5'],
    ["formatNumber(0.1234, '0.0%')", '12.3%'],
    ['formatNumber(1234.567)', '1,234.57'],
    ['formatNumber(1e21, "0,0")', '1,000,000,000,000,000,000,000'],
    ['formatNumber(null)', undefined],
    ['percent(1, 8, 1)', 12.5],
    ['(2.675).toFixed(2)', '2.68'],
    ['(5).toFixed()', '5'],
    ['(1.5).toString()', '1.5'],
  ])('%s is %j', (source, expected) => {
    expect(evaluate(source)).toBe(expected);
  });

  test.each([
    ["toNumber('abc')", '"abc" is not a number', undefined],
    [
      "toNumber('12,50')",
      '"12,50" is not a number',
      "name the decimal mark: toNumber(value, ',') or toNumber(value, '.')",
    ],
    ["toNumber('0x10')", '"0x10" is not a number', undefined],
    ["toNumber('Infinity')", '"Infinity" is not a number', undefined],
    ["toNumber('1e999')", '"1e999" is not a number', undefined],
    ["toNumber('1 2')", '"1 2" is not a number', undefined],
    ['toNumber([1])', 'a list is not a number', undefined],
    ["toNumber('1', ';')", "The decimal mark is '.' or ','", undefined],
    ['round(1.5, 0.5)', 'Digits are a whole number from -20 to 20, not 0.5', undefined],
    ['round(1, 99)', 'Digits are a whole number from -20 to 20, not 99', undefined],
    ["sum([1, '2'])", 'element 2 is text "2"; sum needs numbers', 'use toNumber'],
    ["sum([{ n: '2' }], i => i.n)", 'element 1 is text "2"; sum needs numbers', 'use toNumber'],
    ["formatNumber(1, 'abc')", '"abc" is not a number format', "use '0,0.00'"],
    ['multiply(1e300, 1e300)', 'The number is too large', undefined],
    ['percent(1, 0)', 'Division by zero', undefined],
    ['(1).toFixed(101)', 'Digits are a whole number from 0 to 100, not 101', undefined],
  ])('%s is an error in words', (source, message, suggestion) => {
    expect(failureOf(source)).toMatchObject({ message });
    expect(failureOf(source).suggestion).toBe(suggestion);
  });

  test('an infinite number in the data is refused where a number is needed', () => {
    expect(failureOf('round(n)', { n: Number.POSITIVE_INFINITY }).code).toBe('type');
    expect(failureOf('n * 2', { n: Number.NaN }).code).toBe('value');
  });

  test('sums of cents are exact', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), { maxLength: 50 }), (cents) => {
        const expected = cents.reduce((sum, each) => sum + each, 0) / 100;
        expect(evaluate('sum(list)', { list: cents.map((each) => each / 100) })).toBe(
          expected === 0 ? 0 : expected,
        );
      }),
    );
  });

  test('a formatted number reads back as the rounded number', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e12, max: 1e12, noNaN: true }), (n) => {
        const text = evaluate("formatNumber(n, '0,0.00', ',')", { n });
        expect(evaluate("toNumber(text, ',')", { text })).toBe(evaluate('round(n, 2)', { n }));
      }),
    );
  });
});
