import type { DefinitionInput } from '@millrace/core';

const order = {
  id: 'A-1042',
  customer: { name: 'Ada Lovelace', email: 'ada@example.com' },
  lines: [
    { sku: 'LAMP-01', quantity: 2, price: 49.5 },
    { sku: 'DESK-07', quantity: 1, price: 120 },
  ],
  total: 219,
};

/** The first workflow of a newcomer: an order comes in, is mapped, and gets one of two answers. Needs no account and no network. */
export const sampleWorkflow: { name: string; description: string; workflow_definition: DefinitionInput } = {
  name: 'Sample: new order',
  description:
    'Receives an order, maps its fields, and answers large orders differently. Press Test: a sample order is filled in.',
  workflow_definition: {
    nodes: [
      {
        id: 'order_received',
        type: 'trigger',
        subtype: 'webhook',
        key: 'order_received',
        label: 'Order received',
        position: { x: 0, y: 160 },
        config: { method: 'POST', auth: 'none', respond: 'when_finished', sample: order },
      },
      {
        id: 'map_order',
        type: 'action',
        subtype: 'data_transform',
        key: 'order',
        label: 'Map the order',
        position: { x: 320, y: 160 },
        config: {
          transform_type: 'map_fields',
          input: '{{ trigger.data }}',
          mappings: [
            { target_field: 'order_id', source_path: 'id', required: true },
            {
              target_field: 'customer_name',
              source_path: 'customer.name',
              transformation: { type: 'uppercase' },
            },
            { target_field: 'email', source_path: 'customer.email', transformation: { type: 'lowercase' } },
            { target_field: 'total', source_path: 'total', default_value: 0 },
          ],
        },
      },
      {
        id: 'large_order',
        type: 'conditional',
        subtype: 'if',
        key: 'large_order',
        label: 'Over 100?',
        position: { x: 640, y: 160 },
        config: { condition: 'order.total > 100' },
      },
      {
        id: 'answer_large',
        type: 'action',
        subtype: 'respond',
        key: 'answer_large',
        label: 'Answer: by hand',
        position: { x: 960, y: 40 },
        config: {
          status: 200,
          body: {
            order: '{{ order.order_id }}',
            handling: 'by hand',
            message: 'Thank you, {{ order.customer_name }}. Somebody will call you.',
          },
        },
      },
      {
        id: 'answer_small',
        type: 'action',
        subtype: 'respond',
        key: 'answer_small',
        label: 'Answer: automatic',
        position: { x: 960, y: 280 },
        config: {
          status: 200,
          body: {
            order: '{{ order.order_id }}',
            handling: 'automatic',
            message: 'Thank you, {{ order.customer_name }}.',
          },
        },
      },
    ],
    edges: [
      { id: 'e1', source: 'order_received', target: 'map_order' },
      { id: 'e2', source: 'map_order', target: 'large_order' },
      { id: 'e3', source: 'large_order', sourceHandle: 'true', target: 'answer_large' },
      { id: 'e4', source: 'large_order', sourceHandle: 'false', target: 'answer_small' },
    ],
    config: {},
  },
};
