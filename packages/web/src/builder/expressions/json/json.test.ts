import { describe, expect, it } from 'vitest';
import { formatEdits } from './format_json.ts';
import { jsonProblem } from './json_problem.ts';

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** The text with the place of the problem between ⟦ and ⟧. */
function marked(text: string, expressions = false): string | null {
  const problem = jsonProblem(text, { expressions });
  if (!problem) return null;
  const { from, to } = problem;
  return `${text.slice(0, from)}⟦${text.slice(from, to)}⟧${text.slice(to)}`;
}

describe('what is wrong with JSON', () => {
  it.each<[string, string, string]>([
    ['{"a": 1,}', '{"a": 1⟦,⟧}', 'no comma stands after the last entry'],
    ['[1, 2, ]', '[1, 2⟦,⟧ ]', 'no comma stands after the last entry'],
    ['{a: 1}', '{⟦a⟧: 1}', 'a name stands in double quotes: "a"'],
    ["{'a': 1}", "{⟦'a'⟧: 1}", 'a name stands in double quotes: "a"'],
    ['{"a": \'it is\'}', '{"a": ⟦\'it is\'⟧}', 'only straight double quotes are quotes: "it is"'],
    ['{"a": “b”}', '{"a": ⟦“b”⟧}', 'only straight double quotes are quotes: "b"'],
    ['{"a": open}', '{"a": ⟦open⟧}', 'a text stands in double quotes: "open"'],
    ['{"a": True}', '{"a": ⟦True⟧}', 'small letters: true'],
    ['{"a": None}', '{"a": ⟦None⟧}', 'null stands for nothing'],
    ['{"a": undefined}', '{"a": ⟦undefined⟧}', 'JSON has no undefined'],
    ['{"a": 01}', '{"a": ⟦01⟧}', 'is not how JSON writes a number'],
    ['[.5]', '[⟦.5⟧]', 'is not how JSON writes a number'],
    ['[+1]', '[⟦+1⟧]', 'is not how JSON writes a number'],
    ['{"a" 1}', '{"a" ⟦1⟧}', 'a colon is missing'],
    ['{"a"}', '{"a"⟦}⟧', 'a colon is missing'],
    ['{"a": }', '{"a": ⟦}⟧', 'a value is missing'],
    ['{"a": , "b": 1}', '{"a": ⟦,⟧ "b": 1}', 'something is missing before this comma'],
    ['{"a": 1 "b": 2}', '{"a": 1 ⟦"b"⟧: 2}', 'a comma is missing before this'],
    ['[1 2]', '[1 ⟦2⟧]', 'a comma is missing before this'],
    ['[1: 2]', '[1⟦:⟧ 2]', 'no colon stands here'],
    ['{[1]: 2}', '{⟦[⟧1]: 2}', 'a name in double quotes is missing'],
    ['{"a": [1, 2}', '{"a": [1, 2⟦}⟧', 'a ] is missing before this; it closes the [ of line 1'],
    ['{"a": 1', '{"a": 1⟦⟧', 'the { of line 1 is not closed with }'],
    ['{"a": [\n1,\n2\n', '{"a": [\n1,\n2⟦⟧\n', 'the [ of line 1 is not closed with ]'],
    ['{"a": "b', '{"a": ⟦"b⟧', 'a double quote is missing'],
    ['{"a": "b,\n"c": 1}', '{"a": ⟦"b,⟧\n"c": 1}', 'a double quote is missing'],
    ['{"a": "C:\\dir"}', '{"a": "C:⟦\\d⟧ir"}', 'write a backslash twice'],
    ['{"a": "x\ty"}', '{"a": "x⟦\t⟧y"}', 'this is written \\t'],
    ['{"a": 1} {"b": 2}', '{"a": 1} ⟦{⟧"b": 2}', 'Put several values into a list'],
    ['}', '⟦}⟧', 'nothing is open that this } could close'],
    ['// a\n1', '⟦// a⟧\n1', 'JSON has no comments'],
    ['{"a": 1 /* b */}', '{"a": 1 ⟦/* b */⟧}', 'JSON has no comments'],
    ['{"a":\u00a01}', '{"a":⟦\u00a0⟧1}', 'this space is one that JSON does not know'],
  ])('%j', (text, place, message) => {
    expect(marked(text)).toBe(place);
    expect(jsonProblem(text)?.message).toContain(message);
  });

  it.each(['', ' \n', 'null', '-0.5e+3', '"\\u00e9 \\\\ \\""', '[]', '{}', ' {"a": [1, {"b": []}]} '])(
    'is nothing in %j',
    (text) => expect(jsonProblem(text)).toBeNull(),
  );

  it('is told with its line', () => {
    const problem = jsonProblem('{\n  "a": 1,\n  b: 2\n}');
    expect(problem).toMatchObject({
      line: 3,
      message: expect.stringMatching(/^This is not JSON\. Line 3: /),
    });
  });

  it('is found where and only where there is something, however a text is spoilt', () => {
    const good = JSON.stringify({ a: [1, -2.5, 'x "y"\n', null], 'ü b': { c: true, d: {} } }, null, 1);
    const pieces = [
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '\\',
      "'",
      ' ',
      '\n',
      '\t',
      '0',
      '.',
      'e',
      'x',
      '/*',
      '#',
      'ü',
    ];
    for (let at = 0; at <= good.length; at++) {
      for (const piece of pieces) {
        for (const text of [
          good.slice(0, at) + piece + good.slice(at),
          good.slice(0, at) + piece + good.slice(at + 1),
          good.slice(0, at) + good.slice(at + 2),
          piece + good.slice(0, at),
        ]) {
          const problem = jsonProblem(text);
          const wrong = `${JSON.stringify(text)}: ${JSON.stringify(problem)}`;
          expect(problem === null, wrong).toBe(text.trim() === '' || isJson(text));
          if (problem) expect(problem.to <= text.length && problem.from <= problem.to, wrong).toBe(true);
        }
      }
    }
  });

  it('does not care how deep a text is', () => {
    expect(jsonProblem('['.repeat(100_000))?.message).toContain('is not closed with ]');
  });
});

