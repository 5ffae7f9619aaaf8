import { describe, expect, test } from 'vitest';
import { ExpressionError } from './errors.ts';
import { compileExpression } from './expression.ts';
import { compileTemplate } from './template.ts';

const scope = {
  a: 1,
  name: 'Ada',
  list: [1, 'x'],
  object: { b: null },
  when: new Date('2025-01-15T10:00:00Z'),
  yes: true,
};

function failure(text: string): ExpressionError {
  try {
    compileTemplate(text).evaluate(scope);
  } catch (error) {
    if (error instanceof ExpressionError) return error;
  }
  throw new Error('no ExpressionError');
}

describe('a text that is one template keeps the type', () => {
  test.each([
    ['{{ a }}', 1],
    ['{{a}}', 1],
    ['{{ list }}', [1, 'x']],
    ['{{ object }}', { b: null }],
    ['{{ yes }}', true],
    ['{{ when }}', new Date('2025-01-15T10:00:00Z')],
    ['{{ nothing }}', undefined],
    ['{{{ a, n: name }}}', { a: 1, n: 'Ada' }],
    ['{{ { a: { b: a } } }}', { a: { b: 1 } }],
  ])('%s', (text, expected) => {
    expect(compileTemplate(text).evaluate(scope)).toEqual(expected);
  });
});

describe('otherwise every value is rendered as text', () => {
  test.each([
    [' {{ a }}', ' 1'],
    ['{{ a }}{{ a }}', '11'],
    ['{{ nothing }}.', '.'],
    ['-{{ list }}', '-[1,"x"]'],
    ['-{{ object }}', '-{"b":null}'],
    ['-{{ when }}', '-2025-01-15T10:00:00.000Z'],
    ['-{{ yes }}', '-true'],
    ['{{ a }}\n{{ name }}', '1\nAda'],
  ])('%j', (text, expected) => {
    expect(compileTemplate(text).evaluate(scope)).toBe(expected);
  });
});

describe('where an expression ends', () => {
  test.each([
    ["{{ '}}' }}", '}}'],
    ['{{ "}}" + \'{{\' }}', '}}{{'],
    ['{{ `}}${ { a } | json }}}` }}', '}}{"a":1}}}'],
    ['{{ `${`${name}`}` }}', 'Ada'],
    ["{{ 'it\\'s }}' }}", "it's }}"],
    ['{"a":{"b":{{ a }}}}', '{"a":{"b":1}}'],
    ['{"a":{"b":1}}', '{"a":{"b":1}}'],
    ['a }} b', 'a }} b'],
    ['\\{{ a }}', '{{ a }}'],
    ['\\{{ {{ a }}', '{{ 1'],
    ['C:\\dir\\{{ a }}', 'C:\\dir{{ a }}'],
    ['', ''],
    ["It's {{ name }}, isn't it?", "It's Ada, isn't it?"],
  ])('%s', (text, expected) => {
    expect(compileTemplate(text).evaluate(scope)).toBe(expected);
  });

  test.each([
    ['a {{ b', 2, 'The braces {{ are never closed'],
    ['{{ a } b }}', 0, 'The braces {{ are never closed'],
    ["{{ 'a }}", 0, 'The braces {{ are never closed'],
    ['x {{ }}', 2, 'There is nothing between these braces'],
    ['Hi {{ x = 1 }}', 6, 'Assignment does not exist here'],
    ['{{ a }} {{ name * 2 }}', 11, 'name is text "Ada"; * needs a number; use toNumber'],
    ['{{ a }} and {{ {{ a }} }}', 16, '"{" cannot stand here'],
  ])('%s is an error at %i', (text, position, message) => {
    expect(failure(text)).toMatchObject({ position, message, source: text });
  });
});

describe('what is known of a template', () => {
  test('a text holds as many expressions as somebody would write, and no more', () => {
    expect(compileTemplate('x{{a}}'.repeat(1_000)).references).toHaveLength(1_000);
    expect(() => compileTemplate('{{a}}'.repeat(1_001))).toThrow('A text holds at most 1,000 expressions');
  });

  test('a text without templates is static', () => {
    const template = compileTemplate('plain \\{{ x }}');
    expect(template.isStatic).toBe(true);
    expect(template.references).toEqual([]);
    expect(compileTemplate('{{ a }}').isStatic).toBe(false);
  });

  test('it reads what its expressions read', () => {
    const template = compileTemplate('{{ a.b }} {{ now() }}{{ c }}');
    expect(template.references).toEqual([['a', 'b'], ['c']]);
    expect(template.deterministic).toBe(false);
  });
});

describe('expressions of fields that may stand without braces', () => {
  test.each(['a + 1', '{{ a + 1 }}', '  {{a + 1}}\n'])('%j', (source) => {
    expect(compileExpression(source).evaluate(scope)).toBe(2);
  });

  test.each([
    ['{{ a }} + {{ a }}', 1],
    ['a + {{ a }}', 5],
    ['{{ a', 1],
  ])('%s is refused', (source, position) => {
    expect(() => compileExpression(source)).toThrow(
      expect.objectContaining({ name: 'ExpressionError', position }),
    );
  });
});
