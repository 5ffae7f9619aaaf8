import { expect, test } from 'vitest';
import { printValue, readValue, typeOf } from './value_text.ts';

test.each([
  ['hello', 'hello', 'string'],
  ['42', 42, 'number'],
  ['"42"', '42', 'string'],
  ['true', true, 'boolean'],
  ['["a"]', ['a'], 'list'],
  ['{"a": 1}', { a: 1 }, 'object'],
  ['null', null, 'nothing'],
  ['{not json', '{not json', 'string'],
  ['', '', 'string'],
])('%j is read as %j, a %s', (text, value, type) => {
  expect(readValue(text)).toEqual(value);
  expect(typeOf(value)).toBe(type);
});

test.each(['hello', '42', 'true', '', '"quoted"', 42, false, null, ['a', 1], { a: { b: 2 } }])(
  '%j is read back as itself',
  (value) => {
    expect(readValue(printValue(value))).toEqual(value);
  },
);
