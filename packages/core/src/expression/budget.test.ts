/** Attacks on time and memory. Each must end with an error of the budget; the runner's own time limit would catch a hang. */
import { describe, expect, test } from 'vitest';
import { compileConfig } from './config.ts';
import { expressionLimits } from './limits.ts';
import { compileTemplate } from './template.ts';
import { evaluate, failureOf } from './testing/evaluate.ts';

const scope = {
  list: Array.from({ length: 20_000 }, (_, index) => index),
  text: 'a'.repeat(5_000_000),
  fields: Object.fromEntries(Array.from({ length: 50_000 }, (_, index) => [`k${index}`, index])),
};

describe('memory: nothing is made that is over a limit', () => {
  test.each([
    "'x'.repeat(1e9)",
    "'x'.repeat(1e300)",
    "padStart('a', 1e9)",
    "'a'.padEnd(1e300, 'xyz')",
    'range(0, 1e9)',
    'range(0, 1e300)',
    'range(0, 1, 1e-300)',
    'text + text + text',
    '`${text}${text}${text}`',
    "join([text, text, text], '')",
    "'a'.concat(text, text, text)",
    "'a'.repeat(1000000).replaceAll('a', 'x'.repeat(1000))",
    "list.map(i => 'x'.repeat(100000))",
    'list.map(i => [...list])',
    'list.map(i => list.slice())',
    'list.flatMap(i => list)',
    'zip(list, list, list, list, list, list)',
    'list.concat(list, list, list, list, list, list)',
    'range(0, 40).reduce((a, b) => [a, a], 1)',
    'range(0, 25).reduce((a, b) => a + a, "xxxxxxxx")',
    'range(0, 64).reduce((a, b) => [a, a], 1) | json',
    'urlEncode(text)',
    "range(0, 22).reduce((a, b) => ({ l: a, r: a }), 'xxxxxxxx') | toText",
    "'\\u0001'.repeat(2000000) | json",
    "split('a'.repeat(200000), '')",
    'flatten(list.map(i => list.slice(0, 10)))',
  ])('%s', (source) => {
    expect(['size', 'budget']).toContain(failureOf(source, scope).code);
  });
});

describe('time: work is charged before it is done', () => {
  test.each([
    'list.map(i => list.map(j => 1))',
    'list.map(i => list == list)',
    'list.map(i => list.includes(-1))',
    'list.map(i => list.toReversed()[0])',
    'list.map(i => sort(list)[0])',
    'list.map(i => unique(list)[0])',
    'list.map(i => (text + i).toUpperCase()[0])',
    'list.map(i => (text + i)[0])',
    'list.map(i => (text + i) == (text + i))',
    'list.map(i => (text + i) < text)',
    'list.map(i => fields[text + i])',
    'list.map(i => ({ [text + i]: 1 }).x)',
    "list.map(i => startsWith(text + i, 'b'))",
    'list.map(i => get(fields, [text + i]))',
    'list.map(i => keys(fields)[0])',
    'list.map(i => isEmpty(fields))',
    'list.map(i => length(fields))',
    'list.map(i => ({ ...fields }).k1)',
    'list.map(i => merge(fields, fields).k1)',
    'list.map(i => hash(text))',
    'list.map(i => json(fields)[0])',
    "list.map(i => contains(text, 'ab'))",
    "contains(text, 'b' + 'a'.repeat(2000000))",
    "text.lastIndexOf('a'.repeat(2000000) + 'b')",
    "text.split('b' + 'a'.repeat(2000000))",
    "replace(text, 'b' + 'a'.repeat(2000000), '')",
    "list.map(i => formatDate(i, 'dddd'))",
    "list.map(i => addTime(i, 1, 'month'))",
    "list.map(i => matches('a'.repeat(1000), '(a?){200}a{200}'))",
    "list.map(i => matches('x', '[ab]{900}' + i))",
    'sort(list, i => text + i)[0]',
    'groupBy(list, i => text + i)',
    "stripHtml('<'.repeat(3000000))",
  ])('%s', (source) => {
    expect(['size', 'budget']).toContain(failureOf(source, scope).code);
  });
});

describe('what is allowed stays possible', () => {
  test('ten thousand elements are mapped, sorted and summed', () => {
    const rows = Array.from({ length: 10_000 }, (_, index) => ({ id: index, price: (index * 7) % 100 }));
    expect(evaluate('rows | sum(r => r.price)', { rows })).toBe(495_000);
    expect((evaluate('rows.slice(0, 5000) | sort("price")', { rows }) as unknown[]).length).toBe(5_000);
  });

  test('a text of five megabytes passes through, and large data is handed on as it is', () => {
    expect(evaluate('text', scope)).toBe(scope.text);
    expect(evaluate('text | upper | length', scope)).toBe(5_000_000);
    expect(evaluate('fields', scope)).toBe(scope.fields);
    expect(evaluate("matches(part, 'b$')", { part: scope.text.slice(0, 1_000_000) })).toBe(false);
  });

  test('one evaluation takes nothing from the next', () => {
    const source = 'list.map(i => i + 1).length';
    for (let index = 0; index < 20; index++) expect(evaluate(source, scope)).toBe(20_000);
  });
});

describe('depth of data', () => {
  const nested = (depth: number): unknown =>
    Array.from({ length: depth }).reduce((inner) => [inner], 1 as unknown);

  test('64 levels are compared and rendered, more are an error and not a crash', () => {
    expect(evaluate('json(a) == json(b) && a == b', { a: nested(60), b: nested(60) })).toBe(true);
    for (const source of ['json(a)', 'a == b', "'' + a", 'toText(a)', 'hash(json(a))', 'unique([a, b])']) {
      expect(failureOf(source, { a: nested(5_000), b: nested(5_000) }).code, source).toBe('budget');
    }
  });

  test('data that contains itself is an error', () => {
    const loop: Record<string, unknown> = {};
    loop.self = loop;
    expect(failureOf('json(loop)', { loop }).code).toBe('budget');
    expect(failureOf('[loop]', { loop }).code).toBe('budget');
  });
});

describe('budgets of larger wholes', () => {
  test('every template of a text is limited, and so is the text', () => {
    const text = compileTemplate('{{ big }}{{ big }}{{ big }}');
    expect(() => text.evaluate({ big: 'x'.repeat(4_000_000) })).toThrow(
      expect.objectContaining({ code: 'size' }),
    );
  });

  test('a configuration has a budget for all of its templates', () => {
    const heavy = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [`f${index}`, '{{ list.map(i => i + 1).length }}']),
    );
    expect(() => compileConfig(heavy).evaluate(scope)).toThrow(expect.objectContaining({ code: 'budget' }));
    const light = Object.fromEntries(
      Array.from({ length: 2_000 }, (_, index) => [`f${index}`, '{{ text.length }}']),
    );
    expect(Object.values(compileConfig(light).evaluate(scope) as object)).toEqual(
      Array(2_000).fill(5_000_000),
    );
  });

  test('the numbers are those of the documentation', () => {
    expect(expressionLimits).toEqual({
      source: 10_240,
      templates: 1_000,
      depth: 64,
      chain: 500,
      operations: 100_000,
      milliseconds: 250,
      result: 10_485_760,
      pattern: 1_024,
      patternText: 1_048_576,
    });
  });
});
