/** From the JSON Schema of an operation to the fields of its form. Pure: what is drawn is decided by field_map.ts. */
import { type FieldKind, fieldKinds, type JsonSchema } from '@millrace/core';

/** Every kind of control: those a schema names, and those its type implies. */
export type ControlKind = FieldKind | 'number' | 'switch' | 'select' | 'list' | 'group' | 'variant';

export interface FieldOption {
  value: string;
  label: string;
}

export interface FieldCondition {
  field: string;
  equals: readonly unknown[];
}

export interface FieldSpec {
  name: string;
  title: string;
  description?: string;
  placeholder?: string;
  kind: ControlKind;
  required: boolean;
  advanced: boolean;
  /** Must be filled in while another field has one of these values. */
  needed_if?: FieldCondition;
  /** It sees the fields of the node's input, or of each of its entries, directly. */
  scope?: 'input' | 'item';
  /** The whole text is an expression: braces may be left out. */
  bare: boolean;
  /** It takes text and nothing else: what an expression gives must be one. */
  only_text?: boolean;
  /** Shown only while another field of the same object has one of these values. */
  show_if?: FieldCondition;
  options?: readonly FieldOption[];
  /** What holds while the field is empty. */
  fallback: unknown;
  /** A number without a fraction. */
  whole?: boolean;
  min?: number;
  max?: number;
  /** Of choices that are loaded: the inputs that decide them. */
  depends_on?: readonly string[];
  /** Of a file: the kinds that are wanted. */
  accept?: string;
  /** The items of a list. */
  item?: FieldSpec;
  /** The fields of a group. */
  fields?: readonly FieldSpec[];
  /** The forms that a discriminated field can take. */
  variants?: readonly { value: string; label: string; fields: readonly FieldSpec[] }[];
  /** The field that tells variants apart. */
  discriminator?: string;
}

/** Fields that are expressions with or without braces wherever they occur. */
const bareNames: ReadonlySet<string> = new Set(['condition', 'expression', 'source_path', 'items']);

type Schema = Readonly<Record<string, unknown>>;

/** The fields of an object schema in their order. */
export function fieldsOf(schema: JsonSchema | undefined): FieldSpec[] {
  const properties = record(schema?.properties);
  const required = new Set(Array.isArray(schema?.required) ? schema.required : []);
  return Object.entries(properties).map(([name, field]) => fieldOf(name, record(field), required.has(name)));
}

/** One field. */
export function fieldOf(name: string, given: Schema, required: boolean): FieldSpec {
  const schema = withoutNull(given);
  const kind = kindOf(schema);
  const spec: FieldSpec = {
    name,
    title: text(schema.title) ?? words(name),
    description: text(schema.description),
    placeholder: text(schema.placeholder),
    kind,
    // A node that is called with a connection needs one whenever it is shown.
    required: (required && schema.default === undefined) || schema.needed === true || kind === 'connection',
    advanced: schema.advanced === true,
    needed_if: condition(schema.needed),
    scope: schema.scope === 'input' || schema.scope === 'item' ? schema.scope : undefined,
    bare: schema.raw === true || bareNames.has(name),
    show_if: condition(schema.show_if),
    fallback: schema.default,
    min: bound(schema.minimum, schema.exclusiveMinimum),
    max: bound(schema.maximum, schema.exclusiveMaximum),
  };
  if (typeOf(schema, alternatives(schema)) === 'string' && !spec.bare) spec.only_text = true;
  if (kind === 'select') spec.options = optionsOf(schema);
  if (kind === 'number' && typeOf(schema, alternatives(schema)) === 'integer') spec.whole = true;
  if (kind === 'options') spec.depends_on = texts(schema.depends_on);
  if (kind === 'file') spec.accept = text(schema.accept);
  if (kind === 'list') spec.item = fieldOf('', record(schema.items), true);
  if (kind === 'group') spec.fields = fieldsOf(schema as JsonSchema);
  if (kind === 'variant') Object.assign(spec, variantsOf(schema));
  return spec;
}

function kindOf(schema: Schema): ControlKind {
  if (fieldKinds.includes(schema.field as FieldKind)) return schema.field as FieldKind;
  const branches = alternatives(schema);
  if (branches && discriminatorOf(branches)) return 'variant';
  const type = typeOf(schema, branches);
  if (Array.isArray(schema.enum) || branches?.every((branch) => branch.const !== undefined)) return 'select';
  if (type === 'boolean') return 'switch';
  if (type === 'number' || type === 'integer') return 'number';
  if (type === 'string') return text(schema.format) === 'date-time' ? 'datetime' : 'text';
  if (type === 'array') return Array.isArray(schema.prefixItems) ? 'json' : 'list';
  if (type === 'object') return schema.properties ? 'group' : 'key_value';
  return isData(schema, branches) ? 'json' : 'expression';
}

