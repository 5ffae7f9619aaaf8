/**
 * An example of what a trigger receives, made from what the expressions of the workflow read: `trigger.data.customer.email`
 * gives `{ customer: { email: "ada@example.com" } }`. So the first test shows something before any real data came. Pure.
 */
import { type Definition, type Loops, loopsOf, sourceReferences, type WorkflowNode } from '@millrace/core';
import { isRecord } from '../document/edits/update_config.ts';
import { regionsOf } from '../expressions/regions.ts';

/** Fields that are expressions although no braces stand around them. */
const bareFields: ReadonlySet<string> = new Set([
  'condition',
  'expression',
  'source_path',
  'items',
  'left',
  'group_by',
  'field',
]);
const dataNames: ReadonlySet<string> = new Set(['data', 'payload']);
const roots = ['trigger', 'step', 'variables', 'workflow', 'execution', 'item', 'index', 'input'];

type Path = readonly string[];

/** The sample that the trigger carries, else an example of what is read; undefined when nothing of the trigger's data is. */
export function exampleInput(definition: Definition): unknown {
  const sample = definition.nodes.find((node) => node.type === 'trigger')?.config.sample;
  if (sample !== undefined) return sample;
  const known = new Set([...roots, ...definition.nodes.map((node) => node.key)]);
  const tree: Tree = { fields: new Map() };
  const lists = loopedLists(definition);
  for (const node of definition.nodes) {
    const input = inputPath(node);
    for (const path of referencesOf(node.config, '')) {
      const data =
        dataPath(path) ??
        (input && inputReference(path, input, known)) ??
        itemReference(path, lists.around(node.id));
      if (data) at(tree, data);
    }
    if (input && readsList(node)) at(tree, input).list = true;
  }
  for (const list of lists.all) at(tree, list).list = true;
  return tree.fields.size === 0 && !tree.list ? undefined : grown(tree, '');
}

/** An example of an item of a loop, made from what its body reads of it; undefined when nothing is. */
export function exampleItem(definition: Definition, loop: WorkflowNode, loops: Loops): unknown {
  const known = new Set([...roots, ...definition.nodes.map((node) => node.key)]);
  const tree: Tree = { fields: new Map() };
  let isRead = false;
  for (const node of definition.nodes) {
    const around = loops.around(node.id);
    if (!around.includes(loop.id)) continue;
    const below = ([root, second, ...rest]: Path): Path | null => {
      if (root === 'item' && around[0] === loop.id) return second === undefined ? rest : [second, ...rest];
      return root === loop.key && second === 'item' ? rest : null;
    };
    const [first] = node.subtype === 'data_transform' ? referencesOf(node.config.input, '') : [];
    const input = first ? below(first) : null;
    for (const path of referencesOf(node.config, '')) {
      const data = below(path) ?? (input && inputReference(path, input, known));
      if (!data) continue;
      isRead = true;
      at(tree, data);
    }
    if (input && readsList(node)) at(tree, input).list = true;
    if (node.subtype === 'loop' && node.config.mode !== 'while') {
      const [items] = referencesOf(node.config.items, 'items');
      const list = items && below(items);
      if (list) at(tree, list).list = true;
    }
  }
  return isRead ? grown(tree, 'item') : undefined;
}

/** The part of a path below the trigger's data. */
function dataPath([root, name, ...rest]: Path): Path | null {
  return root === 'trigger' && name !== undefined && dataNames.has(name) ? rest : null;
}

/** Where below the trigger's data the input of a transform lies, when it is read from there. */
function inputPath(node: WorkflowNode): Path | null {
  if (node.subtype !== 'data_transform' || typeof node.config.input !== 'string') return null;
  const [first] = referencesOf(node.config.input, '');
  return first ? dataPath(first) : null;
}

/** A field of the input that is read directly, or through `item`. */
function inputReference(path: Path, input: Path, known: ReadonlySet<string>): Path | null {
  const [root, ...rest] = path;
  if (root === 'item') return [...input, ...rest];
  return root !== undefined && !known.has(root) ? [...input, ...path] : null;
}

