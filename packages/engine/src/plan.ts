/**
 * A definition made ready to run, once: numbers instead of ids, compiled expressions, operations found. Pure, and the same
 * for every execution of the definition.
 *
 * What cannot be prepared (an unknown operation, an expression that does not parse) is no error here: the node fails when
 * it is reached, so that the rest of the execution and its record are as they would be.
 */
import { type Definition, labelOf, topologicalOrder, type WorkflowNode } from '@millrace/core';
import { pathOf } from './journal.ts';
import { type Mentions, mentionsOf } from './mentions.ts';
import { type Operation, operationOf } from './operation.ts';
import type { Registry } from './ports.ts';
import { beginProgress, type Graph, type Progress } from './ready.ts';
import { retrySettings } from './retry.ts';

export interface PlannedNode {
  readonly index: number;
  readonly node: WorkflowNode;
  readonly id: string;
  readonly key: string;
  readonly label: string;
  readonly path: string;
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
  /** Edges into it, in the order of the definition. */
  readonly sources: readonly { readonly node: number; readonly handle: string }[];
  /** Keys of nodes that its configuration names and that run beside it: what it sees of them must not depend on time. */
  readonly hidden: readonly string[];
  /** Computed again after a restart it gives the same. */
  readonly repeatable: boolean;
}

export interface Plan {
  readonly graph: Graph;
  /** In topological order, so that the record of an execution reads from its start to its end. */
  readonly nodes: readonly PlannedNode[];
  readonly keys: readonly string[];
  readonly settings: Definition['config'];
  readonly timezone: string;
  readonly timeout_seconds: number;
  /** Where every execution begins; copied, never changed. */
  readonly beginning: Progress;
}

const defaultNodeSeconds = 30;
const defaultWorkflowSeconds = 300;

/** @param start the node that starts, by default the trigger (of several, the one of `trigger_type`) */
export function compilePlan(
  definition: Definition,
  registry: Registry,
  { trigger_type, start }: { trigger_type?: string; start?: string } = {},
): Plan {
  const order = topologicalOrder(definition) ?? definition.nodes;
  const { graph, sources } = compileGraph(definition, order, start ?? startOf(order, trigger_type));
  const mentions = mentionsOf(order, graph);
  const nodes = order.map((node, index): PlannedNode => {
    const operation = operationOf(node, registry);
    return {
      index,
      node,
      id: node.id,
      key: node.key,
      label: labelOf(node),
      path: pathOf(node.id),
      operation,
      disabled: node.disabled === true && node.type !== 'trigger',
      on_error: node.on_error ?? 'stop',
      on_unknown: node.on_unknown,
      timeout_seconds: node.timeout_seconds ?? ownLimit(node),
      retry: retrySettings(node, definition.config),
      otherwise: { if: 'false', switch: 'else' }[node.subtype as string] ?? 'out',
      error_is_handled: graph.outgoing[index]!.some((edge) => edge.handle === 'error'),
      sources: sources[index]!,
      hidden: mentions[index]!.hidden,
      repeatable: isRepeatable(mentions[index]!, operation),
    };
  });
  return {
    graph,
    nodes,
    keys: nodes.map((node) => node.key),
    settings: definition.config,
    timezone: definition.config.timezone ?? 'UTC',
    timeout_seconds: definition.config.timeout_seconds ?? defaultWorkflowSeconds,
    beginning: beginProgress(graph),
  };
}

/** What ends the execution is never remembered: it has to end it again. */
function isRepeatable({ repeatable }: Mentions, operation: Operation): boolean {
  if (operation.kind !== 'control') return repeatable;
  return operation.control.ends === true || (repeatable && !operation.control.timed);
}

/** Some operations have a limit of their own, which then says more when it is reached. */
function ownLimit({ config }: WorkflowNode): number {
  const own = config.timeout_seconds;
  return typeof own === 'number' && own > 0 ? Math.max(own + 1, defaultNodeSeconds) : defaultNodeSeconds;
}

function startOf(order: readonly WorkflowNode[], trigger_type: string | undefined): string | undefined {
  const triggers = order.filter((node) => node.type === 'trigger');
  return (triggers.find((node) => node.subtype === trigger_type) ?? triggers[0])?.id;
}

function compileGraph(definition: Definition, order: readonly WorkflowNode[], start: string | undefined) {
  const numbers = new Map(order.map((node, index) => [node.id, index]));
  const sources = order.map((): { node: number; handle: string }[] => []);
  const outgoing = order.map((): { handle: string; target: number }[] => []);
  for (const { source, target, sourceHandle } of definition.edges) {
    const from = numbers.get(source);
    const to = numbers.get(target);
    if (from === undefined || to === undefined) continue;
    outgoing[from]!.push({ handle: sourceHandle, target: to });
    sources[to]!.push({ node: from, handle: sourceHandle });
  }
  const graph: Graph = {
    size: order.length,
    start: start === undefined ? -1 : (numbers.get(start) ?? -1),
    incoming: sources.map((edges) => edges.length),
    outgoing,
    first: order.map((node) => node.subtype === 'merge' && node.config.mode === 'first' && !node.disabled),
  };
  return { graph, sources };
}
