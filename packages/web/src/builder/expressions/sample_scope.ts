/**
 * The data on which expressions of a node show their result: what the last test or run gave, else what can be computed
 * from the configuration, else an example made from the output schema. Pure.
 */
import {
  type AppManifest,
  type Definition,
  type Loops,
  loopsOf,
  type OperationManifest,
  parseDefinition,
  type Shape,
  shapeOfSchema,
  shapeOfValue,
  topologicalOrder,
  upstream,
  type WorkflowNode,
} from '@millrace/core';
import { isRecord } from '../document/edits/update_config.ts';
import { exampleInput } from '../results/example_input.ts';
import { type Samples, sampleOf } from '../results/samples.ts';
import { inputOf, loopItems, type Making, madeUp } from './made_up.ts';
import { type KnownOrigin, type Origin, originOfText } from './origin.ts';

/** One root of the variable picker. */
export interface ScopeSource {
  /** How expressions call it. */
  name: string;
  label: string;
  /** The node it comes from; null for variables, workflow and execution. */
  node: WorkflowNode | null;
  value: unknown;
  /** Pinned, or from a real test or run: not made up. */
  real: boolean;
  /** Where its value is from, or what it was worked out on; none where it is as it will be. */
  origin?: Origin;
  /** Of the input: the names by which it is read, besides those of its fields. */
  names?: readonly string[];
}

export interface ScopeInput {
  definition: Definition;
  nodeId: string;
  manifests: readonly AppManifest[];
  samples: Samples;
  variables: Readonly<Record<string, unknown>>;
  workflow: { id: string; name: string };
}

export interface SampleScope {
  scope: Record<string, unknown>;
  shapes: Record<string, Shape>;
  sources: ScopeSource[];
}

/** The operation behind a kind of node: triggers and control nodes are in `core`, actions in `builtin`. */
export function operationOf(
  manifests: readonly AppManifest[],
  subtype: string,
): OperationManifest | undefined {
  for (const id of ['core', 'builtin']) {
    const found = manifests
      .find((app) => app.id === id)
      ?.operations.find((operation) => operation.id === subtype);
    if (found) return found;
  }
  return undefined;
}

/** Everything an expression of this node may read, with sample values and their shapes. */
export function sampleScope(input: ScopeInput): SampleScope {
  const { definition, nodeId, manifests, samples } = input;
  const before = upstream(definition, nodeId);
  const loops = loopsOf(definition);
  const around = loops.around(nodeId);
  // What ran in another loop has no single value: its key is null out here.
  const visible = ({ id }: WorkflowNode) => {
    const loop = loops.loopOf(id);
    return loop === null || around.includes(loop);
  };
  const all = topologicalOrder(definition) ?? definition.nodes;
  const order = all.filter((node) => before.has(node.id) && node.id !== nodeId && visible(node));
  const making = makingOf(input, loops, all);
  const result: SampleScope = { scope: {}, shapes: {}, sources: [] };
  const steps: Record<string, { output: unknown }> = {};
  /** `item`, of the innermost loop so far. */
  let item: KnownOrigin[] = [];
  for (const node of order) {
    if (around.includes(node.id)) {
      item = addRound(result, node, making, { item, innermost: node.id === around[0] });
      continue;
    }
    const operation = operationOf(manifests, node.subtype);
    const trigger = node.type === 'trigger';
    const sample = sampleOf(samples, node);
    const names = { scope: result.scope, origins: result.sources };
    const { value: known, origin } = sample ?? madeUp(node, making, names);
    const value = trigger ? withPayload(known) : known;
    const name = trigger ? 'trigger' : node.key;
    result.scope[name] = value;
    if (!trigger) steps[node.key] = { output: value };
    const real = sample !== undefined;
    result.shapes[name] = shapeFor(node, operation, value, real);
    result.sources.push({ name, label: node.label, node, value, real, ...(origin && { origin }) });
  }
  const own = definition.nodes.find((node) => node.id === nodeId);
  // The condition of a loop is looked at once for each round.
  if (own?.subtype === 'loop' && own.config.mode === 'while') addNames(result, { item: null, index: 0 });
  addFixed(result, input, steps, resumeUrls(definition.nodes.filter(visible)));
  return result;
}

