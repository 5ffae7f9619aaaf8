import type { JsonSchema } from '@millrace/core';
import { isRecord } from '../document/edits/update_config.ts';

type Path = readonly (string | number)[];

/** The schema at a place of an operation's input. */
export function rawSchemaAt(schema: JsonSchema | undefined, path: Path): Record<string, unknown> | null {
  let at: unknown = schema;
  for (const part of path) {
    if (!isRecord(at)) return null;
    at = typeof part === 'number' ? at.items : isRecord(at.properties) ? at.properties[part] : undefined;
  }
  return isRecord(at) ? at : null;
}

/** The same with the definitions that it refers to; null where it says no fields. */
export function schemaAt(schema: JsonSchema | undefined, path: Path): JsonSchema | null {
  const at = rawSchemaAt(schema, path);
  if (!at || !hasFields(at)) return null;
  return { ...at, $defs: schema?.$defs ?? schema?.definitions } as JsonSchema;
}

function hasFields(schema: Record<string, unknown>): boolean {
  if (schema.properties !== undefined || schema.$ref !== undefined) return true;
  return [schema.anyOf, schema.oneOf].some(
    (list) => Array.isArray(list) && list.some((one) => isRecord(one) && hasFields(one)),
  );
}
