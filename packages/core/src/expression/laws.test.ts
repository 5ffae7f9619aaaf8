/** What holds for every expression, tried with random ones. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shapeOfValue } from '../shape.ts';
import { complete } from './complete.ts';
import { ExpressionError } from './errors.ts';
import { compileExpression } from './expression.ts';
import { infer } from './infer.ts';
import { expressionLimits } from './limits.ts';
import { parseExpression } from './parse.ts';
import { printExpression, printTree } from './print.ts';
import type { Scope } from './run.ts';
import { anyExpression, anySource, hostileKeys, scopeOfData } from './testing/arbitrary.ts';

type Outcome = { value: unknown } | { failure: ExpressionError };

/** A value or an ExpressionError; anything else fails the test. */
function outcomeOf(source: string, scope: Scope): Outcome {
  try {
    return { value: compileExpression(source).evaluate(scope) };
  } catch (failure) {
    if (failure instanceof ExpressionError) return { failure };
    throw failure;
  }
}

function parses(source: string): boolean {
  try {
    parseExpression(source);
    return true;
  } catch {
    return false;
  }
}

/** The tree without places, which printing changes. */
function withoutPlaces(tree: unknown): unknown {
  return JSON.parse(
    JSON.stringify(tree, (key, value) => (['start', 'end', 'at'].includes(key) ? undefined : value)),
  );
}

describe('parsing and printing', () => {
  test('what is printed parses to the same tree, and prints the same again', () => {
    let tried = 0;
    fc.assert(
      fc.property(anyExpression, (source) => {
        if (!parses(source)) return;
        tried++;
        const printed = printExpression(source);
        expect(withoutPlaces(parseExpression(printed)), printed).toEqual(
          withoutPlaces(parseExpression(source)),
        );
        expect(printExpression(printed)).toBe(printed);
      }),
      { numRuns: 2_000 },
    );
    expect(tried).toBeGreaterThan(500);
  });

  test('what is printed evaluates equally', () => {
    fc.assert(
      fc.property(anyExpression, scopeOfData, (source, scope) => {
        if (!parses(source)) return;
        const [before, after] = [
          outcomeOf(source, scope),
          outcomeOf(printTree(parseExpression(source)), scope),
        ];
        if ('value' in before) expect(after).toEqual(before);
        else expect((after as { failure: ExpressionError }).failure?.code).toBe(before.failure.code);
      }),
      { numRuns: 1_000 },
    );
  });

  test('any text whatever is parsed or refused with a position inside of it', () => {
    fc.assert(
      fc.property(anySource, (source) => {
        const outcome = outcomeOf(source, {});
        if (!('failure' in outcome)) return;
        expect(outcome.failure.position ?? 0).toBeGreaterThanOrEqual(0);
        expect(outcome.failure.position ?? 0).toBeLessThanOrEqual(source.length);
        expect(outcome.failure.message).not.toBe('');
      }),
      { numRuns: 3_000 },
    );
  });
});

/** All that a value leads to. */
function reachable(value: unknown, visit: (value: unknown) => void): void {
  visit(value);
  if (typeof value !== 'object' || value === null) return;
  for (const key of Reflect.ownKeys(value)) reachable((value as Record<PropertyKey, unknown>)[key], visit);
}

const plainPrototypes: unknown[] = [null, Object.prototype, Array.prototype, Date.prototype];
const builtIns = new Set<unknown>([
  globalThis,
  Object,
  Function,
  Object.prototype,
  Function.prototype,
  Array.prototype,
  String.prototype,
  Date.prototype,
  process,
]);

