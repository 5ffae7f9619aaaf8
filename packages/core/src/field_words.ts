/**
 * The place of a value in words, as people see it in a form: `cases[1].condition` is the "condition of case 2",
 * `headers.X-Key` the "header X-Key", `body.$mappings[0]` the "mapping of email". Paths themselves stay on the wire.
 */
import { formatPath, parsePath } from './field_path.ts';
import type { JsonSchema } from './manifest.ts';
import { mappingsKey } from './mapping/mapped_object.ts';
import { isSchema } from './schema.ts';

type Path = readonly (string | number)[];

export interface WordedForm {
  /** The fields of the form, by name. */
  fields: Readonly<Record<string, JsonSchema>>;
  /** What is filled in: a mapping is named by its target. */
  config: unknown;
}

/** What one entry of a field is called, by its kind of control. */
const entryNames: Readonly<Record<string, string>> = {
  cases: 'case',
  conditions: 'condition',
  filters: 'filter',
  match: 'comparison',
  aggregations: 'result',
  approvers: 'approver',
};

/** Parts of entries that have no title of their own in a form. */
const partNames: Readonly<Record<string, string>> = {
  left: 'left side',
  right: 'right side',
  op: 'operator',
  source_path: 'source',
  target_field: 'target',
  transformation: 'transformation',
  default_value: 'default',
};

/** A case by the name that it has of its own, as it is read on its port; else by its number. */
export function caseWords(one: unknown, index: number): string {
  const label = isSchema(one) && typeof one.label === 'string' ? one.label.trim() : '';
  if (label === '') return `case ${index + 1}`;
  return /^case\s/i.test(label) ? `case${label.slice(4)}` : `case “${label}”`;
}

/** The title of a field, or its name where it has none. */
export function titleOf(name: string, schema: JsonSchema): string {
  return typeof schema.title === 'string' ? schema.title : name;
}

/** Where a wire path leads, in words. Never throws. */
export function fieldWords(field: string, { fields, config }: WordedForm): string {
  const [name, ...rest] = parsePath(field);
  if (typeof name !== 'string') return field;
  const schema = Object.hasOwn(fields, name) ? fields[name]! : {};
  const title = titleOf(name, schema);
  if (rest.length === 0 || (schema.field === 'duration' && rest[0] === 'value')) return title;
  const list = schema.field === 'mappings' ? 0 : rest.indexOf(mappingsKey) + 1;
  if (schema.field !== 'mappings' && list === 0)
    return wordsBelow(title, schema, rest, nameOfCase(schema, config, name, rest[0]));
  if (typeof rest[list] === 'number') return wordsOfMapping(rest.slice(list), [name, ...rest], config);
  return list > 1 ? wordsBelow(title, schema, rest.slice(0, list - 1), null) : title;
}

/** A sentence that begins with a path, with its words in the place of it. */
export function withFieldWords(message: string, field: string, form: WordedForm): string {
  return message.startsWith(`${field} `) ? fieldWords(field, form) + message.slice(field.length) : message;
}

function wordsOfMapping([index, ...parts]: Path, whole: Path, config: unknown): string {
  const mapping = valueAt(config, whole.slice(0, whole.length - parts.length));
  const target = isSchema(mapping) && typeof mapping.target_field === 'string' ? mapping.target_field : '';
  const place = target === '' ? `mapping ${Number(index) + 1}` : `mapping of ${target}`;
  const [part] = parts;
  return part === undefined ? place : `${partNames[part] ?? part} of the ${place}`;
}

function nameOfCase(schema: JsonSchema, config: unknown, name: string, index: Path[number] | undefined) {
  if (schema.field !== 'cases' || typeof index !== 'number') return null;
  return caseWords(valueAt(config, [name, index]), index);
}

function wordsBelow(title: string, schema: JsonSchema, [part, ...rest]: Path, called: string | null): string {
  const entry = isSchema(schema.items) ? schema.items : {};
  const name = entryNames[String(schema.field)] ?? singular(title);
  if (typeof part === 'number' && name !== null)
    return [...wordsInside(entry, rest, called ?? `${name} ${part + 1}`)].join(' of ');
  if (typeof part === 'string' && isSchema(schema.properties))
    return `${title} (${wordsInside(schema, [part, ...rest]).join(' of ')})`;
  if (typeof part === 'string' && schema.field === 'key_value' && name !== null)
    return wordsInside({}, rest, part === '' ? `${name} without a name` : `${name} ${shown(part)}`).join(
      ' of ',
    );
  return `${title} (${formatPath([part!, ...rest])})`;
}

/** A name with blanks would run into the sentence. */
const shown = (name: string) => (/^\S+$/.test(name) ? name : `“${name}”`);

/** From inside to outside. */
function wordsInside(schema: JsonSchema, [part, ...rest]: Path, ...outer: string[]): string[] {
  if (part === undefined) return outer;
  const properties = isSchema(schema.properties) ? schema.properties : {};
  const own = Object.hasOwn(properties, part) && isSchema(properties[part]) ? properties[part] : {};
  const word =
    typeof part === 'number' ? `entry ${part + 1}` : (partNames[part] ?? lowered(titleOf(part, own)));
  const [position, ...deeper] = rest;
  if (typeof position !== 'number') return [...(rest.length > 0 ? [formatPath(rest)] : []), word, ...outer];
  const items = isSchema(own.items) ? own.items : {};
  const name = entryNames[String(own.field ?? part)] ?? singular(word) ?? word;
  return wordsInside(items, deeper, `${name} ${position + 1}`, ...outer);
}

/** "Query parameters" → "query parameter"; null of what is no plural. */
function singular(title: string): string | null {
  return /[^s]s$/.test(title) ? lowered(title.slice(0, -1)) : null;
}

/** As in the middle of a sentence; what is written in capitals stays so. */
function lowered(title: string): string {
  return /^\p{Lu}\p{Ll}/u.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title;
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, key) =>
      typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[key] : undefined,
    value,
  );
}
