/** Attacks of the threat list: T01 (reaching the host), T02 (data as template), T09 (regular expressions), T12 and T13 (prototypes). */
import { afterEach, describe, expect, test } from 'vitest';
import { compileConfig } from './config.ts';
import { compileExpression } from './expression.ts';
import { compileTemplate } from './template.ts';
import { evaluate, failureOf } from './testing/evaluate.ts';

const scope = {
  trigger: { data: { name: 'x', list: [1] } },
  text: 'abc',
  list: [1],
  date: new Date(0),
  number: 1,
};

afterEach(() => {
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
});

describe('T01: an expression reaches the host', () => {
  test.each([
    'trigger.constructor',
    "trigger['constructor']",
    'trigger[`constructor`]',
    "trigger[`constr${'uctor'}`]",
    "trigger['constr' + 'uctor']",
    'trigger[["constructor"]]',
    'trigger[[["constructor"]]]',
    "trigger[lower('CONSTRUCTOR')]",
    "trigger[text.replace('abc', '__proto__')]",
    "trigger['__pro' + 'to__']",
    "trigger['\\u0063onstructor']",
    'trigger.\\u0063onstructor',
    'trigger.\\u{63}onstructor',
    "''.constructor.constructor('return process')()",
    "text['constructor']",
    "list['constructor']['constructor']",
    "number['constructor']",
    "(x => x).constructor('return process')()",
    'list.map(i => i.constructor)',
    'list.map(constructor => constructor)',
    'list.map(__proto__ => 1)',
    'constructor',
    '__proto__',
    "get(trigger, 'constructor')",
    "get(trigger, ['constructor'])",
    "get(trigger, 'data.constructor.name')",
    "get(trigger, [['constructor']])",
    "pluck([trigger], 'constructor')",
    "pick(trigger, ['constructor'])",
    "pick(trigger, '__proto__')",
    "sort([trigger, trigger], '__proto__')",
    "map([trigger], 'constructor.constructor')",
    "sum([trigger], '__proto__')",
    '{ __proto__: trigger }',
    "{ '__proto__': trigger }",
    "{ ['__proto__']: trigger }",
    '{ constructor: 1 }',
    "{ ['constr' + 'uctor']: 1 }",
    'toString()',
    'valueOf()',
    'hasOwnProperty("x")',
    '__defineGetter__("x", 1)',
    'constructor("return 1")()',
    'text.constructor("x")',
    'globalThis.process',
    'process.env.PATH',
    'require("fs")',
    'import("node:fs")',
    'import.meta',
    'Function("return 1")()',
    'Reflect.get(trigger, "data")',
    'this.constructor',
    'arguments',
    'super.x',
    'new.target',
    'trigger.data.list.constructor.prototype',
    'parseJson(\'{"a":1}\').constructor',
    'text.__lookupGetter__("x")',
    'list.map.call(list, 1)',
    'text.toString.apply(text)',
    'list.at.bind(list)',
    'upper.constructor("return 1")',
    "[''].map(upper)[0]()",
  ])('%s is refused', (source) => {
    expect(failureOf(source, scope).name).toBe('ExpressionError');
  });

  test.each([
    'trigger.toString',
    'trigger.hasOwnProperty',
    'text.toUpperCase',
    "text['trim']",
    'list.map',
    "list['push']",
    'date.getTime',
    'number.toFixed',
    'upper',
    'toString',
    'hasOwnProperty',
    '__defineGetter__',
    'trigger.__defineGetter__',
    "get(trigger, 'toString')",
    "get(list, 'map')",
  ])('%s is nothing, for only own properties are read', (source) => {
    expect(evaluate(source, scope)).toBeUndefined();
  });

  test('a function in the scope can neither be read nor called nor passed on', () => {
    const hostile = { f: () => 'secret', o: { g: () => 'secret' }, list: [() => 'secret'] };
    expect(evaluate('f', hostile)).toBeUndefined();
    expect(evaluate('o.g', hostile)).toBeUndefined();
    expect(evaluate('list[0]', hostile)).toBeUndefined();
    expect(failureOf('f()', hostile).code).toBe('unknown_function');
    expect(failureOf('o.g()', hostile).code).toBe('type');
    expect(failureOf('[o]', hostile).message).toContain('not data');
    expect(failureOf('list.map(i => i)', hostile).message).toContain('not data');
  });

  test('a key is made text once: an object that would change its mind is no key', () => {
    let calls = 0;
    const sly = { toString: () => (calls++ === 0 ? 'data' : 'constructor') };
    expect(failureOf('trigger[sly]', { ...scope, sly }).code).toBe('forbidden');
    expect(calls).toBe(0);
  });

  test('the environment is never in a result', () => {
    process.env.MILLRACE_CANARY = 'canary-7f3a';
    for (const source of ['env', 'process', 'global', 'json(trigger)', "get(trigger, 'env')"]) {
      let result = '';
      try {
        result = String(evaluate(source, scope));
      } catch (error) {
        result = String(error);
      }
      expect(result).not.toContain('canary-7f3a');
    }
    delete process.env.MILLRACE_CANARY;
  });
});

