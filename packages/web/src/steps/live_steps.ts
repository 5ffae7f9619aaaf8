/**
 * What is known of the steps of an execution while it runs: what REST told, and what was heard live since. Invariants:
 *  1. hearing an event costs the same whatever was heard before: a loop of 10,000 rounds must not freeze the page;
 *  2. of a loop that is over nothing is running any more: the end of a step that was not told has been;
 *  3. at most {@link mostRoundSteps} steps of rounds that went well are kept, the newest; failed ones stay.
 */
import {
  type ExecutionStatus,
  finalStatuses,
  type LiveEvent,
  loopsOf,
  parseDefinition,
  type Step,
} from '@millrace/core';
import { isInRound } from './round_path.ts';

/** Each can carry a preview of its output of some kilobytes. */
export const mostRoundSteps = 2_000;

/** The nodes of the definition as far as the list of steps needs them. */
export interface KnownNode {
  id: string;
  key: string;
  label: string;
  subtype: string;
  disabled: boolean;
  /** In the body of a loop: it has one step for each round, and none of its own. */
  in_loop: boolean;
}

export function isFinal(status: ExecutionStatus): boolean {
  return (finalStatuses as readonly string[]).includes(status);
}

/** Reads the nodes out of a stored definition, which may be of an older format: what is missing is left out. */
export function nodesOf(definition: Record<string, unknown>): KnownNode[] {
  if (!Array.isArray(definition.nodes)) return [];
  const repeated = repeatedNodes(definition);
  return definition.nodes.flatMap((node: unknown) => {
    if (typeof node !== 'object' || node === null) return [];
    const { id, key, label, subtype, disabled } = node as Record<string, unknown>;
    if (typeof id !== 'string') return [];
    return [
      {
        id,
        key: text(key, id),
        label: text(label, text(key, id)),
        subtype: text(subtype, ''),
        disabled: disabled === true,
        in_loop: repeated.has(id),
      },
    ];
  });
}

function text(value: unknown, otherwise: string): string {
  return typeof value === 'string' && value !== '' ? value : otherwise;
}

/** Ids of the nodes in bodies of loops; none where the definition cannot be read. */
function repeatedNodes(stored: Record<string, unknown>): Set<string> {
  try {
    const definition = parseDefinition(stored);
    const loops = loopsOf(definition);
    return new Set(definition.nodes.flatMap(({ id }) => (loops.loopOf(id) === null ? [] : [id])));
  } catch {
    return new Set();
  }
}

/** What of a node is needed to name its step. */
type Named = Pick<KnownNode, 'id' | 'key' | 'label' | 'subtype'>;

/** Steps heard live, in the order in which they were first heard of. */
export class HeardSteps {
  readonly #steps = new Map<string, Step>();
  /** Paths of the steps of rounds that went well, the oldest first. */
  readonly #settled: string[] = [];
  #forgotten = 0;

  /** Takes one event in. Nodes are named by `nodes`. */
  hear(event: LiveEvent, nodes: readonly Named[]): void {
    if (event.type === 'workflow:execution:start' || event.type === 'workflow:execution:complete') return;
    const before = this.#steps.get(event.path) ?? blank(event, nodes);
    this.#steps.set(event.path, after(before, event));
    if (event.type === 'workflow:node:start' || event.type === 'workflow:node:waiting') return;
    if (isInRound(event.path)) {
      if (event.type === 'workflow:node:complete') this.#settle(event.path);
    } else if (before.subtype === 'loop') this.#forgetRunning(event.path);
  }

  /** While a loop sends faster than a page reads, not every event is sent. */
  #forgetRunning(loop: string): void {
    for (const [path, { status }] of this.#steps)
      if (status === 'running' && path.startsWith(`${loop}[`)) this.#steps.delete(path);
  }

  #settle(path: string): void {
    this.#settled.push(path);
    if (this.#settled.length - this.#forgotten <= mostRoundSteps) return;
    this.#steps.delete(this.#settled[this.#forgotten++]!);
    if (this.#forgotten > mostRoundSteps) this.#settled.splice(0, this.#forgotten);
    if (this.#forgotten > mostRoundSteps) this.#forgotten = 0;
  }

  steps(): IterableIterator<Step> {
    return this.#steps.values();
  }
}

function after(step: Step, event: Extract<LiveEvent, { type: `workflow:node:${string}` }>): Step {
  switch (event.type) {
    case 'workflow:node:start':
      return { ...step, status: 'running', started_at: event.at };
    case 'workflow:node:waiting':
      return { ...step, status: 'waiting' };
    case 'workflow:node:complete': {
      const { output, duration_ms } = event;
      return { ...step, status: 'success', output, duration_ms };
    }
    case 'workflow:node:error':
      return { ...step, status: 'error', error: event.error, duration_ms: since(step, event.at) };
  }
}

function blank(event: { node_id: string; path: string }, nodes: readonly Named[]): Step {
  const node = nodes.find(({ id }) => id === event.node_id);
  return {
    node_id: event.node_id,
    key: node?.key ?? event.node_id,
    label: node?.label ?? event.node_id,
    subtype: node?.subtype ?? '',
    path: event.path,
    status: 'pending',
  };
}

function since(step: Step, at: string): number | null {
  return step.started_at ? Math.max(0, Date.parse(at) - Date.parse(step.started_at)) : null;
}

/**
 * The steps to show. REST is right about everything it calls settled; what was heard live fills in the rest; and while
 * the execution goes on, nodes that were not reached yet stand at the end as pending.
 */
export function mergeSteps(
  stored: readonly Step[],
  live: Iterable<Step>,
  nodes: readonly KnownNode[],
  status: ExecutionStatus,
): Step[] {
  if (isFinal(status)) return [...stored];
  const merged = new Map(stored.map((step) => [step.path, step]));
  for (const step of live) {
    const known = merged.get(step.path);
    if (!known || unsettled.has(known.status)) merged.set(step.path, { ...known, ...step });
  }
  const reached = new Set(Array.from(merged.values(), (step) => step.node_id));
  const ahead = nodes.filter((node) => !reached.has(node.id) && !node.disabled && !node.in_loop);
  return [...merged.values(), ...ahead.map((node) => blank({ node_id: node.id, path: node.id }, nodes))];
}

/** What may have gone on since it was stored. */
const unsettled: ReadonlySet<string> = new Set(['pending', 'running', 'waiting']);
