/** What every check is given: the definition with look-ups made once, and what is known of the outside. */

import type { WorkflowCall } from '../calls.ts';
import type { Problem } from '../contract/workflows.ts';
import type { Definition, WorkflowNode } from '../definition.ts';
import { type Graph, graphOf } from '../graph.ts';
import { type Loops, loopsOf } from '../loops.ts';
import type { AppManifest, JsonSchema, OperationManifest } from '../manifest.ts';
import { coreManifest } from '../nodes/core_manifest.ts';
import { type Ancestors, ancestorsOf } from './ancestors.ts';

export interface KnownWorkflow {
  id: string;
  name: string;
  deployed: boolean;
  /** What its deployed version calls (`callsOf`). */
  calls: readonly WorkflowCall[];
}

export interface KnownConnection {
  id: string;
  name: string;
  hosts: readonly string[];
  status: string;
}

export interface CheckContext {
  manifests: readonly AppManifest[];
  /** Names of the organization's variables; absent: not known, nothing is said about them. */
  variables?: readonly string[];
  /** Known event types; absent: not known. */
  event_types?: readonly string[];
  /** The samples that event types are declared with, by their names. */
  event_samples?: Readonly<Record<string, unknown>>;
  /** Outputs of an earlier run by node key; of a trigger its `trigger` or its data. */
  samples?: Readonly<Record<string, unknown>>;
  /** The same as somebody pinned them: they win over the others, and are told where they no longer fit. */
  pinned?: Readonly<Record<string, unknown>>;
  /** Ids of the organization's members; absent: not known. */
  members?: readonly string[];
  /** The id of the workflow itself, and the workflows of its organization (itself among them or not); absent: not known. */
  workflow_id?: string;
  workflows?: readonly KnownWorkflow[];
  /** The organization's connections; absent: not known. */
  connections?: readonly KnownConnection[];
  /** The present, for schedules (default: the system clock). */
  now?: Date;
}

export interface Subject {
  definition: Definition;
  context: CheckContext;
  graph: Graph;
  /** Nodes that are not disabled: a disabled one is not checked. */
  nodes: readonly WorkflowNode[];
  triggers: readonly WorkflowNode[];
  byKey: ReadonlyMap<string, WorkflowNode>;
  operation(node: WorkflowNode): OperationManifest | undefined;
  /** Fields of the node's configuration, by name. */
  fields(node: WorkflowNode): Readonly<Record<string, JsonSchema>>;
  /** Ids of the nodes that run before this one. */
  before(node: WorkflowNode): Ancestors;
  loops: Loops;
  /** Whether the second node can read what the first one gave: it runs before, and repeats with it or does not repeat. */
  isVisible(other: WorkflowNode, from: WorkflowNode): boolean;
}

export type Check = (subject: Subject) => Problem[];

export function subjectOf(definition: Definition, given: CheckContext): Subject {
  const context = withAllSamples(definition, given);
  const graph = graphOf(definition);
  const operations = operationsOf(context.manifests);
  const before = ancestorsOf(definition, graph);
  const nodes = definition.nodes.filter((node) => !node.disabled);
  const loops = loopsOf(definition, graph);
  return {
    definition,
    context,
    graph,
    nodes,
    triggers: definition.nodes.filter((node) => node.type === 'trigger'),
    byKey: new Map(definition.nodes.map((node) => [node.key, node])),
    operation: (node) => operations.get(node.subtype),
    fields: (node) => (operations.get(node.subtype)?.input.properties ?? {}) as Record<string, JsonSchema>,
    before: (node) => before(node.id),
    loops,
    isVisible: (other, from) => before(from.id).has(other.id) && repeatsWith(loops, other.id, from.id),
  };
}

/** What a trigger carries as an example, what an earlier run gave, and what somebody pinned: what stands later wins. */
function withAllSamples({ nodes }: Definition, given: CheckContext): CheckContext {
  const carried = nodes.flatMap((node): [string, unknown][] => {
    const data = carriedSample(node, given);
    return isBlank(data) ? [] : [[node.key, { data }]];
  });
  const pinned = given.pinned ?? {};
  if (carried.length + Object.keys(pinned).length === 0) return given;
  return { ...given, samples: { ...Object.fromEntries(carried), ...given.samples, ...pinned } };
}

function carriedSample({ type, config }: WorkflowNode, given: CheckContext): unknown {
  if (type !== 'trigger') return undefined;
  return config.sample ?? declaredSample(config, given);
}

/** What the event that a node names was declared with. */
export function declaredSample(
  { event_type: name }: WorkflowNode['config'],
  { event_samples: known = {} }: CheckContext,
): unknown {
  return typeof name === 'string' && Object.hasOwn(known, name) ? known[name] : undefined;
}

/** Every loop around the first node is around the second too, so that in one round there is one value of it. */
export function repeatsWith(loops: Loops, id: string, other: string): boolean {
  const loop = loops.loopOf(id);
  // Bodies nest: what is in the innermost one is in all around it.
  return loop === null || loops.bodyOf(loop).has(other);
}

/** Operations by subtype. Those of the core are part of the language and known even when they were not listed. */
function operationsOf(manifests: readonly AppManifest[]): Map<string, OperationManifest> {
  const listed = manifests.some(({ id }) => id === 'core') ? manifests : [coreManifest(), ...manifests];
  const own = listed.filter(({ id }) => id === 'core' || id === 'builtin');
  return new Map(own.flatMap(({ operations }) => operations.map((operation) => [operation.id, operation])));
}

interface ProblemOptions {
  field?: string | null;
  severity?: Problem['severity'];
  /** The node whose output does not fit. */
  from?: WorkflowNode | undefined;
}

/** A finding about a node or, with null, about the workflow. */
export function problem(
  check: string,
  node: WorkflowNode | null,
  message: string,
  { field = null, severity = 'error', from }: ProblemOptions = {},
): Problem {
  const about = { node_id: node?.id ?? null, field, severity, message, check };
  return from === undefined ? about : { ...about, from_node_id: from.id };
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Nothing, blank text, or a list without entries. */
export function isBlank(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    (typeof value === 'string' && value.trim() === '') ||
    (Array.isArray(value) && value.length === 0)
  );
}
