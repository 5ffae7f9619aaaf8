import { describe, expect, test } from 'vitest';
import { evaluate, failureOf } from '../testing/evaluate.ts';

describe('texts', () => {
  test.each([
    ["upper('straße')", 'STRASSE'],
    ['upper(5)', '5'],
    ["capitalize('')", ''],
    ["capitalize('élan vital')", 'Élan vital'],
    ["capitalize('😀a')", '😀a'],
    ["title('o\\'neill and jean-luc')", "O'neill And Jean-Luc"],
    ["length('😀')", 2],
    ['length({ a: 1, b: 2 })', 2],
    ['length(null)', 0],
    ["replace('aaa', 'a', '$&')", '$&aa'],
    ["replace('abc', 'x', 'y')", 'abc'],
    ["replaceAll('aaa', 'a', 'aa')", 'aaaaaa'],
    ["replaceAll('abc', '', '-')", 'abc'],
    ["replaceAll('a.b.c', '.', '')", 'abc'],
    ["split('a,b,,c', ',')", ['a', 'b', '', 'c']],
    ["split('', ',')", ['']],
    ["split('a😀', '')", ['a', '😀']],
    ["split('a,b,c', ',', 2)", ['a', 'b']],
    ["split('abc', 'abc')", ['', '']],
    ['join([1, null, true, [2], { a: 1 }])', '1, , true, [2], {"a":1}'],
    ["join([], '-')", ''],
    ["contains('abc', 'b')", true],
    ["contains('abc', '')", true],
    ['contains(null, 1)', false],
    ['contains([[1], [2]], [2])', true],
    ["startsWith(null, 'a')", false],
    ["substring('abc', -5, 2)", 'ab'],
    ["padStart('abc', 2, 'x')", 'abc'],
    ["padStart('abc', 5, '')", 'abc'],
    ["padEnd('abc', 8, '12')", 'abc12121'],
    ["slug('  Straße & Ærø — 10€ ')", 'strasse-aero-10'],
    ["slug('日本 語')", '日本-語'],
    ["slug('***')", ''],
    ["truncate('abc', 3)", 'abc'],
    ["truncate('abcd', 3)", 'ab…'],
    ["truncate('ab cd ef', 4, '...')", 'a...'],
    ["truncate('abcdef', 2, '...')", '..'],
    ["truncate('😀😀😀', 4)", '😀…'],
    ["stripHtml('a<br>b<script>x < y && alert(1)</script><!-- <p> -->c')", 'a bc'],
    ["stripHtml('1 < 2 and <b>3 > 2</b>')", '1 < 2 and 3 > 2'],
    ["stripHtml('&lt;b&gt; &#228;&#xe4; &nope; &#99999999;')", '<b> ää &nope; &#99999999;'],
    ['stripHtml(\'<a href="x"\')', ''],
    ["stripHtml('<SCRIPT>x')", ''],
    ["extract('key=value', 'key=(.*)')", 'value'],
    ["extract('key=value', 'key=(.*)', 0)", 'key=value'],
    ["extract('abc', 'x')", undefined],
    ["extract('ABC', 'b', 0, 'i')", 'B'],
    ["matches('a\\nb', '^b$', 'm')", true],
    ["matches('a\\nb', 'a.b')", false],
    ["matches('a\\nb', 'a.b', 's')", true],
    ["matches('ü', '\\\\p{L}')", true],
    ['matches(null, 1)', false],
  ])('%s is %j', (source, expected) => {
    expect(evaluate(source)).toEqual(expected);
  });

  test.each([
    ['upper([1])', 'A list; upper needs a text; use toText'],
    ['upper(true)', 'True; upper needs a text; use toText'],
    ["padStart('a', 'x')", 'The text "x"; padStart needs a number; use toNumber'],
    ["join('abc')", 'The text "abc"; join needs a list'],
    ['length(1)', 'length needs a text, a list or an object'],
    ["slug('x'.repeat(20000))", 'slug takes at most 10,000 characters'],
  ])('%s is an error in words', (source, message) => {
    expect(failureOf(source).message.replace(/^\[1\] is a list/, 'A list')).toBe(message);
  });

  test('searching is the same as the search of JavaScript', () => {
    const texts = ['', 'a', 'aaa', 'abab', 'xabababx', `${'ab'.repeat(3_000)}c`];
    for (const text of texts) {
      for (const part of ['', 'a', 'ab', 'aba', 'c', 'bc', 'ab'.repeat(2_900), 'zz']) {
        for (const from of [-1, 0, 1, 3, 5_999, 1e9]) {
          expect(
            evaluate('text.indexOf(part, from)', { text, part, from }),
            `${text.length} ${part.length} ${from}`,
          ).toBe(text.indexOf(part, from));
          expect(evaluate('text.lastIndexOf(part, from)', { text, part, from })).toBe(
            text.lastIndexOf(part, from),
          );
        }
        expect(evaluate('text.includes(part)', { text, part })).toBe(text.includes(part));
        if (part !== '') expect(evaluate('text.split(part)', { text, part })).toEqual(text.split(part));
      }
    }
  });
});
