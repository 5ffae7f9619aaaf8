import type { DefinitionInput, Workflow } from '@millrace/core';
import { openFactories } from '@millrace/server/testing';
import type { Api } from '../harness/api.ts';
import type { LocalServer } from '../harness/local_server.ts';

type Node = DefinitionInput['nodes'][number];

/** What the webhook of the shop sends. */
export const order = {
  id: 'A-1042',
  customer: { name: 'Ada Lovelace', email: 'ada@example.com', country: 'GB' },
  lines: [
    { sku: 'LAMP-01', quantity: 2, price: 49.5 },
    { sku: 'DESK-07', quantity: 1, price: 120 },
  ],
  total: 219,
};

const at = (column: number, row: number) => ({ x: column * 300, y: 160 + row * 160 });

const mapOrder: Node = {
  id: 'map',
  type: 'action',
  subtype: 'data_transform',
  key: 'order',
  label: 'Map the order',
  position: at(1, 0),
  config: {
    transform_type: 'map_fields',
    input: '{{ trigger.data }}',
    mappings: [
      { target_field: 'number', source_path: 'id', required: true },
      {
        target_field: 'customer.name',
        source_path: 'customer.name',
        transformation: { type: 'uppercase' },
      },
      {
        target_field: 'customer.email',
        source_path: 'customer.email',
        transformation: { type: 'lowercase' },
      },
      {
        target_field: 'total',
        source_path: 'total',
        transformation: { type: 'number_format', params: { format: '0,0.00' } },
        default_value: 0,
      },
    ],
  },
};

function trigger(subtype: string, label: string, config: Record<string, unknown>): Node {
  return { id: 'start', type: 'trigger', subtype, label, position: at(0, 0), config } as Node;
}

function call(label: string, path: string, position = at(3, -0.75)): Node {
  const config = {
    method: 'POST',
    url: `{{ variables.shop_url }}${path}`,
    body: { order: '{{ order.number }}', customer: '{{ order.customer.name }}' },
  };
  return {
    id: 'call',
    type: 'action',
    subtype: 'http_request',
    key: 'answer',
    label,
    position,
    config,
  } as Node;
}

const orders: DefinitionInput = {
  nodes: [
    trigger('webhook', 'Order received', { method: 'POST', respond: 'when_finished', sample: order }),
    mapOrder,
    {
      id: 'large',
      type: 'conditional',
      subtype: 'if',
      key: 'large',
      label: 'Over 100?',
      position: at(2, 0),
      config: { conditions: [{ left: 'trigger.data.total', op: 'greater', right: 100 }] },
    },
    call('Reserve in the warehouse', '/reservations'),
    {
      id: 'answer_small',
      type: 'action',
      subtype: 'respond',
      key: 'answer_small',
      label: 'Answer: automatic',
      position: at(3, 0.75),
      config: { status: 200, body: { order: '{{ order.number }}', handling: 'automatic' } },
    },
  ],
  edges: [
    { source: 'start', target: 'map' },
    { source: 'map', target: 'large' },
    { source: 'large', sourceHandle: 'true', target: 'call' },
    { source: 'large', sourceHandle: 'false', target: 'answer_small' },
  ],
};

/** A trigger and one step that computes. */
function short(first: Node, expression: string): DefinitionInput {
  const compute = { transform_type: 'custom', expression };
  return {
    nodes: [first, { ...mapOrder, label: 'Prepare the report', config: compute }],
    edges: [{ source: 'start', target: 'map' }],
  };
}

const working_days = { schedule_type: 'cron', cron: '0 9 * * 1-5', timezone: 'Europe/Berlin' };
const nightly = { schedule_type: 'cron', cron: '30 2 * * *', timezone: 'UTC' };

export interface Content {
  orders: Workflow;
  /** A draft that a deploy refuses. */
  refunds: Workflow;
}

