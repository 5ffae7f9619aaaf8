import { mergeShapes, type Shape } from '../../shape.ts';
import { ExpressionError } from '../errors.ts';
import type { Run } from '../run.ts';
import { declare } from '../spec.ts';
import { countFields, describeValue, isNothing, toText, typeOfValue } from '../values.ts';

const unknown: Shape = { type: 'unknown' };

export function isEmptyValue(run: Run, value: unknown): boolean {
  if (isNothing(value) || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeOfValue(value) === 'object' && countFields(run, value as object) === 0;
}

/** Replaced by `default`: nothing and empty text. */
export function isMissing(value: unknown): boolean {
  return isNothing(value) || value === '';
}

const yes = new Set(['true', 'yes', 'on', '1', 'y']);
const no = new Set(['false', 'no', 'off', '0', 'n', '']);

function toBoolean(value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  if (isNothing(value)) return false;
  if (typeof value === 'number') return value !== 0;
  if (typeof value === 'string' && value.length < 20) {
    const word = value.trim().toLowerCase();
    if (yes.has(word)) return true;
    if (no.has(word)) return false;
  }
  throw new ExpressionError(
    'value',
    `${describeValue(value).replace(/^text /, '')} is neither true nor false`,
    {
      suggestion: 'compare it: value == …',
    },
  );
}

const secondOrThird = (args: readonly Shape[]): Shape =>
  mergeShapes(args[1] ?? unknown, args[2] ?? { type: 'nothing' });
const merged = (args: readonly Shape[]): Shape => {
  const last = args.at(-1);
  const shape = args
    .map((each) => ({ ...each, optional: false }))
    .reduce(mergeShapes, { type: 'nothing' } as Shape);
  return last?.optional || last?.type === 'nothing'
    ? { ...shape, optional: true }
    : { ...shape, optional: false };
};

/** `if`, `default` and `coalesce` are evaluated by the compiler, which works out only the branch that counts. */
export const logicFunctions = [
  declare({
    name: 'if',
    params: ['condition: any', 'then: any', 'otherwise?: any'],
    returns: secondOrThird,
    description: 'One value if the condition is true, the other if not. Only that one is worked out.',
    examples: [["if(2 > 1, 'more', 'less')", 'more']],
    run: (_run, condition, then, otherwise) => (condition ? then : otherwise),
  }),
  declare({
    name: 'isEmpty',
    params: ['value: any'],
    returns: 'boolean',
    description: 'Whether it is nothing, an empty text, an empty list or an object without fields.',
    examples: [
      ["isEmpty('')", true],
      ['isEmpty(0)', false],
    ],
    run: (run, value) => {
      run.step();
      return isEmptyValue(run, value);
    },
  }),
  declare({
    name: 'default',
    params: ['value: any', 'fallback: any'],
    returns: merged,
    description: 'The value, or the fallback where it is nothing or an empty text.',
    examples: [
      ["default(null, 'none')", 'none'],
      ["default(0, 'none')", 0],
    ],
    run: (_run, value, fallback) => (isMissing(value) ? fallback : value),
  }),
  declare({
    name: 'coalesce',
    params: ['...values: any'],
    returns: merged,
    description: 'The first of the values that is not nothing.',
    examples: [["coalesce(null, 'a', 'b')", 'a']],
    run: (_run, ...values) => values.find((value) => !isNothing(value)),
  }),
  declare({
    name: 'typeOf',
    params: ['value: any'],
    returns: 'text',
    description: 'text, number, boolean, date, list, object or nothing.',
    examples: [
      ["typeOf('a')", 'text'],
      ['typeOf([1])', 'list'],
    ],
    run: (run, value) => {
      run.step();
      return typeOfValue(value);
    },
  }),
  declare({
    name: 'toText',
    params: ['value: any'],
    returns: 'text',
    description: 'The value as text: nothing is empty, dates are ISO, lists and objects are JSON.',
    examples: [
      ['toText(12.5)', '12.5'],
      ['toText({ a: 1 })', '{"a":1}'],
    ],
    run: toText,
  }),
  declare({
    name: 'toBoolean',
    params: ['value: any'],
    returns: 'boolean',
    description:
      "true for true, 'true', 'yes', 'on', 1; false for false, 'false', 'no', 'off', 0, '' and nothing.",
    examples: [["toBoolean('yes')", true]],
    run: (run, value) => {
      run.step();
      return toBoolean(value);
    },
  }),
];
