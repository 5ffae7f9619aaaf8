/** What is executed while everything breaks: a shape for each way in which an execution can be cut. */
const hook = { id: 'hook', type: 'trigger', subtype: 'webhook', config: { method: 'POST', auth: 'none' } };
const retry = { max_attempts: 8, delay_ms: 200, backoff: 'fixed' };

type Node = { id: string } & Record<string, unknown>;

/** `effect a`: a POST that the recorder counts. */
const effect = (id: string, address: string, query = ''): Node => ({
  id,
  key: id,
  type: 'action',
  subtype: 'http_request',
  config: { method: 'POST', url: `${address}/effect${query}`, body: { n: '{{ trigger.data.n }}' } },
  retry,
});

function line(...nodes: Node[]) {
  return {
    nodes,
    edges: nodes.slice(1).map((node, index) => ({ source: nodes[index]!.id, target: node.id })),
    config: { timeout_seconds: 600 },
  };
}

const child = { id: 'start', type: 'trigger', subtype: 'manual', config: {} };

/** The workflow that `sub` calls. */
export const called = (address: string) => line(child, effect('inner', address));

export interface Shape {
  name: string;
  /** Effects of one execution. */
  effects: number;
  definition: unknown;
}

export function shapes(address: string, called_id: string): Shape[] {
  const map = {
    id: 'map',
    type: 'action',
    subtype: 'data_transform',
    config: { transform_type: 'custom', expression: '{ n: trigger.data.n, serial: a.body.serial }' },
  };
  const looped = effect('in_loop', address);
  return [
    {
      name: 'line',
      effects: 3,
      definition: line(hook, effect('a', address), map, effect('b', address), effect('c', address)),
    },
    {
      name: 'branches',
      effects: 3,
      definition: {
        nodes: [
          hook,
          effect('a', address),
          effect('b', address),
          { id: 'join', type: 'control', subtype: 'merge', config: {} },
          effect('c', address),
        ],
        edges: [
          { source: 'hook', target: 'a' },
          { source: 'hook', target: 'b' },
          { source: 'a', target: 'join' },
          { source: 'b', target: 'join' },
          { source: 'join', target: 'c' },
        ],
        config: { timeout_seconds: 600 },
      },
    },
    {
      name: 'loop',
      effects: 6,
      definition: {
        nodes: [
          hook,
          {
            id: 'loop',
            type: 'control',
            subtype: 'loop',
            config: { items: '{{ [1, 2, 3, 4, 5] }}', concurrency: 2 },
          },
          looped,
          effect('after', address),
        ],
        edges: [
          { source: 'hook', target: 'loop' },
          { source: 'loop', sourceHandle: 'body', target: 'in_loop' },
          { source: 'loop', sourceHandle: 'done', target: 'after' },
        ],
        config: { timeout_seconds: 600 },
      },
    },
    {
      name: 'wait',
      effects: 2,
      definition: line(
        hook,
        effect('before', address),
        {
          id: 'wait',
          type: 'control',
          subtype: 'wait',
          config: { mode: 'delay', duration: { value: 7, unit: 'seconds' } },
        },
        effect('after', address),
      ),
    },
    { name: 'retry', effects: 1, definition: line(hook, effect('stubborn', address, '?fail=2')) },
    {
      name: 'sub_workflow',
      effects: 1,
      definition: line(
        hook,
        {
          id: 'sub',
          type: 'control',
          subtype: 'sub_workflow',
          config: { workflow_id: called_id, input: { n: '{{ trigger.data.n }}' } },
        },
        effect('after', address),
      ),
    },
  ];
}