describe('JSON with expressions', () => {
  it.each([
    '{{ order }}',
    '{ "total": {{ order.total }}, "name": "{{ order["name"] }}" }',
    '{ "a": "{{ replace(a, "\\d", "") }}", {{ key }}: 1{{ zeros }} }',
    '[{{ a }}{{ b }}]',
    '{ "a": {{ { b: 1 } }} }',
  ])('%j may become JSON', (text) => expect(marked(text, true)).toBeNull());

  it.each([
    ['{ "a": {{ b }} "c": 1 }', '{ "a": {{ b }} ⟦"c"⟧: 1 }'],
    ['{ "a": {{ b }}, }', '{ "a": {{ b }}⟦,⟧ }'],
    ['{ a: {{ b }} }', '{ ⟦a⟧: {{ b }} }'],
    ['[{{ a }} {{ b }}]', '[{{ a }} ⟦{{ b }}⟧]'],
    ['{ "a": "{{ b }} }', '{ "a": ⟦"{{ b }} }⟧'],
  ])('%j cannot', (text, place) => expect(marked(text, true)).toBe(place));
});

describe('laying JSON out', () => {
  const formatted = (text: string, expressions = false): string => {
    const edits = formatEdits(text, { expressions }) ?? [];
    return edits.reduceRight(
      (out, { from, to, insert }) => out.slice(0, from) + insert + out.slice(to),
      text,
    );
  };

  it.each<[unknown]>([
    [{ a: 1, b: [1, 'x', { c: null }], d: {}, e: [], f: [[]], g: 'a\n"b"' }],
    [[]],
    [[[1]]],
    ['text'],
    [3],
  ])('%j looks as written by hand', (value) => {
    const wanted = JSON.stringify(value, null, 2);
    expect(formatted(JSON.stringify(value))).toBe(wanted);
    expect(formatted(JSON.stringify(value, null, '\t'))).toBe(wanted);
    expect(formatEdits(wanted)).toEqual([]);
  });

  it('changes no value, whatever JavaScript would make of it', () => {
    expect(formatted('{"id":12345678901234567890,"a":1.0,"a":"\\u00e9\\/"}')).toBe(
      '{\n  "id": 12345678901234567890,\n  "a": 1.0,\n  "a": "\\u00e9\\/"\n}',
    );
  });

  it('leaves expressions as they are', () => {
    expect(formatted('{"a":{{ {b:1,c:[1,2]} }},"d":"{{ e["f"] }}"}', true)).toBe(
      '{\n  "a": {{ {b:1,c:[1,2]} }},\n  "d": "{{ e["f"] }}"\n}',
    );
  });

  it('is not done to what is no JSON', () => {
    expect(formatEdits('{"a": 1,}')).toBeNull();
    expect(formatEdits('{"a": {{ b }}}')).toBeNull();
  });

  it('empties what is blank', () => {
    expect(formatted(' \n ')).toBe('');
  });
});
