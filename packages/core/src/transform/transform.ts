/**
 * What a data transform does: the same code when it runs and in the preview of the editor, so that neither can promise what the
 * other does not do. Only computes.
 */
import { ExpressionError } from '../expression/errors.ts';
import type { EvaluateOptions, Scope } from '../expression/run.ts';
import { describeValue } from '../expression/values.ts';
import { compileSource } from '../expression_source.ts';
import { type CompiledMappings, compileMappings } from '../mapping/compile_mappings.ts';
import type { FieldMapping } from '../mapping/field_mapping.ts';
import { MappingError } from '../mapping/mapping_error.ts';
import { ConditionError, compileCondition } from '../nodes/condition.ts';
import { type Aggregation, aggregate, grouped, groupName, type ReadEntries } from './aggregate.ts';
import { narrowScope } from './narrow_scope.ts';
import { TransformError } from './transform_error.ts';

export const transformTypes = ['map_fields', 'filter_array', 'aggregate', 'custom'] as const;
export type TransformType = (typeof transformTypes)[number];

export interface TransformConfig {
  transform_type: TransformType;
  /** Already evaluated. */
  input?: unknown;
  mappings?: readonly FieldMapping[];
  condition?: string | boolean;
  group_by?: string;
  aggregations?: readonly Aggregation[];
  expression?: string;
}

export type Transformed =
  | { type: 'map_fields'; output: unknown }
  /** `kept` are indexes of the entries. */
  | { type: 'filter_array'; output: unknown[]; kept: number[]; total: number }
  /** Without `group_by` the whole list is one group, and `groups` is null. */
  | { type: 'aggregate'; output: unknown; groups: { key: unknown; size: number }[] | null; total: number }
  | { type: 'custom'; output: unknown };

/** Transforms. @throws TransformError */
export function transform(config: TransformConfig, scope: Scope, options: EvaluateOptions): Transformed {
  try {
    return transforms[config.transform_type](config, scope, options);
  } catch (error) {
    throw failure(error, config);
  }
}

type Transform = (config: TransformConfig, scope: Scope, options: EvaluateOptions) => Transformed;

const transforms: Record<TransformType, Transform> = {
  map_fields: mapFields,
  filter_array: filterArray,
  aggregate: aggregateList,
  custom: compute,
};

const compiledMappings = new WeakMap<readonly FieldMapping[], CompiledMappings>();

/** Compiled once per list: a definition does not change once it is deployed. */
function mappingsOf(mappings: readonly FieldMapping[]): CompiledMappings {
  const compiled = compiledMappings.get(mappings) ?? compileMappings(mappings);
  compiledMappings.set(mappings, compiled);
  return compiled;
}

function mapFields(
  { input, mappings }: TransformConfig,
  scope: Scope,
  options: EvaluateOptions,
): Transformed {
  const compiled = mappingsOf(given(mappings, 'mappings'));
  const type = 'map_fields';
  if (input === undefined) return { type, output: compiled.evaluate(scope, options) };
  const narrow = narrowScope(scope, compiled.references);
  if (!Array.isArray(input)) return { type, output: compiled.evaluate(narrow(input, { input }), options) };
  const output = input.map((item, index) => compiled.evaluate(narrow(item, { input, item, index }), options));
  return { type, output };
}

function compute(
  { input, expression }: TransformConfig,
  scope: Scope,
  options: EvaluateOptions,
): Transformed {
  const compiled = compileSource(given(expression, 'expression'));
  const own = input === undefined ? scope : narrowScope(scope, compiled.references)(input, { input });
  return { type: 'custom', output: compiled.evaluate(own, options) ?? null };
}

function filterArray(config: TransformConfig, scope: Scope, options: EvaluateOptions): Transformed {
  const list = listOf(config.input);
  const compiled = compileCondition({ condition: given(config.condition, 'condition') });
  const narrow = narrowScope(
    scope,
    compiled.references.map(({ path }) => path),
  );
  const kept: number[] = [];
  for (const [index, item] of list.entries()) {
    if (compiled.evaluate(narrow(item, { input: list, item, index }), options)) kept.push(index);
  }
  return { type: 'filter_array', output: kept.map((index) => list[index]), kept, total: list.length };
}

function aggregateList(config: TransformConfig, scope: Scope, options: EvaluateOptions): Transformed {
  const { group_by } = config;
  const list = listOf(config.input);
  const wanted = given(config.aggregations, 'aggregations');
  const read: ReadEntries = (source, entries) => {
    const compiled = compileSource(source);
    const narrow = narrowScope(scope, compiled.references);
    return entries.map(({ item, index }) =>
      compiled.evaluate(narrow(item, { input: list, item, index }), options),
    );
  };
  const type = 'aggregate';
  const total = list.length;
  const all = list.map((item, index) => ({ item, index }));
  if (!group_by?.trim()) return { type, output: aggregate(all, wanted, read), groups: null, total };
  const name = groupName(group_by);
  const groups = grouped(all, group_by, read);
  const output = groups.map(({ key, entries }) => ({ [name]: key, ...aggregate(entries, wanted, read) }));
  return { type, output, groups: groups.map(({ key, entries }) => ({ key, size: entries.length })), total };
}

function given<T>(value: T | undefined, field: keyof TransformConfig): T {
  if (value !== undefined) return value;
  throw new TransformError(`The transform has no ${field.replace('_', ' ')}`, { code: 'validation', field });
}

function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  const hint = 'Give it as an expression in braces, as in {{ trigger.data.items }}.';
  throw new TransformError(`The input is ${describeValue(value)}; a list is needed`, {
    code: 'type',
    field: 'input',
    hint,
  });
}

function failure(error: unknown, { transform_type }: TransformConfig): unknown {
  if (error instanceof MappingError || error instanceof ConditionError) {
    return new TransformError(error.message, { code: error.code, field: error.field, cause: error });
  }
  if (error instanceof ExpressionError) {
    const field = transform_type === 'custom' ? 'expression' : error.field;
    return new TransformError(error.message, {
      code: 'expression',
      field,
      hint: error.suggestion,
      cause: error,
    });
  }
  return error;
}
