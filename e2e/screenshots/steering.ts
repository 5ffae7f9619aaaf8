import type { DefinitionInput, Workflow } from '@millrace/core';
import { expect } from '@playwright/test';
import type { Api } from '../harness/api.ts';

type Node = DefinitionInput['nodes'][number];

const at = (column: number, row: number) => ({ x: column * 300, y: 160 + row * 160 });
const node = (id: string, type: string, subtype: string, rest: Omit<Node, 'id' | 'type' | 'subtype'>): Node =>
  ({ id, type, subtype, key: id, ...rest }) as Node;

/** A loop in which one item fails, and the report after it. */
const invoices: DefinitionInput = {
  nodes: [
    node('start', 'trigger', 'manual', { label: 'First of the month', position: at(0, 0) }),
    node('each', 'control', 'loop', {
      label: 'Each invoice',
      position: at(1, 0),
      config: { items: '{{ trigger.data.invoices }}', concurrency: 5, on_item_error: 'collect' },
    }),
    node('letter', 'action', 'data_transform', {
      label: 'Write the letter',
      position: at(2, -0.75),
      config: {
        transform_type: 'map_fields',
        input: '{{ item }}',
        mappings: [
          { target_field: 'to', source_path: 'email', required: true },
          { target_field: 'subject', source_path: 'number', transformation: { type: 'uppercase' } },
          { target_field: 'total', source_path: 'total' },
        ],
      },
    }),
    node('send', 'action', 'http_request', {
      label: 'Send it',
      position: at(3, -0.75),
      config: { method: 'POST', url: '{{ variables.shop_url }}/letters', body: '{{ letter }}' },
    }),
    node('report', 'action', 'data_transform', {
      label: 'Report',
      position: at(2, 0.75),
      config: {
        transform_type: 'custom',
        expression: '{ sent: each.results | count, failed: each.errors | count }',
      },
    }),
  ],
  edges: [
    { source: 'start', target: 'each' },
    { source: 'each', sourceHandle: 'body', target: 'letter' },
    { source: 'letter', target: 'send' },
    { source: 'each', sourceHandle: 'done', target: 'report' },
  ],
};

/** A person decides before money leaves. */
const refunds: DefinitionInput = {
  nodes: [
    node('start', 'trigger', 'manual', { label: 'Refund asked', position: at(0, 0) }),
    node('ask', 'control', 'approval', {
      label: 'May we pay it back?',
      position: at(1, 0),
      config: {
        title: 'Refund {{ trigger.data.total }} € for {{ trigger.data.order }}?',
        message:
          '{{ trigger.data.customer }} writes: {{ trigger.data.reason }}\nThe order was delivered on {{ trigger.data.delivered }}.',
        approvers: ['editor'],
        deadline: { value: 2, unit: 'days' },
      },
    }),
    node('pay', 'action', 'http_request', {
      label: 'Pay back',
      position: at(2, -1),
      config: {
        method: 'POST',
        url: '{{ variables.shop_url }}/refunds',
        body: { order: '{{ trigger.data.order }}', approved_by: '{{ ask.decided_by }}' },
      },
    }),
    node('refuse', 'action', 'data_transform', {
      label: 'Friendly refusal',
      position: at(2, 0),
      config: { transform_type: 'custom', expression: '{ comment: ask.comment }' },
    }),
    node('late', 'control', 'stop', {
      label: 'Nobody decided',
      position: at(2, 1),
      config: { status: 'error', message: 'Nobody decided in two days' },
    }),
  ],
  edges: [
    { source: 'start', target: 'ask' },
    { source: 'ask', sourceHandle: 'approved', target: 'pay' },
    { source: 'ask', sourceHandle: 'rejected', target: 'refuse' },
    { source: 'ask', sourceHandle: 'timeout', target: 'late' },
  ],
};

export interface Steering {
  invoices: Workflow;
  /** One execution of it, in which one of its items failed. */
  looped: string;
  /** One that waits for a decision. */
  waiting: string;
}

const people = ['Ada Lovelace', 'Alan Turing', 'Barbara Liskov', 'Donald Knuth', 'Radia Perlman'];

/** Workflows that loop and ask, and what ran and waits of them. */
export async function makeSteering(api: Api): Promise<Steering> {
  const monthly = await api.deployed('Invoices of the month', invoices);
  const list = Array.from({ length: 24 }, (_, index) => {
    const name = people[index % people.length]!;
    const email = index === 16 ? undefined : `${name.split(' ')[0]!.toLowerCase()}@example.com`;
    return { number: `r-2026-11-${101 + index}`, customer: name, email, total: 40 + index * 13 };
  });
  const { id: looped } = await api.run(monthly.id, { invoices: list });
  const asking = await api.deployed('Refunds that somebody approves', refunds);
  const ids: string[] = [];
  for (const [order, customer, total, reason] of [
    ['A-1017', 'Donald Knuth', 340, 'the desk came with three legs, and I need the fourth.'],
    ['A-1031', 'Radia Perlman', 128, 'I ordered two lamps and have a tree.'],
    ['A-1042', 'Ada Lovelace', 219, 'the lamp flickers whenever I compute.'],
  ] as const)
    ids.push(await start(api, asking.id, { order, customer, total, reason, delivered: '12 November' }));
  await decideFirst(api, ids[0]!);
  return { invoices: monthly, looped, waiting: ids[2]! };
}

async function start(api: Api, workflow_id: string, input: unknown): Promise<string> {
  const { execution_id } = await api.send<{ execution_id: string }>(
    'POST',
    `/workflows/${workflow_id}/execute`,
    { input },
  );
  await expect.poll(async () => (await approvals(api, execution_id)).length).toBe(1);
  return execution_id;
}

async function decideFirst(api: Api, execution_id: string): Promise<void> {
  const [asked] = await approvals(api, execution_id);
  await api.send('POST', `/approvals/${asked!.id}`, {
    decision: 'approved',
    comment: 'The shop has the photograph.',
  });
}

async function approvals(api: Api, execution_id: string): Promise<{ id: string }[]> {
  const page = await api.send<{ data: { id: string }[] }>('GET', `/approvals?execution_id=${execution_id}`);
  return page.data;
}
