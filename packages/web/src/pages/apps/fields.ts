/** Reads the fields of an operation out of its JSON Schema, for people. */
import type { JsonSchema } from '@millrace/core';
import { strings } from '../../strings/en.ts';

const t = strings.apps;

export interface FieldInfo {
  /** Dotted where it lies inside another: `interval.value`. */
  name: string;
  title: string | null;
  type: string;
  required: boolean;
  description: string | null;
}

const deepest = 3;

/** The fields of an object schema, inner ones after their outer one. */
export function fieldsOf(schema: JsonSchema, prefix = '', depth = 0): FieldInfo[] {
  const fields = variantsOf(schema).flatMap((variant) => {
    const required = new Set(Array.isArray(variant.required) ? variant.required : []);
    return Object.entries(asSchema(variant.properties)).flatMap(([name, raw]) => {
      const field = asSchema(raw);
      const info: FieldInfo = {
        name: prefix + name,
        title: text(field.title),
        type: typeName(field),
        required: required.has(name),
        description: describe(field),
      };
      const inner =
        depth < deepest && field.type === 'object' ? fieldsOf(field, `${prefix}${name}.`, depth + 1) : [];
      return [info, ...inner];
    });
  });
  // The same field of several variants is listed once.
  return [...new Map(fields.map((field) => [field.name, field])).values()];
}

function variantsOf(schema: JsonSchema): JsonSchema[] {
  const choices = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  return Array.isArray(choices) ? [schema, ...choices.map(asSchema)] : [schema];
}

function asSchema(value: unknown): JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonSchema) : {};
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** `Text`, `List of Number`, `Text or Number`; `Anything` where the schema does not say. */
export function typeName(schema: JsonSchema): string {
  const choices = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(choices)) {
    const names = [...new Set(choices.map((choice) => typeName(asSchema(choice))))];
    return names.join(' or ');
  }
  if (Array.isArray(schema.type))
    return schema.type.map((type) => t.types[String(type)] ?? String(type)).join(' or ');
  if (schema.type === 'array') {
    const items = asSchema(schema.items);
    return items.type ? `${t.types.array} of ${typeName(items)}` : t.types.array!;
  }
  if (Array.isArray(schema.enum) || 'const' in schema) return t.types.string!;
  return t.types[String(schema.type)] ?? t.types.any!;
}

function describe(schema: JsonSchema): string | null {
  const parts = [text(schema.description)];
  if (Array.isArray(schema.enum)) parts.push(t.one_of(schema.enum.map(String).join(', ')));
  if (schema.default !== undefined && typeof schema.default !== 'object')
    parts.push(t.default_is(String(schema.default)));
  const sentences = parts
    .filter((part) => part !== null)
    .map((part) => (/[.!?]$/.test(part) ? part : `${part}.`));
  return sentences.length === 0 ? null : sentences.join(' ');
}
