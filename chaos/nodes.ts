/** What the workflows of a chaos run are made of. */
export type Node = { id: string } & Record<string, unknown>;

export interface Edge {
  source: string;
  target: string;
  sourceHandle?: string;
}

export const hook: Node = {
  id: 'hook',
  type: 'trigger',
  subtype: 'webhook',
  config: { method: 'POST', auth: 'none' },
};
export const manual: Node = { id: 'hook', type: 'trigger', subtype: 'manual', config: {} };

const retry = { max_attempts: 8, delay_ms: 200, backoff: 'fixed' };

/** A POST that the recorder counts; `query` says how it answers, `body` what else it is told. */
export function effect(id: string, address: string, query = '', body: Record<string, unknown> = {}): Node {
  return {
    id,
    key: id,
    type: 'action',
    subtype: 'http_request',
    config: {
      method: 'POST',
      url: `${address}/effect${query}`,
      body: { n: '{{ trigger.data.n }}', ...body },
    },
    retry,
  };
}

export function control(id: string, subtype: string, config: Record<string, unknown>, over = {}): Node {
  return { id, key: id, type: 'control', subtype, config, ...over };
}

/** `trigger.data` and the answer to step `a`, through the expression language. */
export const map: Node = {
  id: 'map',
  type: 'action',
  subtype: 'data_transform',
  config: { transform_type: 'custom', expression: '{ n: trigger.data.n, serial: a.body.serial }' },
};

/** Nodes one after the other. */
export function line(...nodes: Node[]) {
  return graph(
    nodes,
    nodes.slice(1).map((node, index) => [nodes[index]!.id, node.id]),
  );
}

/** Edges from node to node; `loop:body` leaves by the handle `body`. */
export function graph(
  nodes: readonly Node[],
  edges: readonly [string, string][],
  config: Record<string, unknown> = {},
) {
  return {
    nodes,
    edges: edges.map(([from, target]): Edge => {
      const [source = '', sourceHandle] = from.split(':');
      return { source, target, ...(sourceHandle ? { sourceHandle } : {}) };
    }),
    config: { timeout_seconds: 600, ...config },
  };
}
