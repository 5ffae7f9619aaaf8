/**
 * What a node would give that has not run: a transform and the rounds of a loop as they come out on the sample data, all else an
 * example made from the output schema. Each says from what it was worked out. Pure.
 */
import {
  compileTemplate,
  type Definition,
  type Loops,
  nodeKind,
  type OperationManifest,
  sampleOfSchema,
  type WorkflowNode,
} from '@millrace/core';
import { isRecord } from '../document/edits/update_config.ts';
import { previewTransform } from '../properties/transform/preview_transform.ts';
import { exampleInput, exampleItem, referencesOf } from '../results/example_input.ts';
import { type Samples, sampleOf } from '../results/samples.ts';
import { type KnownOrigin, type Origin, originOfPaths, originOfText, weakest } from './origin.ts';

export interface Made {
  value: unknown;
  /** Of what it was worked out; null where it follows from the configuration alone. */
  origin: Origin | null;
}

export interface Making {
  definition: Definition;
  samples: Samples;
  loops: Loops;
  /** Every node after those that lead to it. */
  order: readonly WorkflowNode[];
  operationOf: (node: WorkflowNode) => OperationManifest | undefined;
}

/** The names that are known so far, and where each is from. */
export interface Names {
  scope: Record<string, unknown>;
  origins: readonly KnownOrigin[];
}

export function madeUp(node: WorkflowNode, making: Making, names: Names): Made {
  const made = (value: unknown): Made => ({ value, origin: 'schema' });
  if (node.subtype === 'data_transform') {
    const value = transformed(node, names.scope);
    if (value !== undefined) return { value, origin: originOfConfig(node, names) };
  }
  if (node.subtype === 'loop') return loopExample(node, making, names);
  if (nodeKind(node.subtype).type === 'trigger' && node.subtype !== 'schedule')
    return made({ data: exampleInput(making.definition) ?? {} });
  const operation = making.operationOf(node);
  return made(operation && sampleOfSchema(operation.output));
}

/** The items of a loop as far as they are known, else one made from what its body reads. */
export function loopItems(
  loop: WorkflowNode,
  { samples, definition, loops }: Pick<Making, 'samples' | 'definition' | 'loops'>,
  { scope, origins }: Names,
): { items: unknown[]; origin: Origin | null } {
  const { mode, items } = loop.config;
  const given = mode === 'while' ? undefined : evaluated(items, scope);
  if (Array.isArray(given) && given.length > 0) {
    const origin = typeof items === 'string' ? originOfText(items, true, origins) : null;
    return { items: given, origin };
  }
  const ran = sampleOf(samples, loop);
  if (ran && isRecord(ran.value) && Array.isArray(ran.value.items) && ran.value.items.length > 0)
    return { items: ran.value.items, origin: ran.origin };
  const item = mode === 'while' ? undefined : exampleItem(definition, loop, loops);
  return { items: item === undefined ? [] : [item], origin: 'schema' };
}

/** More rounds say nothing new. */
const mostRounds = 3;

/** A loop that went well: for each item what the last nodes of its body give. */
function loopExample(loop: WorkflowNode, making: Making, names: Names): Made {
  const { items, origin } = loopItems(loop, making, names);
  const shown = items.slice(0, mostRounds);
  const rounds = shown.map((item, index) => roundExample(loop, making, names, { item, index, origin }));
  return {
    value: { items: shown, results: rounds.map(({ value }) => value), errors: [] },
    origin: weakest([origin, ...rounds.map((round) => round.origin)]),
  };
}

function roundExample(
  loop: WorkflowNode,
  making: Making,
  names: Names,
  { item, index, origin }: { item: unknown; index: number; origin: Origin | null },
): Made {
  const { loops, samples, definition } = making;
  const round = { item, index };
  const inside: Names = {
    scope: { ...names.scope, ...round, [loop.key]: round },
    origins: [{ name: 'item', origin }, { name: loop.key, origin }, ...names.origins],
  };
  const direct = making.order.filter(({ id }) => loops.loopOf(id) === loop.id);
  const goesOn = new Set(definition.edges.filter((edge) => !loops.crosses(edge)).map(({ source }) => source));
  const last: (Made & { key: string })[] = [];
  for (const node of direct) {
    const made = sampleOf(samples, node) ?? madeUp(node, making, inside);
    inside.scope[node.key] = made.value;
    inside.origins = [{ name: node.key, origin: made.origin }, ...inside.origins];
    const isLast = node.subtype === 'loop' ? !leavesDone(node, making) : !goesOn.has(node.id);
    if (isLast) last.push({ ...made, key: node.key });
  }
  const [only] = last;
  return {
    value:
      last.length > 1
        ? Object.fromEntries(last.map(({ key, value }) => [key, value]))
        : (only?.value ?? null),
    origin: weakest(last.map((made) => made.origin)),
  };
}

/** The body of a loop is no way on from it. */
function leavesDone({ id }: WorkflowNode, { definition }: Making): boolean {
  return definition.edges.some(({ source, sourceHandle }) => source === id && sourceHandle !== 'body');
}

/** Making a sample must not hold up the editor. */
const longestTransform = 250;

/** What a transform would give on the sample data; undefined when it cannot be told. */
function transformed(node: WorkflowNode, scope: Record<string, unknown>): unknown {
  const input = inputOf(node, scope);
  const preview = previewTransform(node.config, input, scope, 'UTC', longestTransform);
  return preview.kind === 'done' ? preview.result.output : undefined;
}

function originOfConfig(node: WorkflowNode, { origins }: Names): Origin | null {
  return originOfPaths(referencesOf(node.config, ''), origins);
}

/** The input of a node on the sample data. */
export function inputOf(node: WorkflowNode, scope: Readonly<Record<string, unknown>>): unknown {
  return evaluated(node.config.input, scope);
}

/** A value of a configuration on the sample data; undefined where it cannot be told. */
export function evaluated(value: unknown, scope: Readonly<Record<string, unknown>>): unknown {
  if (typeof value !== 'string') return value;
  if (value.trim() === '') return undefined;
  try {
    return compileTemplate(value).evaluate(scope);
  } catch {
    return undefined;
  }
}
