/** Shapes: what is known of data before it is there. From samples, from JSON schemas, and of expressions. */
import type { JsonSchema } from './manifest.ts';
import { isSchema, resolveRef } from './schema.ts';

export { sampleOfSchema } from './sample.ts';

export interface Shape {
  type: 'text' | 'number' | 'boolean' | 'date' | 'list' | 'object' | 'nothing' | 'unknown';
  /** Of an object: what is known of its fields. */
  fields?: Record<string, Shape>;
  /** Of an object: it may have other fields than those known. */
  open?: boolean;
  /** Of a list: its elements. Of an open object: its other fields. */
  item?: Shape;
  /** It may not be there. */
  optional?: boolean;
}

const deepest = 12;
const mostItems = 50;
const mostFields = 500;

/** The shape of a sample. Of long lists the first 50 elements count; what is deeper than 12 levels is unknown. */
export function shapeOfValue(value: unknown, depth = 0): Shape {
  if (value === undefined || value === null) return { type: 'nothing' };
  if (typeof value === 'string') return { type: 'text' };
  if (typeof value === 'number' || typeof value === 'boolean')
    return { type: typeof value as 'number' | 'boolean' };
  if (typeof value !== 'object' || depth > deepest) return { type: 'unknown' };
  if (value instanceof Date) return { type: 'date' };
  if (Array.isArray(value)) return shapeOfList(value, depth);
  const entries = Object.entries(value).slice(0, mostFields);
  const shape: Shape = {
    type: 'object',
    fields: fieldsOf(entries.map(([key, each]) => [key, shapeOfValue(each, depth + 1)])),
  };
  return entries.length === mostFields ? { ...shape, open: true } : shape;
}

function shapeOfList(list: readonly unknown[], depth: number): Shape {
  const shapes = list.slice(0, mostItems).map((item) => shapeOfValue(item, depth + 1));
  const item = shapes.length > 0 ? shapes.reduce(mergeShapes) : { type: 'unknown' as const };
  return { type: 'list', item };
}

/** Own fields, whatever they are called. */
function fieldsOf(entries: readonly (readonly [string, Shape])[]): Record<string, Shape> {
  return Object.fromEntries(entries);
}

/** What both can be. A field of only one side may not be there. */
export function mergeShapes(a: Shape, b: Shape): Shape {
  if (a.type === 'nothing') return { ...b, optional: true };
  if (b.type === 'nothing') return { ...a, optional: true };
  const optional = a.optional || b.optional ? { optional: true } : {};
  if (a.type !== b.type) return { type: 'unknown', ...optional };
  if (a.type === 'list') return { type: 'list', item: mergeMaybe(a.item, b.item), ...optional };
  if (a.type !== 'object') return { type: a.type, ...optional };
  return { ...mergeObjects(a, b), ...optional };
}

function mergeMaybe(a: Shape | undefined, b: Shape | undefined): Shape {
  if (!a || !b) return a ?? b ?? { type: 'unknown' };
  // An empty list says nothing of its elements.
  if (a.type === 'unknown') return b;
  return b.type === 'unknown' ? a : mergeShapes(a, b);
}

function mergeObjects(a: Shape, b: Shape): Shape {
  const [left, right] = [a.fields ?? {}, b.fields ?? {}];
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  const fields = [...names].map((name): [string, Shape] => {
    const [one, other] = [ownField(left, name), ownField(right, name)];
    if (one && other) return [name, mergeShapes(one, other)];
    return [name, { ...(one ?? other)!, optional: true }];
  });
  const shape: Shape = { type: 'object', fields: fieldsOf(fields) };
  if (a.open || b.open) shape.open = true;
  if (a.item || b.item) shape.item = mergeMaybe(a.item, b.item);
  return shape;
}

/** The shape of a field, own properties only. */
export function ownField(
  fields: Readonly<Record<string, Shape>> | undefined,
  name: string,
): Shape | undefined {
  return fields && Object.hasOwn(fields, name) ? fields[name] : undefined;
}

/** The shape that a JSON schema describes. What it does not say is unknown; local `$ref` are followed. */
export function shapeOfSchema(schema: JsonSchema): Shape {
  return schemaShape(schema, schema, 0);
}

function schemaShape(schema: unknown, root: JsonSchema, depth: number): Shape {
  if (depth > deepest || !isSchema(schema)) return { type: 'unknown' };
  if (typeof schema.$ref === 'string') return schemaShape(resolveRef(schema.$ref, root), root, depth + 1);
  for (const word of ['anyOf', 'oneOf'] as const) {
    const options = schema[word];
    if (Array.isArray(options) && options.length > 0) {
      return options.map((option) => schemaShape(option, root, depth + 1)).reduce(mergeShapes);
    }
  }
  if (Array.isArray(schema.allOf) && schema.allOf.length > 0) {
    const { allOf, ...own } = schema;
    const parts = [...allOf, own].filter((part) => Object.keys(part as object).length > 0);
    return parts.map((part) => schemaShape(part, root, depth + 1)).reduce(intersectShapes);
  }
  if (Object.hasOwn(schema, 'const')) return shapeOfValue(schema.const);
  if (Array.isArray(schema.enum) && schema.enum.length > 0)
    return schema.enum.map((each) => shapeOfValue(each)).reduce(mergeShapes);
  if (Array.isArray(schema.type)) {
    return schema.type.map((type) => schemaShape({ ...schema, type }, root, depth + 1)).reduce(mergeShapes);
  }
  return typedShape(schema, root, depth);
}

function typedShape(schema: JsonSchema, root: JsonSchema, depth: number): Shape {
  switch (schema.type ?? (schema.properties ? 'object' : schema.items ? 'array' : undefined)) {
    case 'string':
      return { type: 'text' };
    case 'number':
    case 'integer':
      return { type: 'number' };
    case 'boolean':
      return { type: 'boolean' };
    case 'null':
      return { type: 'nothing' };
    case 'array':
      return { type: 'list', item: schemaShape(schema.items, root, depth + 1) };
    case 'object':
      return objectShape(schema, root, depth);
    default:
      return { type: 'unknown' };
  }
}

function objectShape(schema: JsonSchema, root: JsonSchema, depth: number): Shape {
  const properties = isSchema(schema.properties) ? schema.properties : {};
  const required = new Set(Array.isArray(schema.required) ? schema.required : []);
  const fields = Object.entries(properties).map(([name, each]): [string, Shape] => {
    const shape = schemaShape(each, root, depth + 1);
    const isThere = required.has(name) || (isSchema(each) && Object.hasOwn(each, 'default'));
    return [name, isThere ? shape : { ...shape, optional: true }];
  });
  const shape: Shape = { type: 'object', fields: fieldsOf(fields) };
  const others = schema.additionalProperties;
  if (others !== false && (isSchema(others) || others === true || fields.length === 0)) shape.open = true;
  if (isSchema(others) && Object.keys(others).length > 0) shape.item = schemaShape(others, root, depth + 1);
  return shape;
}

/** Both descriptions hold. */
function intersectShapes(a: Shape, b: Shape): Shape {
  if (a.type === 'unknown') return b;
  if (b.type === 'unknown' || a.type !== 'object' || b.type !== 'object') return a;
  return {
    type: 'object',
    fields: { ...a.fields, ...b.fields },
    ...(a.open || b.open ? { open: true } : {}),
  };
}
