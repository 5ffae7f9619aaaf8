/** What a data transform gives on sample data while somebody works on it. Pure; the same code as when it runs. */
import {
  type Aggregation,
  type FieldMapping,
  type TransformConfig,
  TransformError,
  type Transformed,
  type TransformType,
  transform,
  transformTypes,
} from '@millrace/core';
import { isRecord } from '../../document/edits/update_config.ts';

export type TransformPreview =
  /** Something that it needs is not filled in. */
  | { kind: 'open' }
  /** Its input has no sample yet. */
  | { kind: 'no_input' }
  /** `row` is the position of the mapping or aggregation that is the cause. */
  | { kind: 'failed'; message: string; hint: string | undefined; row: number | null }
  | { kind: 'done'; result: Transformed; input: unknown };

/** Typing must not wait for a long list. */
const longest = 250;

/**
 * The preview of a configuration.
 * @param input the value of its input on sample data; undefined where it has none.
 */
export function previewTransform(
  config: Readonly<Record<string, unknown>>,
  input: unknown,
  scope: Readonly<Record<string, unknown>>,
  timezone: string,
  milliseconds = longest,
): TransformPreview {
  const given = configOf(config);
  if (!given) return { kind: 'open' };
  const hasInput = typeof config.input === 'string' ? config.input.trim() !== '' : config.input !== undefined;
  if ((hasInput || needsList(given)) && (input === undefined || input === null)) {
    return hasInput ? { kind: 'no_input' } : { kind: 'open' };
  }
  try {
    const options = { timezone, deadline: performance.now() + milliseconds };
    const result = transform({ ...given, ...(hasInput && { input }) }, scope, options);
    return { kind: 'done', result: asStored(result), input: hasInput ? input : undefined };
  } catch (error) {
    return failed(error);
  }
}

/** Dates as the text that the step will give. What is filtered is as it came. */
function asStored(result: Transformed): Transformed {
  if (result.type === 'filter_array') return result;
  return { ...result, output: withoutDates(result.output) };
}

function withoutDates(value: unknown): unknown {
  if (value instanceof Date) return value.toJSON();
  if (Array.isArray(value)) return value.map(withoutDates);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withoutDates(part)]));
}

function needsList({ transform_type: type }: TransformConfig): boolean {
  return type === 'filter_array' || type === 'aggregate';
}

/** The configuration where what its kind needs is filled in; rows that are empty are left out. */
function configOf(config: Readonly<Record<string, unknown>>): TransformConfig | null {
  const type = (config.transform_type ?? 'map_fields') as TransformType;
  if (!transformTypes.includes(type)) return null;
  const { condition, expression, group_by } = config;
  switch (type) {
    case 'map_fields': {
      const mappings = rows<FieldMapping>(config.mappings).filter(isFilled);
      return mappings.length > 0 ? { transform_type: type, mappings } : null;
    }
    case 'filter_array':
      return typeof condition === 'boolean' || isText(condition) ? { transform_type: type, condition } : null;
    case 'aggregate': {
      const aggregations = rows<Aggregation>(config.aggregations).filter(
        ({ op, field }) => op === 'count' || isText(field),
      );
      if (aggregations.length === 0) return null;
      return { transform_type: type, aggregations, ...(isText(group_by) && { group_by }) };
    }
    case 'custom':
      return isText(expression) ? { transform_type: type, expression } : null;
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

function isFilled({ target_field, source_path, default_value }: FieldMapping): boolean {
  return isText(target_field) && (isText(source_path) || default_value !== undefined);
}

function rows<T>(value: unknown): T[] {
  return Array.isArray(value) ? (value.filter(isRecord) as T[]) : [];
}

function failed(error: unknown): TransformPreview {
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof TransformError)) return { kind: 'failed', message, hint: undefined, row: null };
  const row = /^(?:mappings|aggregations)\[(\d+)\]/.exec(error.field ?? '')?.[1];
  return { kind: 'failed', message, hint: error.hint, row: row === undefined ? null : Number(row) };
}
