/** Field mappings, compiled once and evaluated for every execution: this is the hot path of a data transform. */
import { compileConfig } from '../expression/config.ts';
import { ExpressionError } from '../expression/errors.ts';
import { checkDeadline, type EvaluateOptions, type Scope } from '../expression/run.ts';
import { compileSource, constant, type Evaluable } from '../expression_source.ts';
import type { FieldMapping } from './field_mapping.ts';
import { MappingError } from './mapping_error.ts';
import { parseTargetPath, setPath, type TargetPath, TargetPathError, TargetTree } from './target_path.ts';
import { type CompiledTransformation, compileTransformation, TransformationError } from './transformation.ts';

export interface CompiledMappings {
  references: readonly (readonly string[])[];
  deterministic: boolean;
  /**
   * A new object with the target fields. What is empty in the source takes the default; without one, nothing (undefined) is
   * left out, while null and empty text are kept.
   * @throws MappingError naming the target field.
   */
  evaluate(scope: Scope, options?: EvaluateOptions): Record<string, unknown>;
}

interface CompiledMapping {
  field: string;
  mapping: FieldMapping;
  target: TargetPath;
  source: Evaluable;
  transformation: CompiledTransformation | null;
  fallback: Evaluable | null;
}

const noOptions: EvaluateOptions = {};

/**
 * @param field wire path of the list, for errors.
 * @throws MappingError for the first mapping that cannot be: its target, its expression, its transformation, or a target that
 *   stands in the way of another.
 */
export function compileMappings(mappings: readonly FieldMapping[], field = 'mappings'): CompiledMappings {
  const tree = new TargetTree();
  const compiled = mappings.map((mapping, index) => compileMapping(mapping, `${field}[${index}]`, tree));
  const parts = compiled.flatMap((one) => [one.source, one.transformation ?? [], one.fallback ?? []].flat());
  return {
    references: parts.flatMap((part) => part.references),
    deterministic: parts.every((part) => part.deterministic),
    evaluate: (scope, options = noOptions) => {
      // Also where nothing but constants are mapped: a list can have millions of entries.
      checkDeadline(options);
      const result: Record<string, unknown> = {};
      for (const one of compiled) {
        const value = fill(one, scope, options);
        if (value === undefined) continue;
        if (one.target.length === 1) result[one.target[0]] = value;
        else setPath(result, one.target, value);
      }
      return result;
    },
  };
}

function compileMapping(mapping: FieldMapping, field: string, tree: TargetTree): CompiledMapping {
  const target = targetOf(mapping, field);
  const other = tree.add(target, mapping.target_field);
  if (other !== undefined) {
    const message =
      other === mapping.target_field
        ? `${other} is mapped twice`
        : `${mapping.target_field} and ${other} cannot both be set: one is inside the other, or one is a list and the other is not`;
    throw new MappingError('conflict', `${field}.target_field`, message);
  }
  const source = attempt(mapping, `${field}.source_path`, () => compileSourcePath(mapping.source_path));
  const { transformation } = mapping;
  return {
    field,
    mapping,
    target,
    source,
    transformation: transformation
      ? attempt(mapping, `${field}.transformation`, () => compileTransformation(transformation))
      : null,
    fallback:
      mapping.default_value === undefined
        ? null
        : attempt(mapping, `${field}.default_value`, () => compileConfig(mapping.default_value)),
  };
}

function targetOf(mapping: FieldMapping, field: string): TargetPath {
  try {
    return parseTargetPath(mapping.target_field);
  } catch (error) {
    if (!(error instanceof TargetPathError)) throw error;
    const message = `The target field "${mapping.target_field}" ${error.message}`;
    throw new MappingError('invalid_target', `${field}.target_field`, message);
  }
}

const compileSourcePath = (path: string) => (path.trim() === '' ? constant(undefined) : compileSource(path));

function attempt<T>(mapping: FieldMapping, field: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof ExpressionError || error instanceof TransformationError) {
      throw new MappingError(error.code, field, `${mapping.target_field}: ${error.message}`, error);
    }
    throw error;
  }
}

function fill(one: CompiledMapping, scope: Scope, options: EvaluateOptions): unknown {
  const { mapping, field } = one;
  let value = attempt(mapping, `${field}.source_path`, () => one.source.evaluate(scope, options));
  if (one.transformation && !isEmpty(value))
    value = transformed(one, one.transformation, value, scope, options);
  if (one.fallback && isEmpty(value)) {
    const { fallback } = one;
    value = attempt(mapping, `${field}.default_value`, () => fallback.evaluate(scope, options));
  }
  if (mapping.required && isEmpty(value)) {
    throw new MappingError(
      'required',
      `${field}.source_path`,
      `${mapping.target_field}: ${sourceName(mapping)} is empty`,
    );
  }
  return value;
}

function transformed(
  one: CompiledMapping,
  transformation: CompiledTransformation,
  value: unknown,
  scope: Scope,
  options: EvaluateOptions,
): unknown {
  try {
    return transformation.apply(value, scope, options);
  } catch (error) {
    if (!(error instanceof TransformationError) && !(error instanceof ExpressionError)) throw error;
    const message = `${one.mapping.target_field}: ${sourceName(one.mapping)} ${error.message}`;
    throw new MappingError(error.code, `${one.field}.transformation`, message, error);
  }
}

const isEmpty = (value: unknown) => value === undefined || value === null || value === '';

/** The source without its braces, as people speak of it. */
function sourceName({ source_path }: FieldMapping): string {
  const text = source_path.trim();
  const inner = /^\{\{((?:(?!\}\}|\{\{).)*)\}\}$/s.exec(text)?.[1]?.trim() ?? text;
  if (inner === '') return 'its source';
  return inner.length > 100 ? `${inner.slice(0, 99)}…` : inner;
}
