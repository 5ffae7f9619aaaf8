/** One field mapping, compiled: what it reads, where it writes, and how its value is made. */
import { compileConfig } from '../expression/config.ts';
import { ExpressionError } from '../expression/errors.ts';
import type { EvaluateOptions, Scope } from '../expression/run.ts';
import { compileSource, constant, type Evaluable } from '../expression_source.ts';
import {
  type EntryList,
  type EntrySource,
  EntrySourceError,
  readEntrySource,
  withListNames,
} from './entry_source.ts';
import type { FieldMapping } from './field_mapping.ts';
import { MappingError } from './mapping_error.ts';
import { parseTargetPath, type TargetPath, TargetPathError } from './target_path.ts';
import { type CompiledTransformation, compileTransformation, TransformationError } from './transformation.ts';

export interface CompiledList extends EntryList {
  evaluable: Evaluable;
}

export interface CompiledMapping {
  /** Position in the list of mappings, and its wire path. */
  index: number;
  field: string;
  mapping: FieldMapping;
  target: TargetPath;
  /** How its source goes through lists; null where it goes through none. */
  entries: EntrySource | null;
  /** Those lists, from outside to inside. */
  lists: readonly CompiledList[];
  source: Evaluable;
  transformation: CompiledTransformation | null;
  fallback: Evaluable | null;
}

/**
 * @param field wire path of the mapping, for errors.
 * @throws MappingError when its target, its expression, its transformation or its default cannot be.
 */
export function compileMapping(mapping: FieldMapping, index: number, field: string): CompiledMapping {
  const target = targetOf(mapping, field);
  const { transformation, default_value } = mapping;
  const entries = attempt(mapping, `${field}.source_path`, null, () => readEntrySource(mapping.source_path));
  const compiled = <T>(place: string, work: () => T) => attempt(mapping, `${field}.${place}`, entries, work);
  return {
    index,
    field,
    mapping,
    target,
    entries,
    lists: (entries?.lists ?? []).map((list) => ({
      ...list,
      evaluable: compiled('source_path', () => compileSource(list.source)),
    })),
    source: compiled('source_path', () => compileSourcePath(entries?.source ?? mapping.source_path)),
    transformation: transformation
      ? compiled('transformation', () => compileTransformation(transformation))
      : null,
    fallback:
      default_value === undefined ? null : compiled('default_value', () => compileConfig(default_value)),
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

function attempt<T>(mapping: FieldMapping, field: string, entries: EntrySource | null, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof EntrySourceError) {
      const message = `${mapping.target_field}: ${sourceName(mapping)} ${error.message}`;
      throw new MappingError('lists', field, message, error);
    }
    if (error instanceof ExpressionError || error instanceof TransformationError) {
      const reason = entries ? withListNames(error.message, entries) : error.message;
      throw new MappingError(error.code, field, `${mapping.target_field}: ${reason}`, error);
    }
    throw error;
  }
}

/**
 * The value of a mapping: its source, transformed, or its default where that is empty.
 * @throws MappingError naming the target field.
 */
export function fill(one: CompiledMapping, scope: Scope, options: EvaluateOptions): unknown {
  const { mapping, field, entries } = one;
  let value = attempt(mapping, `${field}.source_path`, entries, () => one.source.evaluate(scope, options));
  if (one.transformation && !isEmpty(value))
    value = transformed(one, one.transformation, value, scope, options);
  if (one.fallback && isEmpty(value)) {
    const { fallback } = one;
    value = attempt(mapping, `${field}.default_value`, entries, () => fallback.evaluate(scope, options));
  }
  if (mapping.required && isEmpty(value)) {
    const message = `${mapping.target_field}: ${sourceName(mapping)} is empty`;
    throw new MappingError('required', `${field}.source_path`, message);
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
