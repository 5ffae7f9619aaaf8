/**
 * The seven transformations of a mapping. Dates and numbers are the expression language's own functions, so that a mapping and
 * an expression never disagree. A list is transformed entry by entry; what is empty stays empty.
 */
import { z } from 'zod';
import { compileConfig } from '../expression/config.ts';
import { checkedZone, hasDateToken, readDate, writeDate } from '../expression/dates.ts';
import { divideExact, multiplyExact, readNumber, writeNumber } from '../expression/decimal.ts';
import { ExpressionError } from '../expression/errors.ts';
import type { EvaluateOptions, Scope } from '../expression/run.ts';
import { describeValue } from '../expression/values.ts';
import type { Transformation, transformationTypes } from './field_mapping.ts';

type Type = (typeof transformationTypes)[number];

/** What went wrong, without the field: `is the number 5; uppercase needs text`. */
export class TransformationError extends Error {
  readonly code: 'invalid_transformation' | 'type' | 'value';
  constructor(code: TransformationError['code'], message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

const format = z.string().min(1).max(200);
const template = z.string().includes('{{');
const amount = z.union([z.number(), template]);

const params = {
  uppercase: z.strictObject({}),
  lowercase: z.strictObject({}),
  trim: z.strictObject({}),
  date_format: z.strictObject({ format, timezone: z.string().min(1).max(100).optional() }),
  number_format: z.strictObject({ format }),
  multiply: z.strictObject({ factor: amount }),
  divide: z.strictObject({ divisor: amount.refine((value) => value !== 0, 'cannot be 0') }),
} satisfies Record<Type, z.ZodObject>;

const needs: Record<Type, string> = {
  uppercase: 'uppercase needs text',
  lowercase: 'lowercase needs text',
  trim: 'trim needs text',
  date_format: 'date_format needs a date or its ISO text',
  number_format: 'number_format needs a number',
  multiply: 'multiply needs a number',
  divide: 'divide needs a number',
};

const wanted: Record<Type, string> = {
  uppercase: 'takes no parameters',
  lowercase: 'takes no parameters',
  trim: 'takes no parameters',
  date_format: 'needs a format, as in YYYY-MM-DD HH:mm, and may have a timezone',
  number_format: 'needs a format, as in 0,0.00',
  multiply: 'needs a factor, a number',
  divide: 'needs a divisor, a number other than 0',
};

type Params = Readonly<Record<string, unknown>>;
type Step = (value: unknown, params: Params, options: EvaluateOptions) => unknown;

const misfit = Symbol('misfit');

const text =
  (change: (text: string) => string): Step =>
  (value) =>
    typeof value === 'string' ? change(value) : misfit;

/** Numbers, and text that is nothing but one: no thousands separators, no currency. */
const numeric =
  (change: (value: number, params: Params) => unknown): Step =>
  (value, given) => {
    const number = typeof value === 'string' ? readNumber(value) : value;
    return typeof number === 'number' ? change(number, given) : misfit;
  };

const steps: Record<Type, Step> = {
  uppercase: text((value) => value.toUpperCase()),
  lowercase: text((value) => value.toLowerCase()),
  trim: text((value) => value.trim()),
  date_format: (value, { format: wanted, timezone }, options) => {
    if (typeof value !== 'string' && !(value instanceof Date)) return misfit;
    const zone = checkedZone((timezone as string | undefined) ?? options.timezone ?? 'UTC');
    const date = readDate(value, zone);
    return date ? writeDate(date, wanted as string, zone) : misfit;
  },
  number_format: numeric((value, { format: wanted }) => writeNumber(value, wanted as string, '.')),
  multiply: numeric((value, { factor }) => multiplyExact(value, amountOf('factor', factor))),
  divide: numeric((value, { divisor }) => divideExact(value, amountOf('divisor', divisor))),
};

function amountOf(name: string, value: unknown): number {
  const number = typeof value === 'string' ? readNumber(value) : value;
  if (typeof number === 'number') return number;
  throw new TransformationError('value', `its ${name} is ${describeValue(value)}, which is no number`);
}

export interface CompiledTransformation {
  references: readonly (readonly string[])[];
  deterministic: boolean;
  apply(value: unknown, scope: Scope, options: EvaluateOptions): unknown;
}

/** @throws TransformationError `invalid_transformation` when its parameters do not fit; ExpressionError of a template in them. */
export function compileTransformation({ type, params: given = {} }: Transformation): CompiledTransformation {
  if (!params[type].safeParse(given).success) {
    throw new TransformationError('invalid_transformation', `${type} ${wanted[type]}`);
  }
  const unfit = fixedProblem(type, given);
  if (unfit !== null) throw new TransformationError('invalid_transformation', `${type} ${unfit}`);
  const config = compileConfig(given);
  return {
    references: config.references,
    deterministic: config.deterministic,
    apply: (value, scope, options) =>
      transform(type, value, config.evaluate(scope, options) as Params, options),
  };
}

/** What is wrong with parameters that no expression decides. */
function fixedProblem(type: Type, { format: form, timezone }: Params): string | null {
  const isFixed = (value: unknown): value is string => typeof value === 'string' && !value.includes('{{');
  if (type === 'date_format' && isFixed(form) && !hasDateToken(form))
    return `needs a format with parts of a date, as in YYYY-MM-DD HH:mm; "${form}" has none`;
  if (type === 'date_format' && isFixed(timezone)) return refusal(() => checkedZone(timezone));
  if (type === 'number_format' && isFixed(form)) return refusal(() => writeNumber(0, form, '.'));
  return null;
}

function refusal(work: () => unknown): string | null {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof ExpressionError) return `cannot be: ${error.message}`;
    throw error;
  }
}

/**
 * Transforms one value, or each entry of a list.
 * @throws TransformationError in the rest of a sentence that begins with the name of the value.
 */
export function applyTransformation(
  value: unknown,
  transformation: Transformation,
  options: EvaluateOptions & { scope?: Scope } = {},
): unknown {
  return compileTransformation(transformation).apply(value, options.scope ?? {}, options);
}

function transform(type: Type, value: unknown, given: Params, options: EvaluateOptions): unknown {
  if (value === undefined || value === null || value === '') return value;
  if (Array.isArray(value)) return value.map((entry) => transform(type, entry, given, options));
  let result: unknown;
  try {
    result = steps[type](value, given, options);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new TransformationError('value', `is ${describeValue(value)}; ${type} failed: ${reason}`, error);
  }
  if (result === misfit) throw new TransformationError('type', `is ${describeValue(value)}; ${needs[type]}`);
  return result;
}
