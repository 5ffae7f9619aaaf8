import { expect, test } from 'vitest';
import { readNumber } from './read_number.ts';

test.each([
  ['12', 12],
  [' -1.5 ', -1.5],
  ['1,234', 1234],
  ['1,234,567.89', 1234567.89],
  ['1.234.567,89', 1234567.89],
  ['1.234.567', 1234567],
  ['1,5', 1.5],
  ['1 234,5', 1234.5],
  ['1\u00a0234', 1234],
  ["1'234'567", 1234567],
  ['€ 12.50', 12.5],
  ['12 €', 12],
  ['1e3', 1000],
  ['.5', 0.5],
])('%j is %d', (text, value) => expect(readNumber(text)).toBe(value));

test.each([
  '',
  'twelve',
  '1,23,4',
  '1,234,56',
  '1.2.3',
  '12%',
  '1-2',
  '1 2',
  '0x10',
  '1e9999',
  '{{ order.total }}',
])('%j is none', (text) => expect(readNumber(text)).toBeNull());
