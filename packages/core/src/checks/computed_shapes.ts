/**
 * The shapes of what nodes give that only compute: transforms, merges, and nodes that are turned off. They follow from what
 * comes in, so that a type is known as far as it flows. What cannot be told is unknown, and never a problem.
 */
import type { WorkflowNode } from '../definition.ts';
import { infer } from '../expression/infer.ts';
import { fieldMappingSchema } from '../mapping/field_mapping.ts';
import { inferMapping, shapeOfTargets } from '../mapping/infer_mapping.ts';
import { parseTargetPath, type TargetPath, TargetPathError } from '../mapping/target_path.ts';
import { mergeShapes, ownField, type Shape, shapeOfValue } from '../shape.ts';
import { aggregationSchema, groupName, resultName } from '../transform/aggregate.ts';
import { expressionsOf } from './node_expressions.ts';
import { isBlank, type Subject } from './subject.ts';

/** What is known of the nodes before. */
export interface Known {
  output(node: WorkflowNode): Shape;
  /** What a node sees under these names. */
  names(node: WorkflowNode, names: Iterable<string>): Record<string, Shape>;
  /** What a node of its body gets from a loop. */
  item(loop: WorkflowNode): Shape;
}

const unknown: Shape = { type: 'unknown' };
const number: Shape = { type: 'number' };
const list = (item: Shape): Shape => ({ type: 'list', item });

/** Null for a node that does not only compute. */
export function computedShape(subject: Subject, node: WorkflowNode, known: Known): Shape | null {
  if (node.disabled && node.type !== 'trigger') return passedShape(subject, node, known);
  if (node.subtype === 'merge') return mergedShape(subject, node, known);
  return node.subtype === 'data_transform' ? transformedShape(subject, node, known) : null;
}

/** What comes in over an edge: of the loop around the node its item. */
function arrivals(subject: Subject, node: WorkflowNode, known: Known): { key: string; shape: Shape }[] {
  const around = subject.loops.around(node.id);
  const sources = new Set(subject.graph.incoming(node.id).map((edge) => edge.source));
  return [...sources].flatMap((id) => {
    const source = subject.graph.node(id);
    if (!source || source === node) return [];
    const shape = around.includes(id) ? known.item(source) : known.output(source);
    return [{ key: source.key, shape }];
  });
}

function passedShape(subject: Subject, node: WorkflowNode, known: Known): Shape {
  const arriving = arrivals(subject, node, known);
  return arriving.length === 1 ? arriving[0]!.shape : byKey(arriving);
}

/** One that did not come is not there. */
function byKey(arriving: readonly { key: string; shape: Shape }[]): Shape {
  const fields = arriving.map(({ key, shape }): [string, Shape] => [key, { ...shape, optional: true }]);
  return { type: 'object', fields: Object.fromEntries(fields) };
}

function mergedShape(subject: Subject, node: WorkflowNode, known: Known): Shape {
  const arriving = arrivals(subject, node, known);
  const { mode = 'all' } = node.config;
  if (mode === 'all') return byKey(arriving);
  if (arriving.length === 0) return unknown;
  const shapes = arriving.map(({ shape }) => shape);
  if (mode === 'first') return shapes.reduce(mergeShapes);
  if (mode !== 'append') return unknown;
  return list(
    shapes.map((shape) => (shape.type === 'list' ? (shape.item ?? unknown) : shape)).reduce(mergeShapes),
  );
}

function transformedShape(subject: Subject, node: WorkflowNode, known: Known): Shape {
  const input = inputShape(subject, node, known);
  switch (node.config.transform_type ?? 'map_fields') {
    case 'map_fields':
      return mappedFields(subject, node, known, input);
    case 'filter_array':
      return input?.type === 'list' ? input : unknown;
    case 'aggregate':
      return aggregated(node);
    case 'custom':
      return inferred(node.config.expression, seen(subject, node, known, input, 'expression'));
    default:
      return unknown;
  }
}

