/** What conditions mean. Everything is compiled once per configuration and evaluated on plain data. */
import { compileConfig } from '../expression/config.ts';
import { ExpressionError } from '../expression/errors.ts';
import { compileExpression } from '../expression/expression.ts';
import type { EvaluateOptions, Scope } from '../expression/run.ts';
import { scanTemplate } from '../expression/scan.ts';
import { describeValue } from '../expression/values.ts';
import { compileSource, constant, type Evaluable } from '../expression_source.ts';
import { comparisons, NotComparable } from './compare.ts';
import {
  type Combine,
  type Condition,
  type ConditionEntry,
  type ConditionOp,
  conditionOp,
  type EventFilter,
  isConditionGroup,
} from './condition_schema.ts';

/** A condition that cannot be evaluated; `field` is its wire path (`conditions[1].right`). */
export class ConditionError extends Error {
  readonly code: string;
  readonly field: string;
  constructor(code: string, field: string, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'ConditionError';
    this.code = code;
    this.field = field;
  }
}

export interface ConditionConfig {
  condition?: string | boolean | undefined;
  conditions?: readonly ConditionEntry[] | undefined;
  combine?: Combine | undefined;
}

export interface CompiledCondition {
  /** Static paths that are read, with the wire path of the field that reads them. */
  references: readonly { field: string; path: readonly string[] }[];
  deterministic: boolean;
  /** @throws ConditionError */
  evaluate(scope: Scope, options?: EvaluateOptions): boolean;
}

const noOptions: EvaluateOptions = {};

/**
 * Compiles the condition of a node: one expression, or rows and groups of rows of which all or any must hold.
 * @param prefix wire path of the object that holds them (`cases[0]`), for errors.
 * @throws ConditionError when it is missing, given twice, or does not compile.
 */
export function compileCondition(config: ConditionConfig, prefix = ''): CompiledCondition {
  const at = (field: string) => (prefix ? `${prefix}.${field}` : field);
  const { condition, conditions = [], combine = 'all' } = config;
  const single = typeof condition === 'boolean' || (typeof condition === 'string' && condition.trim() !== '');
  if (single && conditions.length > 0) {
    throw new ConditionError(
      'ambiguous',
      at('condition'),
      'There is a condition and a list of conditions; keep one of them',
    );
  }
  if (single) return compileSingle(condition, at('condition'));
  if (conditions.length === 0) throw new ConditionError('missing', at('condition'), 'There is no condition');
  return combined(
    conditions.map((entry, index) => compileEntry(entry, at(`conditions[${index}]`))),
    combine,
  );
}

function compileEntry(entry: ConditionEntry, prefix: string): CompiledCondition {
  if (!isConditionGroup(entry)) return compileRow(entry, prefix);
  const { conditions, combine } = entry;
  if (conditions.length === 0)
    throw new ConditionError('missing', `${prefix}.conditions`, 'There is no condition in this group');
  return combined(
    conditions.map((row, index) => compileRow(row, `${prefix}.conditions[${index}]`)),
    combine,
  );
}

/** Evaluated from the first on, and no further than needed. */
function combined(rows: readonly CompiledCondition[], combine: Combine = 'all'): CompiledCondition {
  return {
    references: rows.flatMap((row) => row.references),
    deterministic: rows.every((row) => row.deterministic),
    evaluate: (scope, options) =>
      combine === 'any'
        ? rows.some((row) => row.evaluate(scope, options))
        : rows.every((row) => row.evaluate(scope, options)),
  };
}

function compileSingle(condition: string | boolean, field: string): CompiledCondition {
  const expression =
    typeof condition === 'boolean'
      ? constant(condition)
      : attempt(field, () => compileExpression(conditionSource(condition)));
  return {
    references: withField(expression, field),
    deterministic: expression.deterministic,
    evaluate: (scope, options) => Boolean(attempt(field, () => expression.evaluate(scope, options))),
  };
}