describe('T02: data that looks like a template is data', () => {
  const hostile = { trigger: { data: { name: '{{ 6 * 7 }}', formula: '={{ 6 * 7 }}', dollar: '${6 * 7}' } } };

  test.each([
    ['Hello {{ trigger.data.name }}', 'Hello {{ 6 * 7 }}'],
    ['{{ trigger.data.name }}', '{{ 6 * 7 }}'],
    ['{{ trigger.data.formula }}', '={{ 6 * 7 }}'],
    ['{{ `${trigger.data.dollar}` }}', '${6 * 7}'],
    ["{{ trigger.data.name + '' | trim }}", '{{ 6 * 7 }}'],
    ["{{ replace('a', 'a', trigger.data.name) }}", '{{ 6 * 7 }}'],
    ["{{ '{{ 6 * 7' + ' }}' }}", '{{ 6 * 7 }}'],
  ])('%s', (source, expected) => {
    expect(compileTemplate(source).evaluate(hostile)).toBe(expected);
    expect(compileConfig({ a: [source] }).evaluate(hostile)).toEqual({ a: [expected] });
  });

  test('replacement patterns in data mean nothing', () => {
    expect(evaluate("replace('abc', 'b', by)", { by: "$& $' $`" })).toBe("a$& $' $`c");
    expect(evaluate("'abcb'.replaceAll('b', by)", { by: '$&' })).toBe('a$&c$&');
  });
});

describe('T09: regular expressions take linear time', () => {
  const long = 'a'.repeat(100_000);

  test.each([
    ["matches(text, '^(a+)+$')", false],
    ["matches(text, '(a|aa)+$')", false],
    ["matches(text, '(.*)*b')", false],
    ["extract(text, '(a*)*c')", undefined],
  ])('%s ends', (source, expected) => {
    expect(evaluate(source, { text: `${long}!` })).toBe(expected);
  });

  test.each([
    ["matches('a', '(')", 'value'],
    ["matches('a', '(?=a)')", 'value'],
    ["matches('a', '(a)\\\\1')", 'value'],
    ["matches('a', 'a', 'z')", 'value'],
    ["matches('a', long)", 'size'],
    ["matches(longer, 'a')", 'size'],
    ["matches('a', '(?:a{900}){900}')", 'value'],
    ["matches('a', 'a{900}b{900}c{900}d{900}e{900}f{900}')", 'size'],
    ["matches(long, '(?:a?){300}b?a{300}')", 'budget'],
    ["extract('a', '(a)', 2)", 'value'],
    ["extract('a', '(a)', -1)", 'value'],
    ["extract('a', '(a)', 0.5)", 'value'],
  ])('%s is refused with code %s', (source, code) => {
    expect(failureOf(source, { long, longer: 'a'.repeat(1_100_000) }).code).toBe(code);
  });
});

describe('T12 and T13: prototypes cannot be changed through keys of data', () => {
  const hostile = JSON.parse(
    '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"a":1}',
  ) as object;

  test.each([
    '{ ...hostile }',
    'merge({}, hostile)',
    'merge(hostile, hostile)',
    "omit(hostile, ['a'])",
    'values(hostile)',
    'entries(hostile)',
    '[hostile].map(i => ({ ...i }))',
    'parseJson(\'{"__proto__":{"polluted":1}}\')',
    'parseJson(\'{"\\\\u005f_proto__":{"polluted":1},"b":[{"__proto__":null}]}\')',
    'parseJson(json(hostile))',
  ])('%s has no own __proto__ and the prototype of every object', (source) => {
    const check = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      expect(Object.hasOwn(value, '__proto__')).toBe(false);
      expect([Object.prototype, Array.prototype]).toContain(Object.getPrototypeOf(value));
      for (const each of Object.values(value)) check(each);
    };
    check(evaluate(source, { hostile }));
  });

  test.each(['__proto__', 'constructor', 'prototype'])('grouping by %s is refused and not done', (key) => {
    expect(failureOf('groupBy(list, i => i.k)', { list: [{ k: key }] }).code).toBe('forbidden');
  });

  test('names of built-ins are ordinary fields and groups', () => {
    const list = [{ k: 'toString' }, { k: 'hasOwnProperty' }, { k: 'toString' }];
    const groups = evaluate('groupBy(list, i => i.k)', { list }) as Record<string, unknown[]>;
    expect(Object.keys(groups)).toEqual(['toString', 'hasOwnProperty']);
    expect(groups.toString).toHaveLength(2);
    expect(evaluate('toString.length', { toString: 'abc' })).toBe(3);
  });

  test('a configuration cannot have such keys', () => {
    const config = JSON.parse('{"headers":{"__proto__":"{{ a }}"}}') as object;
    expect(() => compileConfig(config)).toThrow(
      expect.objectContaining({ code: 'forbidden', field: 'headers.__proto__' }),
    );
  });
});

test('a compiled expression holds no function that a caller could reach through its result', () => {
  const expression = compileExpression('trigger.data.list.map(i => i)');
  expect(JSON.parse(JSON.stringify(expression.evaluate(scope)))).toEqual([1]);
});
