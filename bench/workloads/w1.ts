/** W1: an order comes in over a webhook, three fields are mapped, the caller gets them when the execution has ended. */
import type { Product } from '../product.ts';
import { rawEcho, rawInsert } from '../raw_limits.ts';
import type { Row } from '../table.ts';
import {
  chain,
  type Deployed,
  deploy,
  expectAnswer,
  measureLoad,
  ms,
  order,
  percent,
  perSecond,
  query,
  webhook,
} from './workload.ts';

const definition = chain([
  webhook,
  {
    id: 'map',
    type: 'action',
    subtype: 'data_transform',
    config: {
      transform_type: 'map_fields',
      input: '{{ trigger.data }}',
      mappings: [
        { target_field: 'order_id', source_path: 'id' },
        {
          target_field: 'customer_name',
          source_path: 'customer.name',
          transformation: { type: 'uppercase' },
        },
        { target_field: 'total', source_path: 'total' },
      ],
    },
  },
  { id: 'answer', type: 'action', subtype: 'respond', config: { status: 200, body: '{{ transform }}' } },
]);

const connections = [1, 10, 50, 100];

export async function w1(product: Product, seconds: number): Promise<{ rows: Row[]; failed: boolean }> {
  const workflow = await deploy(product, 'W1', definition);
  await expectAnswer(workflow.address, order, {
    order_id: 'A-1042',
    customer_name: 'ADA LOVELACE',
    total: 219,
  });
  const request = { url: workflow.address, body: JSON.stringify(order) };
  await measureLoad({ ...request, connections: 50, seconds: Math.min(3, seconds) }); // warm
  let before = await countComplete(product, workflow);
  const echo = await rawEcho(seconds);
  const insert = await rawInsert(product.database_url, Math.min(5, seconds));
  const rows: Row[] = [];
  let failed = false;
  for (const count of connections) {
    const load = await measureLoad({ ...request, connections: count, seconds }, product.pid);
    const stored = await countComplete(product, workflow);
    const missing = Math.max(0, load.ok - (stored - before));
    before = stored;
    failed ||= load.errors > 0 || missing > 0;
    rows.push([
      `W1 webhook → map 3 fields → respond, ${count} connection${count > 1 ? 's' : ''}`,
      perSecond(load.rate),
      `p50 ${ms(load.p50)}, p99 ${ms(load.p99)}`,
      `errors ${load.errors}, answered but not stored ${missing}, memory ${load.server_mb} MB`,
    ]);
    if (count !== 50) continue;
    rows.push(['  of Fastify echo alone', percent(load.rate / echo), perSecond(echo)]);
    rows.push(['  of batched insert and settle alone', percent(load.rate / insert), perSecond(insert)]);
  }
  return { rows, failed };
}

/** Executions in the history that are complete: output, and a result of every step. */
async function countComplete(product: Product, { workflow_id }: Deployed): Promise<number> {
  const [row] = await query<{ complete: number }>(
    product,
    `select count(*) filter (where status = 'success' and finished_at is not null
       and output ->> 'status' = '200' and json_array_length(steps) = 3)::int as complete
       from workflow_executions where workflow_id = $1`,
    [workflow_id],
  );
  return row!.complete;
}