function makingOf(
  { definition, samples, manifests }: ScopeInput,
  loops: Loops,
  order: readonly WorkflowNode[],
): Making {
  const operation = ({ subtype }: WorkflowNode) => operationOf(manifests, subtype);
  return { definition, samples, loops, order, operationOf: operation };
}

/** What a node would give that has not run. */
export function exampleOutput(input: ScopeInput): unknown {
  const { definition, nodeId } = input;
  const node = definition.nodes.find(({ id }) => id === nodeId);
  if (!node) return undefined;
  const { scope, sources } = sampleScope(input);
  const making = makingOf(input, loopsOf(definition), topologicalOrder(definition) ?? definition.nodes);
  return madeUp(node, making, { scope, origins: sources }).value;
}

/** What an expression sees that is read before the first step: the trigger, and what is always there. */
export function startScope(input: Omit<ScopeInput, 'nodeId'>): SampleScope & { node: WorkflowNode } {
  const trigger = input.definition.nodes.find((node) => node.type === 'trigger');
  const first = { id: 'first_step', type: 'control', subtype: 'merge' };
  const definition = parseDefinition({
    nodes: trigger ? [trigger, first] : [first],
    edges: trigger ? [{ source: trigger.id, target: first.id }] : [],
  });
  const node = definition.nodes.at(-1)!;
  // The example of what comes in is made from what all steps read.
  const example = trigger && !sampleOf(input.samples, trigger) && trigger.subtype !== 'schedule';
  const samples = example
    ? { ...input.samples, trigger: { data: exampleInput(input.definition) ?? {} } }
    : input.samples;
  const { sources, ...rest } = sampleScope({ ...input, definition, nodeId: node.id, samples });
  const told = sources.map((source) =>
    example && source.node === trigger ? { ...source, real: false, origin: 'schema' as const } : source,
  );
  return { node, ...rest, sources: told };
}

/** What the body of a loop sees of it: `loop.item` and `loop.index`, and of the innermost one also `item` and `index`. */
function addRound(
  result: SampleScope,
  loop: WorkflowNode,
  making: Making,
  outer: { item: readonly KnownOrigin[]; innermost: boolean },
): KnownOrigin[] {
  const names = { scope: result.scope, origins: [...outer.item, ...result.sources] };
  const { items, origin } = loopItems(loop, making, names);
  const round = { item: items[0], index: 0 };
  const real = items.length > 0 && origin !== 'schema';
  const item: Shape = items.length > 0 ? opened(shapeOfValue(round.item)) : { type: 'unknown' };
  const shape: Shape = { type: 'object', fields: { item, index: { type: 'number' } } };
  result.scope[loop.key] = round;
  result.shapes[loop.key] = shape;
  // Loops come from outside to inside: the items of an inner one are computed from the item of the outer one.
  Object.assign(result.scope, round);
  Object.assign(result.shapes, shape.fields);
  const source = { node: loop, real, ...(origin && { origin }) };
  if (outer.innermost)
    result.sources.push({ name: 'item', label: `Item of ${loop.label}`, value: round.item, ...source });
  result.sources.push({ name: loop.key, label: `Round of ${loop.label}`, value: round, ...source });
  return [{ name: 'item', origin }];
}

function addNames(result: SampleScope, values: Record<string, unknown>): void {
  Object.assign(result.scope, values);
  for (const name of Object.keys(values)) result.shapes[name] = { type: 'unknown' };
}

/** The addresses that end waits and decide approvals, which an earlier or parallel step can send. */
function resumeUrls(nodes: readonly WorkflowNode[]): Record<string, string> {
  const waiting = nodes.filter(
    ({ subtype, config }) => subtype === 'approval' || (subtype === 'wait' && config.mode === 'callback'),
  );
  const page = (node: WorkflowNode) => (node.subtype === 'approval' ? 'approve' : 'resume');
  return Object.fromEntries(waiting.map((node) => [node.key, `https://millrace.example/${page(node)}/…`]));
}