/** An organization that has worked with the product for a week. */
export async function makeContent(api: Api, shop: LocalServer): Promise<Content> {
  await api.send('PUT', '/variables', {
    data: [
      { name: 'shop_url', value: shop.url },
      { name: 'currency', value: 'EUR' },
      { name: 'refund_limit', value: 250 },
    ],
  });
  await api.send('PUT', '/event-types', {
    data: [
      { name: 'customer.created', description: 'Somebody opened an account', sample: order.customer },
      { name: 'order.created', description: 'An order was paid', sample: order },
    ],
  });
  for (const [name, role] of [
    ['Grace Hopper', 'admin'],
    ['Katherine Johnson', 'editor'],
    ['Edsger Wybe Dijkstra', 'viewer'],
  ] as const) {
    const email = `${name.split(' ')[0]!.toLowerCase()}@example.com`;
    await api.addMember({ name, email, password: 'a good password', role });
  }
  for (const [name, role] of [
    ['Shop backend', 'editor'],
    ['Monitoring', 'viewer'],
  ])
    await api.send('POST', '/api-keys', { name, role });
  await api.send('POST', '/workflows/sample');
  const refunds = await api.workflow('Refunds above the limit', {
    nodes: [
      trigger('event', 'Refund asked', {}),
      { ...call('Pay back', '/refunds', at(1, 0)), config: { method: 'POST' } },
      {
        ...mapOrder,
        label: 'Thank-you letter',
        position: at(1, 1),
        config: { transform_type: 'map_fields' },
      },
    ],
    edges: [{ source: 'start', target: 'call' }],
  });
  const reminders = await api.deployed(
    'Invoice reminders on working days',
    short(trigger('schedule', 'Working days at 9:00', working_days), 'trigger.data.scheduled_at'),
  );
  await api.deployed(
    'New customers to the CRM, the newsletter, and the welcome letter of the month',
    short(
      trigger('event', 'Customer created', { event_type: 'customer.created' }),
      'upper(trigger.data.name)',
    ),
  );
  const stock = await api.deployed(
    'Nightly stock report',
    short(trigger('schedule', 'Every night', nightly), '{ night: trigger.data.scheduled_at }'),
  );
  await api.send('POST', `/workflows/${stock.id}/pause`);
  const main = await api.deployed('Orders to the warehouse', orders);
  await runAll(api, shop, main, reminders);
  return { orders: main, refunds };
}

const buyers = ['Ada Lovelace', 'Alan Turing', 'Barbara Liskov', 'Donald Knuth', 'Radia Perlman'];

async function runAll(api: Api, shop: LocalServer, main: Workflow, reminders: Workflow): Promise<void> {
  for (let run = 0; run < 60; run++) {
    const fails = run % 9 === 4;
    shop.answer = fails
      ? { status: 503, body: { reason: 'The warehouse is counting its stock' } }
      : { status: 200, body: { shelf: `B-${10 + run}` } };
    const name = buyers[run % buyers.length]!;
    const customer = { name, email: `${name.split(' ')[0]}@Example.com`, country: 'GB' };
    const total = fails ? 340 : 20 + run * 7;
    await fetch(main.webhook_url!, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...order, id: `A-${1000 + run}`, customer, total }),
    });
    if (run % 3 === 0) await api.run(reminders.id);
    if (run % 3 === 1) await api.send('POST', '/events', { type: 'customer.created', data: customer });
  }
}

/** Moves what ran just now over the last seven days, newest last. */
export async function giveItAPast(data_dir: string): Promise<void> {
  await using factories = await openFactories(data_dir);
  await factories.db.asEngine((tx) =>
    tx.query(`
      with aged as (
        select id, make_interval(mins => (power(row_number() over (order by id desc) - 1, 1.35) * 17)::int) as age
        from workflow_executions)
      update workflow_executions e set created_at = e.created_at - age, started_at = e.started_at - age,
        finished_at = e.finished_at - age from aged where aged.id = e.id`),
  );
}
