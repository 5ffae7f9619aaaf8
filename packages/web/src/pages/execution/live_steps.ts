/** What is known of the steps of an execution while it runs: what REST told, and what was heard live since. */
import { type ExecutionStatus, finalStatuses, type LiveEvent, type Step } from '@millrace/core';

/** The nodes of the definition as far as the list of steps needs them. */
export interface KnownNode {
  id: string;
  key: string;
  label: string;
  subtype: string;
  disabled: boolean;
}

/** Steps heard live, by path. */
export type LiveSteps = Readonly<Record<string, Step>>;

export function isFinal(status: ExecutionStatus): boolean {
  return (finalStatuses as readonly string[]).includes(status);
}

/** Reads the nodes out of a stored definition, which may be of an older format: what is missing is left out. */
export function nodesOf(definition: Record<string, unknown>): KnownNode[] {
  if (!Array.isArray(definition.nodes)) return [];
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
      },
    ];
  });
}

function text(value: unknown, otherwise: string): string {
  return typeof value === 'string' && value !== '' ? value : otherwise;
}

/** The live steps after one more event. */
export function heard(steps: LiveSteps, event: LiveEvent, nodes: readonly KnownNode[]): LiveSteps {
  switch (event.type) {
    case 'workflow:node:start':
      return { ...steps, [event.path]: { ...blank(event, nodes), status: 'running', started_at: event.at } };
    case 'workflow:node:complete': {
      const { output, duration_ms } = event;
      return {
        ...steps,
        [event.path]: {
          ...(steps[event.path] ?? blank(event, nodes)),
          status: 'success',
          output,
          duration_ms,
        },
      };
    }
    case 'workflow:node:error': {
      const before = steps[event.path] ?? blank(event, nodes);
      return {
        ...steps,
        [event.path]: {
          ...before,
          status: 'error',
          error: event.error,
          duration_ms: since(before, event.at),
        },
      };
    }
    default:
      return steps;
  }
}

function blank(event: { node_id: string; path: string }, nodes: readonly KnownNode[]): Step {
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
  live: LiveSteps,
  nodes: readonly KnownNode[],
  status: ExecutionStatus,
): Step[] {
  if (isFinal(status)) return [...stored];
  const merged = new Map(stored.map((step) => [step.path, step]));
  for (const step of Object.values(live)) {
    const known = merged.get(step.path);
    if (!known || known.status === 'pending' || known.status === 'running')
      merged.set(step.path, { ...known, ...step });
  }
  const reached = new Set([...merged.values()].map((step) => step.node_id));
  const ahead = nodes.filter((node) => !reached.has(node.id) && !node.disabled);
  return [...merged.values(), ...ahead.map((node) => blank({ node_id: node.id, path: node.id }, nodes))];
}
