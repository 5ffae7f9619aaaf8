import { expect, test } from 'vitest';
import { readPairs } from './read_pairs.ts';

test.each([
  [
    'Accept: */*\nX-Id: a:b',
    [
      ['Accept', '*/*'],
      ['X-Id', 'a:b'],
    ],
  ],
  [
    'A=1\r\n\r\nB="two words"\r\n',
    [
      ['A', '1'],
      ['B', 'two words'],
    ],
  ],
  [
    'name\tAda\nage\t36',
    [
      ['name', 'Ada'],
      ['age', '36'],
    ],
  ],
  [
    '{"a": 1, "b": "x", "c": {"d": true}}',
    [
      ['a', '1'],
      ['b', 'x'],
      ['c', '{"d":true}'],
    ],
  ],
  [
    '?a=1&b=x%20y',
    [
      ['a', '1'],
      ['b', 'x y'],
    ],
  ],
  [
    'Authorization: Bearer {{ variables.token }}\nX: {{ a ? b : c }}',
    [
      ['Authorization', 'Bearer {{ variables.token }}'],
      ['X', '{{ a ? b : c }}'],
    ],
  ],
])('%j is taken apart', (text, pairs) => expect(readPairs(text)).toEqual(pairs));

test.each([
  'X-Api-Key',
  'a: b',
  'https://example.com/?a=1',
  '{{ order }}',
  '[1, 2]',
  'two\nplain lines',
  '',
  '{broken\njson',
])('%j stays as it is', (text) => expect(readPairs(text)).toBeNull());