function addFixed(
  result: SampleScope,
  { variables, workflow }: ScopeInput,
  steps: Record<string, unknown>,
  resume_urls: Record<string, string>,
): void {
  const execution = {
    id: '01997a60-0000-7000-8000-000000000000',
    trigger_type: 'manual',
    created_at: '2026-01-01T00:00:00.000Z',
    retry_of: null,
    ...(Object.keys(resume_urls).length > 0 ? { resume_urls } : {}),
  };
  const fixed: [string, string, unknown][] = [
    ['variables', 'Variables', variables],
    ['workflow', 'Workflow', { ...workflow, version: 1 }],
    ['execution', 'Execution', execution],
  ];
  for (const [name, label, value] of fixed) {
    result.scope[name] = value;
    result.shapes[name] = name === 'variables' ? shapeOfValue(value) : opened(shapeOfValue(value));
    const empty = name === 'variables' && Object.keys(variables).length === 0;
    if (!empty) result.sources.push({ name, label, node: null, value, real: name === 'variables' });
  }
  result.scope.step = steps;
  result.shapes.step = opened(shapeOfValue(steps));
}

/**
 * What a field sees that reads the fields of the node's input directly (`input`), or those of each of its entries (`item`,
 * with `item` and `index`). Names of the workflow win over fields of the data, as when it runs.
 */
export function scopedSample<Base extends SampleScope>(
  base: Base,
  node: WorkflowNode,
  scope: 'input' | 'item',
  at = 0,
): SampleScope {
  const input = inputOf(node, base.scope);
  if (input === undefined) return base;
  const entries = Array.isArray(input);
  const entry: unknown = entries ? input[at] : input;
  const own: Record<string, unknown> = { input: scope === 'input' ? entry : input };
  if (entries) Object.assign(own, { item: entry, index: at });
  const fields = isRecord(entry) ? entry : {};
  const narrowed = { ...fields, ...base.scope, ...own };
  const shapes = { ...shapesOf(fields), ...base.shapes, ...shapesOf(own) };
  const shown = isRecord(entry) ? entry : own;
  const label = entries ? 'Entry of the input' : 'Input';
  const { input: text } = node.config;
  const origin = typeof text === 'string' ? originOfText(text, true, base.sources) : null;
  const source: ScopeSource = {
    name: '',
    label,
    node: null,
    value: shown,
    real: origin !== 'schema',
    names: Object.keys(own),
    ...(origin && { origin }),
  };
  return { scope: narrowed, shapes, sources: [source, ...base.sources] };
}

function shapesOf(values: Record<string, unknown>): Record<string, Shape> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, shapeOfValue(value)]));
}

/** `payload` is another name of `data`. */
function withPayload(trigger: unknown): unknown {
  if (typeof trigger !== 'object' || trigger === null) return { data: trigger ?? {}, payload: trigger ?? {} };
  const { data, ...rest } = trigger as { data?: unknown };
  // What came in is what people look for; how it came in stands after it.
  return { data, ...rest, payload: data };
}

/** Real data tells its shape, but may lack what other answers have: then the schema's fields count as well. */
function shapeFor(
  node: WorkflowNode,
  operation: OperationManifest | undefined,
  value: unknown,
  real: boolean,
): Shape {
  if (node.type === 'trigger') return opened(shapeOfValue(value));
  if (real || node.subtype === 'data_transform') return shapeOfValue(value);
  if (node.subtype === 'loop') return loopShape(operation, value);
  return operation ? shapeOfSchema(operation.output) : { type: 'unknown' };
}

/** Of a loop that has not run: what the schema says, and the fields that its example shows. */
function loopShape(operation: OperationManifest | undefined, value: unknown): Shape {
  const declared: Shape = operation ? shapeOfSchema(operation.output) : { type: 'object', fields: {} };
  const shown = shapeOfValue(value).fields ?? {};
  const lists = ['items', 'results'].flatMap((name): [string, Shape][] => {
    const list = shown[name];
    return list?.item ? [[name, { ...list, item: opened(list.item) }]] : [];
  });
  return { ...declared, fields: { ...declared.fields, ...Object.fromEntries(lists) } };
}

/** An object that may have other fields than the sample shows. */
function opened(shape: Shape): Shape {
  if (shape.type !== 'object') return shape;
  const fields = Object.fromEntries(
    Object.entries(shape.fields ?? {}).map(([name, field]) => [
      name,
      field.type === 'object' ? opened(field) : field,
    ]),
  );
  return { ...shape, fields, open: true };
}
