import type { Shape } from '../../shape.ts';
import { ExpressionError } from '../errors.ts';
import { copyOwn, readOwn, setOwn, toKey } from '../keys.ts';
import type { Run } from '../run.ts';
import { declare } from '../spec.ts';
import { describeValue, isNothing, typeOfValue } from '../values.ts';
import { joinPath, readPath } from './paths.ts';

type Fields = Readonly<Record<string, unknown>>;

const unknown: Shape = { type: 'unknown' };

function ownKeys(run: Run, object: Fields): string[] {
  const keys = Object.keys(object).filter((key) => key !== '__proto__');
  run.chargeList(keys.length);
  return keys;
}

function keyTexts(run: Run, keys: readonly unknown[]): string[] {
  run.chargeList(keys.length);
  return keys.flat().map((key) => String(toKey(run, key) ?? ''));
}

function pickKeys(run: Run, object: Fields, keys: readonly unknown[]): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const key of keyTexts(run, keys)) {
    if (Object.hasOwn(object, key)) setOwn(out, key, readOwn(object, key));
  }
  return out;
}

function omitKeys(run: Run, object: Fields, keys: readonly unknown[]): Record<string, unknown> {
  const left = new Set(keyTexts(run, keys));
  const out: Record<string, unknown> = {};
  run.chargeList(Object.keys(object).length);
  copyOwn(out, object);
  for (const key of left) delete out[key];
  return out;
}

function mergeObjects(run: Run, objects: readonly unknown[]): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const [index, object] of objects.entries()) {
    if (isNothing(object)) continue;
    if (typeOfValue(object) !== 'object') {
      throw new ExpressionError(
        'type',
        `merge needs objects; argument ${index + 1} is ${describeValue(object)}`,
      );
    }
    run.chargeList(Object.keys(object as object).length);
    copyOwn(out, object as object);
  }
  return out;
}

/** Fields of an object of which only the wanted are known. */
function shapeOfMerged(args: readonly Shape[]): Shape {
  const fields: Record<string, Shape> = {};
  for (const shape of args) copyOwn(fields, shape.fields ?? {});
  return {
    type: 'object',
    fields,
    open: args.some((shape) => shape.type !== 'object' || shape.open === true),
  };
}

export const objectFunctions = [
  declare({
    name: 'keys',
    params: ['object: object'],
    returns: () => ({ type: 'list', item: { type: 'text' } }),
    description: 'The names of the fields.',
    examples: [['keys({ a: 1, b: 2 })', ['a', 'b']]],
    run: ownKeys,
  }),
  declare({
    name: 'values',
    params: ['object: object'],
    returns: (args) => ({ type: 'list', item: args[0]?.item ?? unknown }),
    description: 'The values of the fields.',
    examples: [['values({ a: 1, b: 2 })', [1, 2]]],
    run: (run, object) => ownKeys(run, object).map((key) => readOwn(object, key)),
  }),
  declare({
    name: 'entries',
    params: ['object: object'],
    returns: () => ({
      type: 'list',
      item: { type: 'object', fields: { key: { type: 'text' }, value: unknown } },
    }),
    description: 'One object with key and value for every field.',
    examples: [['entries({ a: 1 })', [{ key: 'a', value: 1 }]]],
    run: (run, object) => ownKeys(run, object).map((key) => ({ key, value: readOwn(object, key) })),
  }),
  declare({
    name: 'pick',
    params: ['object: object', '...names: any'],
    returns: () => ({ type: 'object', open: true }),
    description: 'An object with only these fields.',
    examples: [["pick({ a: 1, b: 2 }, ['a'])", { a: 1 }]],
    run: (run, object, ...names) => pickKeys(run, object, names),
  }),
  declare({
    name: 'omit',
    params: ['object: object', '...names: any'],
    returns: () => ({ type: 'object', open: true }),
    description: 'An object without these fields.',
    examples: [["omit({ a: 1, b: 2 }, ['a'])", { b: 2 }]],
    run: (run, object, ...names) => omitKeys(run, object, names),
  }),
  declare({
    name: 'merge',
    params: ['...objects: any'],
    returns: shapeOfMerged,
    description: 'One object with the fields of all; of the same names the last counts. Nothing is left out.',
    examples: [['merge({ a: 1, b: 1 }, { b: 2 })', { a: 1, b: 2 }]],
    run: (run, ...objects) => mergeObjects(run, objects),
  }),
  declare({
    name: 'get',
    params: ['object: any', 'path: any', 'fallback?: any'],
    returns: () => unknown,
    description: 'What stands at a path that is text, or the fallback where nothing stands.',
    examples: [
      ["get({ a: { b: [5] } }, 'a.b[0]')", 5],
      ["get({ a: 1 }, 'x', 'none')", 'none'],
    ],
    run: (run, object, path, fallback) => readPath(run, object, joinPath(run, path)) ?? fallback,
  }),
];
