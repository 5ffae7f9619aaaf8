/**
 * A definition made ready to run, once: numbers instead of ids, compiled expressions, operations found. Pure, and the same
 * for every execution of the definition. The body of each loop is a plan of its own.
 *
 * What cannot be prepared (an unknown operation, an expression that does not parse) is no error here: the node fails when
 * it is reached, so that the rest of the execution and its record are as they would be.
 */
import {
  type Definition,
  type Loops,
  labelOf,
  loopsOf,
  topologicalOrder,
  type WorkflowEdge,
  type WorkflowNode,
} from '@millrace/core';
import { StepError } from '@millrace/sdk';
import { mentionsOf } from './mentions.ts';
import { type Operation, operationOf } from './operation.ts';
import { hasParallel, settledBefore } from './order_of_time.ts';
import type { Registry } from './ports.ts';
import { beginProgress, type Graph, type Progress } from './ready.ts';
import { retrySettings } from './retry.ts';

export interface PlannedNode {
  readonly index: number;
  readonly node: WorkflowNode;
  readonly id: string;
  readonly key: string;
  readonly label: string;
  readonly operation: Operation;
  readonly disabled: boolean;
  readonly on_error: 'stop' | 'continue' | 'branch';
  /** Undefined: as the effect says. */
  readonly on_unknown: 'ask' | 'repeat' | 'skip' | undefined;
  readonly timeout_seconds: number;
  readonly retry: ReturnType<typeof retrySettings>;
  /** The handle that is taken when it fails and the execution is told to go on: the careful one. */
  readonly otherwise: string;
  /** Somebody handles its failure: an edge leaves its `error` handle. */
  readonly error_is_handled: boolean;
  /** The same for running out of time while it waits. */
  readonly timeout_is_handled: boolean;
  /** Edges into it, in the order of the definition; -1 is the loop around it. */
  readonly sources: readonly { readonly node: number; readonly handle: string }[];
  /** Keys of nodes that run beside it: what it sees of them must not depend on time. */
  readonly hidden: readonly string[];
  /** Computed again after a restart it gives the same. */
  readonly repeatable: boolean;
  /** Of a loop. */
  readonly body: Plan | null;
}

export interface Plan {
  readonly graph: Graph;
  /** In topological order, so that the record of an execution reads from its start to its end. */
  readonly nodes: readonly PlannedNode[];
  /** Of its nodes; of the whole graph also those in bodies. */
  readonly keys: readonly string[];
  readonly settings: Definition['config'];
  readonly timezone: string;
  readonly timeout_seconds: number;
  /** Where every execution begins; copied, never changed. */
  readonly beginning: Progress;
  /** Some of its nodes wait for each other. */
  readonly is_circular: boolean;
  /** The key of the loop whose body it is. */
  readonly loop_key: string | null;
  /** Of a body: steps of one round run side by side, so that which of them ends it may depend on time. */
  readonly has_rivals: boolean;
  /** Nodes that an address ends. */
  readonly called: readonly {
    readonly key: string;
    readonly id: string;
    readonly kind: 'callback' | 'approval';
  }[];
}

/**
 * Rounds of loops in loops that an execution has under way at the same time: each holds its steps, and three loops of fifty would
 * be 125,000 calls at once. What is inside then goes on with fewer at a time than it was given.
 */
export const mostRoundsAtOnce = 500;
const defaultNodeSeconds = 30;
const defaultWorkflowSeconds = 300;

export interface PlanOptions {
  trigger_type?: string;
  /** The node that starts, by default the trigger (of several, the one of `trigger_type`). */
  start?: string;
  /** Ids of nodes that are settled before it. */
  before?: ReadonlySet<string>;
}

export function compilePlan(
  definition: Definition,
  registry: Registry,
  { trigger_type, start, before = none }: PlanOptions = {},
): Plan {
  const loops = loopsOf(definition);
  const source = { definition, registry, loops, start: start ?? startOf(definition, trigger_type), before };
  return compilePart(source, null, 1);
}

const none: ReadonlySet<string> = new Set();

interface Source {
  definition: Definition;
  registry: Registry;
  loops: Loops;
  start: string | undefined;
  before: ReadonlySet<string>;
}

/**
 * Compiles the nodes that are directly in the body of a loop, or in none.
 * @param rounds of it that are under way at once, counted with those around it
 */
