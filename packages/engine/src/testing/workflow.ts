/** Definitions in a few words. */
import {
  type controlSchemas,
  type Definition,
  nodeKind,
  type WorkflowEdge,
  type WorkflowNode,
} from '@millrace/core';

type NodeText = Partial<Omit<WorkflowNode, 'id' | 'position'>> & Pick<WorkflowNode, 'subtype'>;

export const trigger = (): NodeText => ({ subtype: 'webhook' });
/** A node of the fake app that does `what` (see `fake_apps.ts`). */
export const act = (
  what: string,
  config: Record<string, unknown> = {},
  more: Partial<NodeText> = {},
): NodeText => ({
  subtype: 'http_request',
  config: { do: what, ...config },
  ...more,
});
export const control = (
  subtype: keyof typeof controlSchemas,
  config: Record<string, unknown> = {},
  more: Partial<NodeText> = {},
): NodeText => ({ subtype, config, ...more });
export const respond = (body: unknown = 'ok', status = 200): NodeText => ({
  subtype: 'respond',
  config: { status, body },
});

/**
 * `workflow({ t: trigger(), a: act('write') }, 't>a')`: the names are ids, keys and labels; edges are `from>to`, or
 * `from:handle>to`.
 */
export function workflow(
  nodes: Record<string, NodeText>,
  edges: string,
  config: Definition['config'] = {},
): Definition {
  return {
    nodes: Object.entries(nodes).map(([id, node]) => ({
      id,
      key: id,
      label: id,
      type: nodeKind(node.subtype).type,
      position: { x: 0, y: 0 },
      config: {},
      ...node,
    })),
    edges: edges.split(/\s+/).filter(Boolean).map(edge),
    config,
  };
}

function edge(text: string, index: number): WorkflowEdge {
  const [from = '', target = ''] = text.split('>');
  const [source = '', sourceHandle = 'out'] = from.split(':');
  return { id: `e${index}`, source, target, sourceHandle, targetHandle: 'in' };
}