/** Null where there is none. */
function inputShape(subject: Subject, node: WorkflowNode, known: Known): Shape | null {
  const { input } = node.config;
  if (isBlank(input)) return null;
  if (typeof input !== 'string') return JSON.stringify(input).includes('{{') ? unknown : shapeOfValue(input);
  return inferred(input, known.names(node, rootsOf(subject, node, 'input')));
}

/** What the fields of a transform read directly: its input, of a list each of its entries. */
export function entryShape(subject: Subject, node: WorkflowNode, known: Known): Shape {
  const input = inputShape(subject, node, known) ?? unknown;
  return input.type === 'list' ? (input.item ?? unknown) : input;
}

function inferred(source: unknown, shapes: Record<string, Shape>): Shape {
  if (typeof source !== 'string' || source.trim() === '') return unknown;
  const found = infer(source, shapes);
  return 'shape' in found ? found.shape : unknown;
}

function mappedFields(subject: Subject, node: WorkflowNode, known: Known, input: Shape | null): Shape {
  const { mappings } = node.config;
  // An input of which nothing is known may be a list, which is mapped entry by entry.
  if (!Array.isArray(mappings) || input?.type === 'unknown' || input?.type === 'nothing') return unknown;
  const entry = input?.type === 'list' ? (input.item ?? unknown) : input;
  const shapes = seen(subject, node, known, entry, 'mappings', input);
  const targets = mappings.flatMap((mapping: unknown) => {
    const parsed = fieldMappingSchema.safeParse(mapping);
    const path = parsed.success ? targetOf(parsed.data.target_field) : null;
    if (!parsed.success || !path) return [];
    const found = inferMapping(parsed.data, shapes);
    const shape = 'shape' in found ? found.shape : unknown;
    // What is empty and has no default is left out.
    return [{ path, shape: parsed.data.required ? shape : { ...shape, optional: true } }];
  });
  const mapped = shapeOfTargets(targets);
  return input?.type === 'list' ? list(mapped) : mapped;
}

function targetOf(target: string): TargetPath | null {
  try {
    return parseTargetPath(target);
  } catch (error) {
    if (error instanceof TargetPathError) return null;
    throw error;
  }
}

function aggregated(node: WorkflowNode): Shape {
  const { aggregations, group_by: by } = node.config;
  if (!Array.isArray(aggregations)) return unknown;
  const fields = aggregations.flatMap((one: unknown): [string, Shape][] => {
    const parsed = aggregationSchema.safeParse(one);
    if (!parsed.success) return [];
    const counts = parsed.data.op !== 'min' && parsed.data.op !== 'max';
    return [[resultName(parsed.data), counts ? { ...number, optional: true } : unknown]];
  });
  const results = Object.fromEntries(fields);
  if (typeof by !== 'string' || by.trim() === '') return { type: 'object', fields: results };
  return list({ type: 'object', fields: { [groupName(by)]: unknown, ...results } });
}

/** The names that a field reads; those that are none of the workflow are fields of the entry. */
function seen(
  subject: Subject,
  node: WorkflowNode,
  known: Known,
  entry: Shape | null,
  field: string,
  input: Shape | null = entry,
): Record<string, Shape> {
  const names = rootsOf(subject, node, field);
  const shapes = known.names(node, names);
  if (entry === null) return shapes;
  for (const name of names) {
    if (name === 'input') shapes.input = input!;
    else if (input?.type === 'list' && name === 'item') shapes.item = entry;
    else if (input?.type === 'list' && name === 'index') shapes.index = number;
    else if (!subject.byKey.has(name) && !ofWorkflow.has(name))
      shapes[name] = ownField(entry.fields, name) ?? unknown;
  }
  return shapes;
}

const ofWorkflow: ReadonlySet<string> = new Set(['trigger', 'step', 'workflow', 'execution', 'variables']);

function rootsOf(subject: Subject, node: WorkflowNode, field: string): Set<string> {
  const own = expressionsOf(subject, node).references.filter(
    (reference) => reference.field === field || reference.field.startsWith(`${field}[`),
  );
  return new Set(own.map(({ path }) => path[0]!));
}
