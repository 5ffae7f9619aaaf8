/** Random expressions and data for the laws. */
import fc from 'fast-check';
import { functions } from '../functions/table.ts';
import { methodTables } from '../methods/table.ts';
import { quote } from '../print.ts';

const functionNames = [...functions.values()].filter((spec) => !spec.volatile).map((spec) => spec.name);
const methodNames = [...new Set([...methodTables.values()].flatMap((table) => [...table.keys()]))];

/** Names that lead somewhere in JavaScript, beside those of the scope. */
export const hostileKeys = [
  'constructor',
  '__proto__',
  'prototype',
  'toString',
  'valueOf',
  'hasOwnProperty',
  '__defineGetter__',
  '__lookupGetter__',
  'call',
  'apply',
  'bind',
  'caller',
  'callee',
  'arguments',
  'length',
  'name',
  'then',
  'toJSON',
  'map',
  'join',
  'at',
  'globalThis',
  'process',
] as const;

const scopeNames = ['a', 'b', 'order', 'items', 'text', 'n', 'when'] as const;

/** Plain data as it comes from JSON. */
export const scopeOfData = fc.record({
  a: fc.jsonValue({ maxDepth: 2 }),
  b: fc.jsonValue({ maxDepth: 2 }),
  order: fc.record({
    id: fc.string({ maxLength: 8 }),
    total: fc.integer(),
    name: fc.string({ maxLength: 8 }),
  }),
  items: fc.array(
    fc.record({ sku: fc.string({ maxLength: 4 }), qty: fc.integer({ min: 0, max: 9 }), id: fc.integer() }),
    { maxLength: 4 },
  ),
  text: fc.string({ maxLength: 12 }),
  n: fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })),
  when: fc.constant('2025-01-15T10:00:00Z'),
});

const text = fc
  .oneof(
    fc.string({ maxLength: 6 }),
    fc.constantFrom('a', 'x,y', '^[a-z]+$', 'YYYY-MM-DD', 'days', ...hostileKeys),
  )
  .map(quote);
const number = fc
  .oneof(fc.integer({ min: 0, max: 20 }), fc.constantFrom(1e9, 1e300, 0.1, 5e-324))
  .map(String);
const leaf = fc.oneof(
  text,
  number,
  fc.constantFrom('true', 'false', 'null', 'undefined', ...scopeNames),
  fc.constantFrom('i', 'x'),
);

interface Parts {
  expression: string;
  argument: string;
}

const parts = fc.letrec<Parts>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 5, depthSize: 'small', withCrossShrink: true },
    leaf,
    fc
      .tuple(tie('expression'), fc.constantFrom('id', 'total', 'name', 'sku', 'qty', ...hostileKeys))
      .map(([object, key]) => `(${object}).${key}`),
    fc.tuple(tie('expression'), tie('expression')).map(([object, key]) => `(${object})[${key}]`),
    fc
      .tuple(
        tie('expression'),
        fc.constantFrom('+', '-', '*', '/', '%', '**', '==', '!=', '<', '>=', '&&', '||'),
        tie('expression'),
      )
      .map(([left, operator, right]) => `(${left}) ${operator} (${right})`),
    fc.tuple(tie('expression'), tie('expression')).map(([left, right]) => `(${left}) ?? (${right})`),
    fc
      .tuple(fc.constantFrom('!', '-'), tie('expression'))
      .map(([operator, value]) => `${operator}(${value})`),
    fc
      .tuple(tie('expression'), tie('expression'), tie('expression'))
      .map(([test, then, otherwise]) => `${test} ? ${then} : ${otherwise}`),
    fc
      .array(
        fc.oneof(
          tie('expression'),
          tie('expression').map((value) => `...(${value})`),
        ),
        { maxLength: 3 },
      )
      .map((items) => `[${items.join(', ')}]`),
    fc
      .array(
        fc.oneof(
          fc
            .tuple(fc.constantFrom('id', "'content-type'", "'x y'", 'if', '1'), tie('expression'))
            .map(([key, value]) => `${key}: ${value}`),
          fc.tuple(tie('expression'), tie('expression')).map(([key, value]) => `[${key}]: ${value}`),
          tie('expression').map((value) => `...(${value})`),
        ),
        { maxLength: 3 },
      )
      .map((fields) => `({ ${fields.join(', ')} })`),
    fc
      .array(tie('expression'), { maxLength: 2 })
      .map((values) =>
        `\`a${values.map((value) => `\${${value}}`).join('`\\$ b')}\``.replace('`\\$', '\\`\\$'),
      ),
    fc
      .tuple(fc.constantFrom(...functionNames), fc.array(tie('argument'), { maxLength: 3 }))
      .map(([name, args]) => `${name}(${args.join(', ')})`),
    fc
      .tuple(
        tie('expression'),
        fc.constantFrom(...functionNames),
        fc.array(tie('argument'), { maxLength: 2 }),
      )
      .map(([value, name, args]) => `((${value}) | ${name}(${args.join(', ')}))`),
    fc
      .tuple(
        tie('expression'),
        fc.constantFrom(...methodNames, 'constructor', 'call'),
        fc.array(tie('argument'), { maxLength: 2 }),
      )
      .map(([value, name, args]) => `(${value}).${name}(${args.join(', ')})`),
  ),
  argument: fc
    .tuple(fc.constantFrom('', 'i => ', '(i, x) => '), tie('expression'))
    .map(([params, body]) => (params === '' ? String(body) : `${params}(${body})`)),
}));

/** The source of an expression: mostly one that compiles. */
export const anyExpression = parts.expression;

/** Text that is made of the pieces of expressions in any order. */
export const anySource = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc
    .array(
      fc.constantFrom(
        'a',
        '.',
        'b',
        '(',
        ')',
        '[',
        ']',
        '{',
        '}',
        '{{',
        '}}',
        "'",
        '"',
        '`',
        '${',
        '|',
        '||',
        '=>',
        '=',
        '==',
        '?',
        ':',
        '?.',
        '??',
        ',',
        ';',
        '...',
        '1',
        'x',
        'upper',
        'if',
        'new ',
        'this',
        '/',
        '*',
        '//',
        '\\',
        '\n',
        'function',
        'constructor',
        '#',
        '@',
        'é',
        '😀',
      ),
      { maxLength: 20 },
    )
    .map((pieces) => pieces.join('')),
);