function compilePart(source: Source, loop: WorkflowNode | null, rounds: number): Plan {
  const { definition, loops } = source;
  const isHere = (id: string) => loops.loopOf(id) === (loop?.id ?? null);
  const part = {
    nodes: definition.nodes.filter(({ id }) => isHere(id)),
    edges: definition.edges.filter((edge) => isHere(edge.target) && !loops.crosses(edge)),
    config: definition.config,
  };
  const inner = {
    ...part,
    edges: part.edges.filter((edge) => isHere(edge.source) && edge.source !== loop?.id),
  };
  const sorted = topologicalOrder(inner);
  const order = sorted ?? part.nodes;
  const { graph, sources } = compileGraph(part.edges, order, source, loop?.id);
  const before = settledBefore(graph);
  const mentions = mentionsOf(order, before);
  const nodes = order.map((node, index): PlannedNode => {
    const own = withinRounds(operationOf(node, source.registry), rounds);
    const inside = own.kind === 'loop' ? rounds * own.rule.concurrency : rounds;
    const body = node.subtype === 'loop' ? compilePart(source, node, inside) : null;
    const operation = body?.is_circular ? circle : own;
    const { hidden, repeatable } = mentions[index]!;
    return {
      index,
      node,
      id: node.id,
      key: node.key,
      label: labelOf(node),
      operation,
      disabled: node.disabled === true && node.type !== 'trigger',
      on_error: node.on_error ?? 'stop',
      on_unknown: node.on_unknown,
      timeout_seconds: node.timeout_seconds ?? ownLimit(node),
      retry: retrySettings(node, definition.config),
      otherwise: carefulHandles[node.subtype] ?? 'out',
      error_is_handled: graph.outgoing[index]!.some((edge) => edge.handle === 'error'),
      timeout_is_handled: graph.outgoing[index]!.some((edge) => edge.handle === 'timeout'),
      sources: sources[index]!,
      hidden,
      repeatable: isRepeatable(repeatable, operation),
      body,
    };
  });
  return {
    graph,
    nodes,
    keys: (loop ? part : definition).nodes.map(({ key }) => key),
    settings: definition.config,
    timezone: definition.config.timezone ?? 'UTC',
    timeout_seconds: definition.config.timeout_seconds ?? defaultWorkflowSeconds,
    beginning: beginProgress(graph),
    is_circular: sorted === null,
    loop_key: loop?.key ?? null,
    has_rivals: loop !== null && hasParallel(graph, before),
    called: nodes.flatMap(({ key, id, operation }) =>
      operation.kind === 'wait' && operation.waiter.called
        ? [{ key, id, kind: operation.waiter.called }]
        : [],
    ),
  };
}

function withinRounds(operation: Operation, rounds: number): Operation {
  if (operation.kind !== 'loop') return operation;
  const most = Math.max(Math.floor(mostRoundsAtOnce / rounds), 1);
  const { rule } = operation;
  return rule.concurrency <= most ? operation : { kind: 'loop', rule: { ...rule, concurrency: most } };
}

const carefulHandles: Partial<Record<WorkflowNode['subtype'], string>> = {
  if: 'false',
  switch: 'else',
  loop: 'done',
  approval: 'rejected',
};

const circle: Operation = {
  kind: 'broken',
  error: new StepError('In the body of this loop nodes wait for each other', {
    code: 'cycle',
    hint: 'Remove one of the edges between them.',
  }),
};

/** What ends the execution is never remembered: it has to end it again. */
function isRepeatable(repeatable: boolean, operation: Operation): boolean {
  if (operation.kind !== 'control') return repeatable;
  return operation.control.ends === true || (repeatable && !operation.control.timed);
}

/** Some operations have a limit of their own, which then says more when it is reached. */
function ownLimit({ config }: WorkflowNode): number {
  const own = config.timeout_seconds;
  return typeof own === 'number' && own > 0 ? Math.max(own + 1, defaultNodeSeconds) : defaultNodeSeconds;
}

function startOf({ nodes }: Definition, trigger_type: string | undefined): string | undefined {
  const triggers = nodes.filter((node) => node.type === 'trigger');
  return (triggers.find((node) => node.subtype === trigger_type) ?? triggers[0])?.id;
}

/** @param loop the loop whose body it is: its edges lead in */
function compileGraph(
  edges: readonly WorkflowEdge[],
  order: readonly WorkflowNode[],
  { start, before }: Pick<Source, 'start' | 'before'>,
  loop: string | undefined,
) {
  const numbers = new Map(order.map((node, index) => [node.id, index]));
  const sources = order.map((): { node: number; handle: string }[] => []);
  const outgoing = order.map((): { handle: string; target: number }[] => []);
  const entries: number[] = [];
  for (const { source, target, sourceHandle } of edges) {
    const from = source === loop ? -1 : numbers.get(source);
    const to = numbers.get(target);
    if (from === undefined || to === undefined) continue;
    if (from === -1) entries.push(to);
    else outgoing[from]!.push({ handle: sourceHandle, target: to });
    sources[to]!.push({ node: from, handle: sourceHandle });
  }
  const graph: Graph = {
    size: order.length,
    start: start === undefined ? -1 : (numbers.get(start) ?? -1),
    before: order.flatMap((node, index) => (before.has(node.id) ? [index] : [])),
    entries,
    incoming: sources.map((each) => each.length),
    outgoing,
    first: order.map((node) => node.subtype === 'merge' && node.config.mode === 'first' && !node.disabled),
  };
  return { graph, sources };
}
