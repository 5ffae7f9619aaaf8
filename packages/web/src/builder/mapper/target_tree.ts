/**
 * The target as a tree: what the schema of the field says, what a pasted sample shows, fields that were added by name, and
 * whatever is mapped already. Pure.
 */
import {
  each,
  type JsonSchema,
  parseTargetPath,
  type Shape,
  shapeOfSchema,
  type TargetPart,
  targetText,
} from '@millrace/core';

export interface TargetNode {
  /** The target field that writes it: `customer.name`, `lines[].sku`. */
  id: string;
  /** Its name in what is around it; `[]` for the entries of a list of single values. */
  name: string;
  title: string | null;
  description: string | null;
  depth: number;
  /** What is known of it. */
  shape: Shape;
  required: boolean;
  /** The schema has it, so that it cannot be taken away. */
  fixed: boolean;
  children: TargetNode[];
}

export interface TargetInput {
  schema: JsonSchema | null;
  sample: Shape | null;
  /** Target fields that were added, and those of the mappings. */
  fields: readonly string[];
}

const unknown: Shape = { type: 'unknown' };
const deepest = 12;

export function targetTree({ schema, sample, fields }: TargetInput): TargetNode[] {
  const root = made([], '', unknown, -1);
  if (schema) addSchema(root, [], schema, schema);
  if (sample) addShape(root, [], sample);
  for (const field of fields) addField(root, field);
  return root.children;
}

function made(path: readonly TargetPart[], name: string, shape: Shape, depth: number): TargetNode {
  return {
    id: targetText(path),
    name,
    title: null,
    description: null,
    depth,
    shape,
    required: false,
    fixed: false,
    children: [],
  };
}

function child(node: TargetNode, path: readonly TargetPart[], shape: Shape): TargetNode {
  const part = path.at(-1)!;
  const name = part === each ? '[]' : typeof part === 'number' ? `[${part}]` : part;
  const id = targetText(path);
  const known = node.children.find((one) => one.id === id);
  if (known) {
    if (known.shape.type === 'unknown') known.shape = shape;
    return known;
  }
  const next = made(path, name, shape, node.depth + 1);
  node.children.push(next);
  return next;
}

type Schema = Readonly<Record<string, unknown>>;

function record(value: unknown): Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Schema) : {};
}

/** The part of a schema that says what fields there are. */
function resolved(given: Schema, root: JsonSchema, depth = 0): Schema {
  if (depth > deepest) return {};
  if (typeof given.$ref === 'string') {
    const name = given.$ref.replace(/^#\/(\$defs|definitions)\//, '');
    const target = given.$ref === '#' ? root : record(root.$defs ?? root.definitions)[name];
    return resolved({ ...record(target), ...without(given, '$ref') }, root, depth + 1);
  }
  const branches = given.anyOf ?? given.oneOf;
  if (!Array.isArray(branches)) return given;
  const chosen =
    branches.map(record).find((branch) => branch.properties || branch.items) ?? record(branches[0]);
  return resolved({ ...chosen, ...without(given, 'anyOf', 'oneOf') }, root, depth + 1);
}

function without(schema: Schema, ...names: string[]): Schema {
  return Object.fromEntries(Object.entries(schema).filter(([name]) => !names.includes(name)));
}

function addSchema(node: TargetNode, path: readonly TargetPart[], given: Schema, root: JsonSchema): void {
  if (path.length > deepest) return;
  const schema = resolved(given, root);
  if (schema.items !== undefined && !Array.isArray(schema.items)) {
    const items = resolved(record(schema.items), root);
    if (items.properties) addSchema(node, [...path, each], items, root);
    else addEntry(node, [...path, each], shapeIn(items, root));
    return;
  }
  const required = new Set(Array.isArray(schema.required) ? schema.required : []);
  for (const [name, property] of Object.entries(record(schema.properties))) {
    const field = resolved(record(property), root);
    const next = child(node, [...path, name], shapeIn(field, root));
    next.title = typeof field.title === 'string' ? field.title : null;
    next.description = typeof field.description === 'string' ? field.description : null;
    next.required = required.has(name) && field.default === undefined;
    next.fixed = true;
    addSchema(next, [...path, name], field, root);
  }
}

function addEntry(node: TargetNode, path: readonly TargetPart[], shape: Shape): void {
  child(node, path, shape).fixed = true;
}

function shapeIn(schema: Schema, root: JsonSchema): Shape {
  return shapeOfSchema({ ...schema, $defs: root.$defs ?? root.definitions } as JsonSchema);
}

function addShape(node: TargetNode, path: readonly TargetPart[], shape: Shape): void {
  if (path.length > deepest) return;
  if (shape.type === 'list' && path.length > 0) {
    const item = shape.item ?? unknown;
    if (item.type === 'object') addShape(node, [...path, each], item);
    else if (item.type !== 'unknown' && item.type !== 'list') child(node, [...path, each], item);
  }
  for (const [name, field] of Object.entries(shape.fields ?? {}))
    addShape(child(node, [...path, name], field), [...path, name], field);
}

/** The rows of one target field, with all that is around it. One that cannot be read stands as it is. */
function addField(root: TargetNode, field: string): void {
  const path = pathOf(field);
  if (!path) {
    if (!root.children.some((one) => one.id === field))
      root.children.push({ ...made([], field, unknown, 0), id: field });
    return;
  }
  let node = root;
  let at: TargetPart[] = [];
  for (const [index, part] of path.entries()) {
    at = [...at, part];
    const next = path[index + 1];
    const shape: Shape = {
      type: typeof next === 'string' ? 'object' : next === undefined ? 'unknown' : 'list',
    };
    // The entries of a list of objects have no row of their own: their fields stand below the list.
    if (part === each && next !== undefined) continue;
    node = child(node, at, shape);
  }
}

/** The path of a target field; null for one that cannot be. */
export function pathOf(field: string): readonly TargetPart[] | null {
  try {
    return parseTargetPath(field);
  } catch {
    return null;
  }
}

/** One way to write a target field, so that it is found however it was written. */
export function sameField(field: string): string {
  const path = pathOf(field);
  return path ? targetText(path) : field;
}

/** The rows that are shown: what is unfolded, or with a word what contains it, and what is around that. */
export function targetRows(
  nodes: readonly TargetNode[],
  isOpen: (node: TargetNode) => boolean,
  word: string,
): TargetNode[] {
  const wanted = word.trim().toLowerCase();
  if (wanted === '')
    return nodes.flatMap((node) => [node, ...(isOpen(node) ? targetRows(node.children, isOpen, '') : [])]);
  return nodes.flatMap((node) => {
    const inside = targetRows(node.children, isOpen, word);
    const found = [node.name, node.title ?? '', node.id].some((text) => text.toLowerCase().includes(wanted));
    return found || inside.length > 0 ? [node, ...inside] : [];
  });
}

export function allTargets(nodes: readonly TargetNode[]): TargetNode[] {
  return nodes.flatMap((node) => [node, ...allTargets(node.children)]);
}

/** What a mapping can fill: what has no fields of its own. */
export function targetLeaves(nodes: readonly TargetNode[]): TargetNode[] {
  return allTargets(nodes).filter((node) => node.children.length === 0);
}