describe('the walls', () => {
  test('no expression gives a function, a prototype or anything but plain data', () => {
    let values = 0;
    fc.assert(
      fc.property(anyExpression, scopeOfData, (source, scope) => {
        const outcome = outcomeOf(source, scope);
        if (!('value' in outcome)) return;
        values++;
        reachable(outcome.value, (value) => {
          expect(['undefined', 'string', 'number', 'boolean', 'object'], source).toContain(typeof value);
          if (typeof value !== 'object' || value === null) return;
          expect(builtIns.has(value), source).toBe(false);
          expect(plainPrototypes, source).toContain(Object.getPrototypeOf(value));
        });
      }),
      { numRuns: 2_000 },
    );
    expect(values).toBeGreaterThan(200);
  });

  test('no chain of hostile properties gives more than what is own data', () => {
    const step = fc.constantFrom(...hostileKeys, '0', 'id');
    const link = fc
      .tuple(step, fc.constantFrom('dot', 'bracket', 'template', 'joined', 'list', 'call', 'get'))
      .map(([key, way]) => {
        const [head, tail] = [key.slice(0, 2), key.slice(2)];
        if (way === 'dot' && !/^\d/.test(key)) return `.${key}`;
        if (way === 'template') return `[\`${head}\${'${tail}'}\`]`;
        if (way === 'joined') return `['${head}' + '${tail}']`;
        if (way === 'list') return `[['${key}']]`;
        if (way === 'call' && !/^\d/.test(key)) return `.${key}()`;
        return way === 'get' ? ` | get('${key}')` : `['${key}']`;
      });
    const start = fc.constantFrom(
      'order',
      'items',
      'text',
      "''",
      '[]',
      '({})',
      'true',
      '(1)',
      'toDate(0)',
      'items.map(i => i)',
    );
    const scope = { order: { id: 'o-1' }, items: [{ id: 1 }], text: 'abc' };
    fc.assert(
      fc.property(start, fc.array(link, { minLength: 1, maxLength: 5 }), (root, links) => {
        const outcome = outcomeOf(root + links.join(''), scope);
        if (!('value' in outcome)) return;
        reachable(outcome.value, (value) => {
          expect(typeof value).not.toBe('function');
          expect(builtIns.has(value)).toBe(false);
        });
      }),
      { numRuns: 3_000 },
    );
  });

  test('nothing outside of the scope is read, and in it only own properties of what is named', () => {
    fc.assert(
      fc.property(anyExpression, scopeOfData, (source, scope) => {
        const read = new Set<PropertyKey>();
        const watched = new Proxy(scope as Record<PropertyKey, unknown>, {
          get(target, key) {
            read.add(key);
            return target[key];
          },
          getPrototypeOf: () => {
            throw new Error('the prototype of the scope was asked for');
          },
        });
        const outcome = outcomeOf(source, watched as Scope);
        const named = 'value' in outcome || parses(source) ? rootsOf(source) : [];
        for (const key of read) expect(named, source).toContain(key);
      }),
      { numRuns: 1_000 },
    );
  });

  test('the data is as it was', () => {
    fc.assert(
      fc.property(anyExpression, scopeOfData, (source, scope) => {
        const before = structuredClone(scope);
        outcomeOf(source, scope);
        expect(scope).toEqual(before);
        expect(Object.keys(Object.prototype)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test('the result stays in its size', () => {
    fc.assert(
      fc.property(anyExpression, scopeOfData, (source, scope) => {
        const outcome = outcomeOf(source, scope);
        if ('value' in outcome) {
          expect((JSON.stringify(outcome.value) ?? '').length).toBeLessThanOrEqual(
            expressionLimits.result * 1.1,
          );
        }
      }),
      { numRuns: 500 },
    );
  });
});

function rootsOf(source: string): string[] {
  try {
    return compileExpression(source).references.map((path) => path[0]!);
  } catch {
    return [];
  }
}

describe('tools of the editor', () => {
  test('inferring answers any text with a shape or a problem in words', () => {
    fc.assert(
      fc.property(fc.oneof(anyExpression, anySource), scopeOfData, (source, scope) => {
        const shapes = Object.fromEntries(
          Object.entries(scope).map(([name, value]) => [name, shapeOfValue(value)]),
        );
        const inferred = infer(source, shapes);
        if ('problem' in inferred) expect(inferred.problem).toMatch(/\S/);
        else expect(inferred.shape.type).toMatch(/\S/);
      }),
      { numRuns: 1_000 },
    );
  });

  test('completing answers any text at any place', () => {
    fc.assert(
      fc.property(fc.oneof(anyExpression, anySource), fc.nat(40), scopeOfData, (source, at, scope) => {
        const cursor = Math.min(at, source.length);
        for (const each of complete(source, cursor, scope)) {
          expect(each.from).toBeGreaterThanOrEqual(0);
          expect(each.from).toBeLessThanOrEqual(cursor);
        }
      }),
      { numRuns: 300 },
    );
  });
});