/**
 * People write `order.total > 1000`, `{{ order.total > 1000 }}` and `{{ order.total }} > 1000`; all three mean the same. In
 * the last each template is a part of the expression, never text that is put together first.
 */
export function conditionSource(text: string): string {
  const segments = text.includes('{{') ? scanTemplate(text.trim()) : [];
  if (segments.length < 2) return text;
  return segments
    .map((segment) => (segment.kind === 'expression' ? `(${segment.source})` : segment.text))
    .join('');
}

/** What the two sides of a row are called in the configuration. */
export const ofConditions = { left: 'left', right: 'right' };
export const ofFilters = { left: 'path', right: 'value' };

/** One row alone; for the checks, which report every row. @throws ConditionError */
export function compileRow(row: Condition, prefix: string, names = ofConditions): CompiledCondition {
  const op = conditionOp(row.op ?? 'equals');
  if (!op) throw new ConditionError('unknown_operator', `${prefix}.op`, `"${row.op}" is not an operator`);
  const leftField = `${prefix}.${names.left}`;
  const rightField = `${prefix}.${names.right}`;
  const left = attempt(leftField, () => compileLeft(row.left));
  const right = attempt(rightField, () => compileConfig(row.right));
  return {
    references: [...withField(left, leftField), ...withField(right, rightField)],
    deterministic: left.deterministic && right.deterministic,
    evaluate: (scope, options = noOptions) => {
      const value = attempt(leftField, () => left.evaluate(scope, options));
      const other = attempt(rightField, () => right.evaluate(scope, options));
      return compare(row, prefix, op, value, other, options);
    },
  };
}

/** Text on the left is an expression, with or without braces. */
function compileLeft(left: unknown): Evaluable {
  if (left !== undefined && typeof left !== 'string') return constant(left);
  if (left === undefined || left.trim() === '')
    throw new ExpressionError('syntax', 'There is no value to compare');
  return compileSource(left);
}

function compare(
  row: Condition,
  prefix: string,
  op: ConditionOp,
  left: unknown,
  right: unknown,
  options: EvaluateOptions,
) {
  try {
    return comparisons[op](left, right, options);
  } catch (error) {
    if (!(error instanceof NotComparable) && !(error instanceof ExpressionError)) throw error;
    const name =
      typeof row.left === 'string'
        ? row.left.replace(/^\s*\{\{\s*|\s*\}\}\s*$/g, '').slice(0, 100)
        : describeValue(left);
    throw new ConditionError('type', `${prefix}.op`, `${name} ${error.message}`, error);
  }
}

const withField = ({ references }: Evaluable, field: string) => references.map((path) => ({ field, path }));

function attempt<T>(field: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof ExpressionError) throw new ConditionError(error.code, field, error.message, error);
    throw error;
  }
}

/**
 * Compiles the filters of an event trigger, all of which must hold. Their paths read the event's data by name; `data` and
 * `trigger.data` mean the whole of it.
 */
function compileFilters(
  filters: readonly EventFilter[],
): (data: unknown, options?: EvaluateOptions) => boolean {
  const rows = filters.map(({ path, op, value }, index) =>
    compileRow({ left: path, op, right: value }, `filters[${index}]`, ofFilters),
  );
  return (data, options) => {
    const fields = typeof data === 'object' && data !== null && !Array.isArray(data) ? data : {};
    const scope = { data, trigger: { data, payload: data }, ...fields };
    return rows.every((row) => row.evaluate(scope, options));
  };
}

const compiled = new WeakMap<readonly EventFilter[], ReturnType<typeof compileFilters>>();

/** Whether an event passes the filters of a trigger, which are compiled once per list. @throws ConditionError */
export function evaluateFilters(
  filters: readonly EventFilter[],
  data: unknown,
  options?: EvaluateOptions,
): boolean {
  let passes = compiled.get(filters);
  if (!passes) {
    passes = compileFilters(filters);
    compiled.set(filters, passes);
  }
  return passes(data, options);
}
