/** Finds the fields of an operation's input that carry a mark in their schema, such as `field: 'secret'` or `raw: true`. */
import type { JsonSchema } from '@millrace/core';

/** Steps from the input to a field; `*` stands for any key or position. */
export type FieldPattern = readonly string[];

/** Schemas may refer to themselves; deeper than this nobody marks a field. */
const deepest = 12;

/** Every field below `schema` that `marked` holds for; what is below a found field is not looked at. */
export function fieldsWhere(schema: JsonSchema, marked: (field: JsonSchema) => boolean): FieldPattern[] {
  const found: FieldPattern[] = [];
  const definitions = (schema.$defs ?? {}) as Record<string, JsonSchema>;

  const visit = (field: unknown, path: FieldPattern): void => {
    if (typeof field !== 'object' || field === null || path.length > deepest) return;
    const at = field as JsonSchema;
    if (path.length > 0 && marked(at)) {
      found.push(path);
      return;
    }
    if (typeof at.$ref === 'string') {
      const target = at.$ref === '#' ? schema : definitions[at.$ref.replace('#/$defs/', '')];
      // Each reference costs a level, so that a schema which only refers to itself ends.
      if (path.length < deepest) visit(target, path);
    }
    for (const [key, child] of Object.entries((at.properties ?? {}) as object)) visit(child, [...path, key]);
    visit(at.items, [...path, '*']);
    visit(at.additionalProperties, [...path, '*']);
    for (const variants of [at.anyOf, at.oneOf, at.allOf, at.prefixItems]) {
      if (!Array.isArray(variants)) continue;
      for (const variant of variants) visit(variant, variants === at.prefixItems ? [...path, '*'] : path);
    }
  };
  visit(schema, []);
  return found;
}

/** Whether a wire path (`mappings[0].source_path`) is one of the fields or lies below one. */
export function isWithin(patterns: readonly FieldPattern[], wirePath: string): boolean {
  if (patterns.length === 0) return false;
  const path = wirePath.split(/[.[\]]+/).filter(Boolean);
  return patterns.some(
    (pattern) =>
      pattern.length <= path.length && pattern.every((part, at) => part === '*' || part === path[at]),
  );
}
