import type { DefinitionInput, Workflow } from '@millrace/core';
import type { Api } from '../harness/api.ts';
import { order } from './content.ts';

type Node = DefinitionInput['nodes'][number];

const at = (column: number, row: number) => ({ x: column * 300, y: 160 + row * 160 });
const node = (id: string, type: string, subtype: string, rest: Omit<Node, 'id' | 'type' | 'subtype'>): Node =>
  ({ id, type, subtype, key: id, ...rest }) as Node;
const to = (target_field: string, source_path: string, rest: object = {}) => ({
  target_field,
  source_path,
  ...rest,
});

/** Reserves each line of an order, and sends the order on in the form of the other system. */
const ordersToErp: DefinitionInput = {
  nodes: [
    node('start', 'trigger', 'webhook', {
      label: 'Order received',
      position: at(0, 0),
      config: { method: 'POST', respond: 'when_finished', sample: order },
    }),
    node('each', 'control', 'loop', {
      label: 'Each line',
      position: at(1, 0),
      config: { items: '{{ trigger.data.lines }}', concurrency: 5 },
    }),
    node('reserve', 'action', 'http_request', {
      label: 'Reserve it',
      position: at(2, -1),
      config: {
        method: 'POST',
        url: '{{ variables.shop_url }}/stock/{{ item.sku }}/reservations',
        body: { quantity: '{{ item.quantity }}' },
      },
    }),
    node('erp', 'action', 'http_request', {
      label: 'Send to the ERP',
      position: at(2, 0.75),
      config: {
        method: 'PUT',
        url: '{{ variables.shop_url }}/orders/{{ trigger.data.id }}?for={{ lower(trigger.data.customer.email) }}',
        body: {
          $mappings: [
            to('order_no', 'trigger.data.id', { required: true }),
            to('buyer.name', 'trigger.data.customer.name', { transformation: { type: 'uppercase' } }),
            to('buyer.country', 'trigger.data.customer.country', { default_value: 'GB' }),
            to('lines[].sku', 'trigger.data.lines[].sku', { required: true }),
            to('lines[].qty', 'trigger.data.lines[].quantity'),
            to('lines[].amount', 'trigger.data.lines[].quantity * trigger.data.lines[].price'),
            to('total', 'trigger.data.total'),
          ],
        },
      },
    }),
    node('vat', 'action', 'data_transform', {
      label: 'With tax',
      position: at(3, 0.75),
      config: { transform_type: 'custom', expression: 'round(trigger.data.total * 1.19, 2)' },
    }),
    node('answer', 'action', 'respond', {
      label: 'Thank the customer',
      position: at(4, 0.75),
      config: { status: 200, body: { order: '{{ trigger.data.id }}', total: '{{ vat }}' } },
    }),
  ],
  edges: [
    { source: 'start', target: 'each' },
    { source: 'each', sourceHandle: 'body', target: 'reserve' },
    { source: 'each', sourceHandle: 'done', target: 'erp' },
    { source: 'erp', target: 'vat' },
    { source: 'vat', target: 'answer' },
  ],
  notes: [
    {
      id: 'why',
      text: '**Why a loop?** The warehouse takes one line at a time.\n\n- each line is held for two hours\n- ask *Katherine* before changing it',
      position: { x: 960, y: -60 },
      width: 260,
      height: 150,
      tint: 'yellow',
    },
  ],
  groups: [{ id: 'closing', label: 'Invoice and answer', tint: 'blue', nodes: ['vat', 'answer'] }],
};

export interface EditorContent {
  erp: Workflow;
  /** What the workflow of the ERP was made from. */
  definition: DefinitionInput;
}

/** Saves while somebody else does. */
export const colleague = {
  name: 'Katherine Johnson',
  email: 'katherine@example.com',
  password: 'a good password',
} as const;

/** A workflow with all that can be drawn, tests of which one fails, and a pinned sample. */
export async function makeEditorContent(api: Api): Promise<EditorContent> {
  await api.send('PUT', '/variables', { data: [{ name: 'shop_url', value: 'https://shop.example.com' }] });
  await api.addMember({ ...colleague, role: 'editor' });
  const erp = await api.workflow('Orders to the ERP', ordersToErp);
  await api.send('PUT', `/workflows/${erp.id}/samples/reserve`, {
    value: {
      status: 201,
      headers: {},
      duration_ms: 38,
      body: { reservation: 'R-771', until: '2026-11-20T16:00:00Z' },
    },
  });
  const lines = [
    { sku: 'LAMP-01', qty: 2, amount: 99 },
    { sku: 'DESK-07', qty: 1, amount: 120 },
  ];
  const tests: [name: string, total: number, expectations: object[]][] = [
    ['An ordinary order', 219, [{ on: 'status', equals: 'success' }]],
    [
      'Lines are sent as the ERP wants them',
      219,
      [
        { on: 'call', step: 'erp', path: 'body.lines', op: 'equals', value: lines },
        {
          on: 'call',
          step: 'erp',
          path: 'body',
          op: 'equals',
          value: {
            order_no: order.id,
            buyer: { name: 'Ada Lovelace', country: 'GB' },
            lines,
            total: '219.00',
          },
        },
      ],
    ],
    ['Each line is reserved once', 219, [{ on: 'call', step: 'reserve', count: 2 }]],
  ];
  for (const [name, total, expectations] of tests)
    await api.send('POST', `/workflows/${erp.id}/tests`, { name, input: { ...order, total }, expectations });
  return { erp, definition: ordersToErp };
}

/** Credentials of three services; nothing is asked of them. */
export async function makeConnections(api: Api): Promise<void> {
  for (const [name, auth, hosts, fields] of [
    ['ERP', 'basic', ['erp.example.com'], { username: 'millrace', password: 'a good password' }],
    ['Shop API', 'bearer', ['*.shop.example.com', 'files.example.com'], { token: 'a-token' }],
    ['Weather', 'query', ['api.weather.example.com'], { name: 'key', value: 'a-key' }],
  ] as const)
    await api.send('POST', '/connections', { name, auth, hosts, fields });
}
