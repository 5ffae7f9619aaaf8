/**
 * The source data as a tree: earlier steps, their fields, and of a list the fields of its entries once (`order.items[].sku`),
 * however many entries it has. Children are made when they are looked at. Pure.
 */
import { type Shape, shapeOfValue } from '@millrace/core';
import { pathText } from '../expressions/regions.ts';
import type { ScopeSource } from '../expressions/sample_scope.ts';

export interface SourceNode {
  /** Names from the root, `0` for the entry of a list: as expressions are read. */
  id: string;
  /** The expression that reads it. */
  path: string;
  name: string;
  depth: number;
  type: Shape['type'];
  /** Of the sample; of the fields of a list's entries that of the first entry which has one. */
  value: unknown;
  /** Entries of a list. */
  count: number | null;
  /** A root: the step that it comes from. */
  source: ScopeSource | null;
  shape: Shape;
  /** What stands for the children: the values of the entries of a list, else the one value. */
  values: readonly unknown[];
}

const separator = '\u0000';
const unknown: Shape = { type: 'unknown' };
/** Entries of a list that are asked for fields. */
const askedEntries = 20;

/** The key of what an expression reads: `trigger.payload` is `trigger.data`, `step.order.output` is `order`. */
export function sourceId(path: readonly string[]): string {
  const [first, second, third, ...rest] = path;
  if (first === 'step' && second !== undefined && third === 'output')
    return [second, ...rest].join(separator);
  if (first === 'trigger' && second === 'payload')
    return ['trigger', 'data', ...path.slice(2)].join(separator);
  return path.join(separator);
}

/** The ids of what lies around it, from outside. */
export function idsAround(id: string): string[] {
  const parts = id.split(separator);
  return parts.slice(1).map((_, at) => parts.slice(0, at + 1).join(separator));
}

export function sourceRoots(
  sources: readonly ScopeSource[],
  shapes: Readonly<Record<string, Shape>>,
): SourceNode[] {
  return sources.map((source) => {
    const shape = shapes[source.name] ?? shapeOfValue(source.value);
    const node = nodeOf(source.name, source.name, source.label, 0, shape, [source.value]);
    return { ...node, source };
  });
}

function nodeOf(
  id: string,
  path: string,
  name: string,
  depth: number,
  shape: Shape,
  values: readonly unknown[],
): SourceNode {
  const value = values.find((one) => one !== undefined && one !== null) ?? values[0];
  const seen = value === undefined || value === null ? shape.type : shapeType(value);
  const type = seen === 'nothing' ? shape.type : seen;
  return {
    id,
    path,
    name,
    depth,
    type,
    value,
    count: Array.isArray(value) ? value.length : null,
    source: null,
    shape: shape.type === type ? shape : unknown,
    values,
  };
}

function shapeType(value: unknown): Shape['type'] {
  if (typeof value === 'string') return 'text';
  if (typeof value === 'number' || typeof value === 'boolean') return typeof value as 'number' | 'boolean';
  if (Array.isArray(value)) return 'list';
  return value instanceof Date ? 'date' : 'object';
}

const known = new WeakMap<SourceNode, SourceNode[]>();

/** The fields of an object, or of the entries of a list. */
export function childrenOf(node: SourceNode): SourceNode[] {
  const found = known.get(node) ?? makeChildren(node);
  known.set(node, found);
  return found;
}

export function isFoldable(node: SourceNode): boolean {
  return (node.type === 'object' || node.type === 'list') && childrenOf(node).length > 0;
}

function makeChildren(node: SourceNode): SourceNode[] {
  if (node.type === 'object') return fieldsOf(node, node.id, node.path, node.shape, node.values);
  if (node.type !== 'list') return [];
  const entries = node.values.flatMap((list) => (Array.isArray(list) ? list.slice(0, askedEntries) : []));
  const shape = node.shape.item ?? unknown;
  const id = `${node.id}${separator}0`;
  const path = `${node.path}[]`;
  const objects = entries.some(isRecord) || shape.type === 'object';
  if (objects) return fieldsOf(node, id, path, shape, entries);
  return entries.length === 0 && shape.type === 'unknown'
    ? []
    : [nodeOf(id, path, '[]', node.depth + 1, shape, entries)];
}

function fieldsOf(
  node: SourceNode,
  id: string,
  path: string,
  shape: Shape,
  values: readonly unknown[],
): SourceNode[] {
  const objects = values.filter(isRecord);
  const names = new Set([...objects.flatMap(Object.keys), ...Object.keys(shape.fields ?? {})]);
  // It is another name of `data`.
  if (id === 'trigger' && names.has('data')) names.delete('payload');
  return [...names].map((name) =>
    nodeOf(
      id === '' ? name : `${id}${separator}${name}`,
      pathText(path, [name]),
      name,
      node.depth + 1,
      (Object.hasOwn(shape.fields ?? {}, name) ? shape.fields?.[name] : undefined) ?? unknown,
      objects.map((object) => (Object.hasOwn(object, name) ? object[name] : undefined)),
    ),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** How deep a search looks, and at how much. */
const searched = { depth: 8, nodes: 5_000 };

/** The rows that are shown: what is unfolded, or with a word what contains it in its name or value, and what is around that. */
export function sourceRows(
  roots: readonly SourceNode[],
  isOpen: (node: SourceNode) => boolean,
  word: string,
): SourceNode[] {
  const rows: SourceNode[] = [];
  const wanted = word.trim().toLowerCase();
  let left = searched.nodes;
  const add = (node: SourceNode): void => {
    rows.push(node);
    if (isFoldable(node) && isOpen(node)) for (const child of childrenOf(node)) add(child);
  };
  const find = (node: SourceNode): boolean => {
    if (--left < 0) return false;
    const at = rows.length;
    rows.push(node);
    const inside = node.depth < searched.depth && childrenOf(node).map(find).some(Boolean);
    if (inside || contains(node, wanted)) return true;
    rows.length = at;
    return false;
  };
  for (const root of roots) wanted === '' ? add(root) : find(root);
  return rows;
}

function contains({ name, value, source }: SourceNode, word: string): boolean {
  if (name.toLowerCase().includes(word) || source?.name.toLowerCase().includes(word)) return true;
  return (
    typeof value !== 'object' &&
    String(value ?? '')
      .toLowerCase()
      .includes(word)
  );
}

/** Every field below, without the objects around them; not endless. */
export function leavesOf(roots: readonly SourceNode[], most = 2_000): SourceNode[] {
  const leaves: SourceNode[] = [];
  const visit = (node: SourceNode): void => {
    if (leaves.length >= most || node.depth > searched.depth) return;
    if (!isFoldable(node)) leaves.push(node);
    else for (const child of childrenOf(node)) visit(child);
  };
  for (const root of roots) visit(root);
  return leaves;
}
