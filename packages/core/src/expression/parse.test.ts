import { describe, expect, test } from 'vitest';
import { expressionLimits } from './limits.ts';
import { printExpression } from './print.ts';
import { evaluate, failureOf } from './testing/evaluate.ts';

describe('pipes', () => {
  test.each([
    ['a ?? b | upper', '(a ?? b) | upper'],
    ["a || 'x' | upper", "(a || 'x') | upper"],
    ["c ? 'a' : 'b' | upper", "(c ? 'a' : 'b') | upper"],
    ["c ? 'a' | upper : 'b'", "c ? ('a' | upper) : 'b'"],
    ['a + b | upper', 'a + b | upper'],
    ['items | count > 3', '(items | count) > 3'],
    ["items | count > 3 ? 'many' : 'few'", "(items | count) > 3 ? 'many' : 'few'"],
    ['items | isEmpty && b', '(items | isEmpty) && b'],
    ['items | where(i => i.active) | sum(i => i.total)', 'items | where(i => i.active) | sum(i => i.total)'],
    ["items | where(i => i.name | lower == 'x')", "items | where(i => (i.name | lower) == 'x')"],
    ['items | groupBy(i => i.status).active[0].sku', '(items | groupBy(i => i.status)).active[0].sku'],
    ['items | first.name | upper', '(items | first).name | upper'],
    ['upper(a | trim)', 'upper(a | trim)'],
    ['[a | trim, b]', '[a | trim, b]'],
    ['{ a: b | trim }', '{ a: b | trim }'],
    ['`${a | trim}`', '`${a | trim}`'],
    ["x | default('a') | if('b', 'c')", "x | default('a') | if('b', 'c')"],
    ['if(a, 6, 4) / 2 > 1 / 2', 'if(a, 6, 4) / 2 > 1 / 2'],
  ])('%s is read as %s', (source, canonical) => {
    expect(printExpression(source)).toBe(canonical);
  });

  test.each([
    'vip && items | count',
    'a || b && c | upper',
    'vip || items | count > 3',
    'c ? a : items | count > 3',
  ])('%s can be read either way and needs parentheses', (source) => {
    const failure = failureOf(source);
    expect(failure).toMatchObject({
      code: 'syntax',
      message: 'It is unclear what the pipe applies to',
      position: source.indexOf('|', source.includes('||') ? source.lastIndexOf('||') + 2 : 0),
    });
    expect(failure.suggestion).toContain('parentheses');
  });

  test('a pipe within && is fine in parentheses', () => {
    expect(evaluate('vip && (items | count) > 1', { vip: true, items: [1, 2] })).toBe(true);
  });
});