interface LoopedList {
  /** Of the loop. */
  key: string;
  path: Path;
}

/** The lists of the trigger's data over which loops run, and those of the loops around a node, the innermost first. */
function loopedLists(definition: Definition) {
  const loops = loopsOf(definition);
  const byLoop = new Map<string, LoopedList>();
  for (const { id, key, subtype, config } of definition.nodes) {
    if (subtype !== 'loop' || config.mode === 'while') continue;
    const [first] = referencesOf(config.items, 'items');
    const path = first && dataPath(first);
    if (path) byLoop.set(id, { key, path });
  }
  return {
    all: [...byLoop.values()].map(({ path }) => path),
    around: (nodeId: string) => loops.around(nodeId).map((loop) => byLoop.get(loop)),
  };
}

/** A field of the item of a loop around the node: `item.name`, or `loop.item.name`. */
function itemReference(path: Path, around: readonly (LoopedList | undefined)[]): Path | null {
  const [root, second, ...rest] = path;
  if (root === 'item') return around[0] ? [...around[0].path, ...path.slice(1)] : null;
  const named = second === 'item' ? around.find((list) => list?.key === root) : undefined;
  return named ? [...named.path, ...rest] : null;
}

function readsList(node: WorkflowNode): boolean {
  const { transform_type: type, ...config } = node.config;
  return (
    type === 'filter_array' ||
    type === 'aggregate' ||
    referencesOf(config, '').some(([root]) => root === 'item')
  );
}

/** Every static path that the expressions of a configuration read. */
export function referencesOf(value: unknown, field: string): Path[] {
  if (Array.isArray(value)) return value.flatMap((entry) => referencesOf(entry, field));
  if (isRecord(value)) return Object.entries(value).flatMap(([name, entry]) => referencesOf(entry, name));
  if (typeof value !== 'string') return [];
  const regions = regionsOf(value);
  if (regions.length > 0) return regions.flatMap(({ start, end }) => pathsIn(value.slice(start, end)));
  return bareFields.has(field) ? pathsIn(value) : [];
}

function pathsIn(source: string): Path[] {
  try {
    return sourceReferences(source).map((path) => [...path]);
  } catch {
    return [];
  }
}

interface Tree {
  fields: Map<string, Tree>;
  list?: boolean;
}

function at(tree: Tree, path: Path): Tree {
  let place = tree;
  for (const name of path) {
    if (/^\d+$/.test(name)) {
      place.list = true;
      continue;
    }
    let next = place.fields.get(name);
    if (!next) {
      next = { fields: new Map() };
      place.fields.set(name, next);
    }
    place = next;
  }
  return place;
}

function grown(tree: Tree, name: string): unknown {
  const one = tree.fields.size === 0 ? (tree.list ? {} : guess(name)) : fieldsOf(tree);
  return tree.list ? [one] : one;
}

function fieldsOf(tree: Tree): Record<string, unknown> {
  return Object.fromEntries([...tree.fields].map(([name, field]) => [name, grown(field, name)]));
}

/** What a field of this name usually holds. */
const guesses: readonly [RegExp, unknown][] = [
  [/e_?mail/i, 'ada@example.com'],
  [/(_at|date|time)$/i, '2026-01-15T10:00:00Z'],
  [/(url|link|website)$/i, 'https://example.com'],
  [/phone/i, '+49 30 1234567'],
  [/^(is_|has_)|^(vip|active|enabled|paid)$/i, true],
  [/(total|amount|price|sum|cost|revenue)/i, 120.5],
  [/(qty|quantity|count|number|age|stock|size)$/i, 2],
  [/^(items|lines|rows|entries|products|orders|tags)$/i, []],
  [/(^|_)id$/i, '1001'],
  [/currency/i, 'EUR'],
  [/country/i, 'DE'],
  [/status/i, 'active'],
  [/name$/i, 'Ada Lovelace'],
];

function guess(name: string): unknown {
  return guesses.find(([pattern]) => pattern.test(name))?.[1] ?? 'text';
}