/** What no control is made for and may hold an object or a list: as text of an expression it would lose its structure. */
function isData(schema: Schema, branches: readonly Schema[] | null): boolean {
  if (schema.$ref !== undefined || schema.allOf !== undefined) return true;
  return (
    branches?.some(({ type, $ref }) => type === 'object' || type === 'array' || $ref !== undefined) ?? false
  );
}

/** `text or null` is a field for text that may stay empty. */
function withoutNull(schema: Schema): Schema {
  const branches = alternatives(schema);
  return branches?.length === 1 ? { ...branches[0], ...schema, anyOf: undefined, oneOf: undefined } : schema;
}

/** The members of a union, without `null`. */
function alternatives(schema: Schema): Schema[] | null {
  const list = schema.anyOf ?? schema.oneOf;
  return Array.isArray(list) ? list.map(record).filter((branch) => branch.type !== 'null') : null;
}

function typeOf(schema: Schema, branches: Schema[] | null): unknown {
  if (branches)
    return branches.every((branch) => branch.type === branches[0]!.type) ? branches[0]!.type : undefined;
  return Array.isArray(schema.type) ? schema.type.find((type) => type !== 'null') : schema.type;
}

function optionsOf(schema: Schema): FieldOption[] {
  const values = Array.isArray(schema.enum)
    ? schema.enum
    : (alternatives(schema) ?? []).map((branch) => branch.const);
  const labels = record(schema.enum_labels);
  return values.map(String).map((value) => ({ value, label: text(labels[value]) ?? shown(value) }));
}

/** The property that every member of a union has as a different constant. */
function discriminatorOf(branches: readonly Schema[]): string | undefined {
  if (branches.length < 2 || !branches.every((branch) => branch.properties)) return undefined;
  return Object.keys(record(branches[0]!.properties)).find((name) =>
    branches.every((branch) => record(record(branch.properties)[name]).const !== undefined),
  );
}

function variantsOf(schema: Schema): Pick<FieldSpec, 'variants' | 'discriminator'> {
  const branches = alternatives(schema) ?? [];
  const discriminator = discriminatorOf(branches)!;
  const labels = record(schema.enum_labels);
  const variants = branches.map((branch) => {
    const value = String(record(record(branch.properties)[discriminator]).const);
    const fields = fieldsOf(branch as JsonSchema).filter((field) => field.name !== discriminator);
    return { value, label: text(labels[value]) ?? text(branch.title) ?? shown(value), fields };
  });
  return { discriminator, variants };
}

function condition(value: unknown): FieldSpec['show_if'] {
  const { field, equals } = record(value);
  if (typeof field !== 'string') return undefined;
  return { field, equals: Array.isArray(equals) ? equals : [equals] };
}

/** Whether a field is shown, given the values of the object it is in; empty fields count with their defaults. */
export function isShown(
  spec: FieldSpec,
  siblings: readonly FieldSpec[],
  values: Readonly<Record<string, unknown>>,
): boolean {
  if (!spec.show_if) return true;
  const other = siblings.find((candidate) => candidate.name === spec.show_if?.field);
  if (other && !isShown(other, siblings, values)) return false;
  return holds(spec.show_if, siblings, values);
}

/** Whether a field must be filled in, given the values of the object it is in. */
export function isRequired(
  spec: FieldSpec,
  siblings: readonly FieldSpec[],
  values: Readonly<Record<string, unknown>>,
): boolean {
  return spec.required || (spec.needed_if !== undefined && holds(spec.needed_if, siblings, values));
}

function holds(
  { field, equals }: FieldCondition,
  siblings: readonly FieldSpec[],
  values: Readonly<Record<string, unknown>>,
): boolean {
  const other = siblings.find((candidate) => candidate.name === field);
  const value = Object.hasOwn(values, field) ? values[field] : other?.fallback;
  // What an expression will give is not known here: then it might be needed.
  if (typeof value === 'string' && value.includes('{{')) return true;
  return equals.includes(value ?? null) || (value === undefined && equals.includes(undefined));
}

/** Whether a value is given by an expression where a fixed one would have another type. */
export function isExpression(value: unknown): value is string {
  return typeof value === 'string' && value.includes('{{');
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

function bound(inclusive: unknown, exclusive: unknown): number | undefined {
  const value = typeof inclusive === 'number' ? inclusive : exclusive;
  // JSON Schema of zod integers names the limits of safe integers: no limit to tell anybody.
  return typeof value === 'number' && Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : undefined;
}

/** `timeout_seconds` → "Timeout seconds". */
function words(name: string): string {
  const spaced = name.replaceAll('_', ' ');
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

/** A method such as GET stays as it is; `map_fields` becomes "Map fields". */
function shown(value: string): string {
  return value === value.toUpperCase() ? value : words(value);
}