describe('what does not exist is refused where it stands, with what to write instead', () => {
  test.each([
    ['order.status = 1', 0, 'Assignment does not exist here', 'use == to compare'],
    ['1 + (x = 2)', 5, 'Assignment does not exist here', 'use == to compare'],
    ['x += 1', 0, 'Assignment does not exist here', 'use == to compare'],
    ['order.total++', 0, 'Values cannot be changed here', 'use + 1 or - 1'],
    ['delete order.id', 0, 'Values cannot be changed here', "use omit(object, ['name'])"],
    [
      'a.map(i => { id: i })',
      11,
      'An object after => stands in ( )',
      'put ( ) around the object: i => ({ id: i.id })',
    ],
    [
      'a.map(i => { id: i, b: 1 })',
      11,
      'An object after => stands in ( )',
      'put ( ) around the object: i => ({ id: i.id })',
    ],
    ['1.name', 2, 'A name cannot follow a number', 'a step is read by its key, not by a number: order.total'],
    ['return a', 0, '"return" cannot stand here', 'leave "return" out: an expression is its value'],
    [
      "a == 'it's'",
      9,
      '"s" cannot stand here',
      "a quote inside a text is written \\', or the text stands in the other quotes",
    ],
    ['new Date()', 0, '"new" does not exist here', 'use now() or toDate(text) for dates'],
    ['this.order', 0, '"this" does not exist here', 'start with the name of a step, or trigger.data'],
    ['typeof a', 0, 'The operator "typeof" does not exist here', 'use typeOf(value)'],
    ["'a' in b", 3, 'The operator "in" does not exist here', 'use contains(keys(object), name)'],
    ['a & b', 1, 'The operator & does not exist here', 'use && for "and"'],
    ['a ^ 2', 1, 'The operator ^ does not exist here', 'use ** for powers'],
    ['+a', 0, 'The sign + does not exist here', 'use toNumber(value)'],
    ['a, b', 0, 'Only one expression can stand here', 'put each expression in its own {{ }}'],
    ['a; b', 1, '";" cannot stand here', 'an expression has no semicolon'],
    ['a and b', 2, '"and" cannot stand here', 'use && for "and", || for "or", ! for "not"'],
    [
      '/a/',
      0,
      'Regular expressions are written as text',
      "write the pattern as text: matches(text, '^[a-z]+$')",
    ],
    ['x => x', 0, 'An arrow function can only be an argument', 'write items.map(i => i.price)'],
    [
      'items.map(i => { return i })',
      15,
      'A function has no body in braces here',
      'write the value after the arrow: i => i.price',
    ],
    ['items.map(({ a }) => a)', 11, 'A parameter is a plain name here', 'write i => i.price'],
    [
      'items.map(function (i) { return i })',
      10,
      'Functions cannot be defined here',
      'use an arrow as an argument: items.map(i => i.price)',
    ],
    ['{ f() { return 1 } }', 2, 'Functions cannot be defined here', undefined],
    ['{ get f() { return 1 } }', 2, 'Functions cannot be defined here', undefined],
    ['max(...list)', 4, 'A list cannot be spread into arguments', 'pass the list itself: max(list)'],
    ["a['trim']()", 0, 'A method cannot be computed', 'write the method by name: text.trim()'],
    ['(a)(1)', 1, 'There is no function a', undefined],
    ['a.b(1)(2)', 0, 'Only functions and methods by name can be called', undefined],
    ['tag`x`', 0, 'A template text cannot be called with a function', 'write upper(`…`)'],
    ['Math.round(1.5)', 0, 'Math.round does not exist here', 'use round(…)'],
    ['JSON.stringify(a)', 0, 'JSON.stringify does not exist here', 'use json(…)'],
    ['uper(a)', 0, 'There is no function uper', 'use upper'],
    ['a | uper', 4, 'There is no function uper', 'use upper'],
    ['parseInt(a)', 0, 'There is no function parseInt', 'use toNumber'],
    ['toFixed(a, 2)', 0, 'There is no function toFixed', 'write value.toFixed(…)'],
    ['1 // note', 2, 'Comments do not exist in expressions', undefined],
    ['10n', 0, 'This number is too large to be exact', undefined],
    ['1e999', 0, 'This number is too large to be exact', undefined],
    ['a +', 3, 'The expression ends too early', undefined],
    ['a | ', 4, 'The expression ends too early', undefined],
    ['a | 3', 4, '"3" cannot stand here', 'a pipe is followed by the name of a function: name | upper'],
    [
      'first name',
      6,
      '"name" cannot stand here',
      "is an operator or a comma missing? A name with blanks or dashes is read with ['…']",
    ],
    ['', 0, 'The expression is empty', undefined],
    ['a {{ b }}', 2, '"{" cannot stand here', 'braces cannot stand inside an expression'],
  ])('%s', (source, position, message, suggestion) => {
    const failure = failureOf(source);
    expect(failure.position).toBe(position);
    if (message) expect(failure.message).toBe(message);
    expect(failure.suggestion).toBe(suggestion);
    expect(failure.source).toBe(source);
  });

  test('positions count from the beginning of what was given, braces included', () => {
    expect(failureOf('{{ x = 1 }}')).toMatchObject({ position: 3, source: '{{ x = 1 }}' });
  });
});

describe('limits of the source', () => {
  test('of more than 10 KB is refused', () => {
    expect(evaluate(`'${'x'.repeat(expressionLimits.source - 2)}'`)).toHaveLength(
      expressionLimits.source - 2,
    );
    expect(failureOf(`'${'x'.repeat(expressionLimits.source - 1)}'`).code).toBe('size');
  });

  test.each([
    ['parentheses', '('.repeat(5_000)],
    ['closed parentheses', `${'('.repeat(1_000)}1${')'.repeat(1_000)}`],
    ['lists', `${'['.repeat(80)}${']'.repeat(80)}`],
    ['signs', `${'!'.repeat(5_000)}a`],
    ['powers', Array(3_000).fill('2').join('**')],
    ['choices', `${'a ? b : '.repeat(100)}c`],
    ['calls', `${'upper('.repeat(100)}a${')'.repeat(100)}`],
    ['a chain of operators', Array(2_000).fill('1').join('+')],
    ['a chain of fields', `a${'.b'.repeat(4_000)}`],
    ['pipes', `a${' | trim'.repeat(1_000)}`],
    ['arrows', `a${'.map(x => x'.repeat(100)}${')'.repeat(100)}`],
    ['template texts', `${'`${'.repeat(100)}1${'}`'.repeat(100)}`],
  ])('too many %s are an error and not a crash', (_what, source) => {
    expect(['budget', 'syntax']).toContain(failureOf(source).code);
  });

  test('rows of operators are not nesting: forty texts can be joined', () => {
    expect(evaluate(Array(40).fill("'a'").join(' + '))).toBe('a'.repeat(40));
    expect(evaluate(`a${'.b'.repeat(100)}`, {})).toBeUndefined();
  });
});
