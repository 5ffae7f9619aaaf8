import type { DefinitionInput } from '@millrace/core';

type Node = DefinitionInput['nodes'][number];

const x = (column: number) => ({ x: column * 320, y: 160 });

export const manualTrigger: Node = {
  id: 'start',
  type: 'trigger',
  subtype: 'manual',
  label: 'Manual Trigger',
  position: x(0),
  config: {},
};

export const webhookTrigger: Node = {
  id: 'start',
  type: 'trigger',
  subtype: 'webhook',
  label: 'Webhook Trigger',
  position: x(0),
  config: {
    method: 'POST',
    respond: 'when_finished',
    sample: { id: 'A-1042', customer: { name: 'Ada Lovelace', email: 'ada@example.com' }, total: 219 },
  },
};

export function httpRequest(config: Record<string, unknown>): Node {
  return {
    id: 'call',
    type: 'action',
    subtype: 'http_request',
    key: 'answer',
    label: 'HTTP Request',
    position: x(1),
    config,
  };
}

export function transform(config: Record<string, unknown>, column = 1): Node {
  return {
    id: 'map',
    type: 'action',
    subtype: 'data_transform',
    key: 'mapped',
    label: 'Data Transform',
    position: x(column),
    config,
  };
}

export const mapName = transform({
  transform_type: 'map_fields',
  input: '{{ trigger.data }}',
  mappings: [{ target_field: 'name', source_path: 'customer.name' }],
});

/** Nodes one after the other, each connected to the next. */
export function chain(...nodes: Node[]): DefinitionInput {
  const ids = nodes.map((node) => node.id);
  return { nodes, edges: ids.slice(1).map((target, index) => ({ source: ids[index]!, target })) };
}
