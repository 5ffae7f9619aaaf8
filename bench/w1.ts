/** W1: an order comes in over a webhook, three fields are mapped, the caller gets them when the execution has ended. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { LoadRequest, LoadResult } from './load.ts';
import { measureMemory } from './memory.ts';
import type { Product } from './product.ts';

export interface W1 {
  workflow_id: string;
  address: string;
}

const order = {
  id: 'A-1042',
  customer: { name: 'Ada Lovelace', email: 'ada@example.com' },
  lines: [
    { sku: 'LAMP-01', quantity: 2, price: 49.5 },
    { sku: 'DESK-07', quantity: 1, price: 120 },
  ],
  total: 219,
};

const definition = {
  nodes: [
    {
      id: 'order',
      type: 'trigger',
      subtype: 'webhook',
      config: { method: 'POST', auth: 'none', respond: 'when_finished' },
    },
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
    {
      id: 'answer',
      type: 'action',
      subtype: 'respond',
      config: { status: 200, body: '{{ transform }}' },
    },
  ],
  edges: [
    { source: 'order', target: 'map' },
    { source: 'map', target: 'answer' },
  ],
};

export async function makeW1(product: Product): Promise<W1> {
  const made = await product.api<{ id: string }>('POST', '/api/integrations/workflows', {
    name: 'W1',
    workflow_definition: definition,
  });
  const { webhook_url } = await product.api<{ webhook_url: string }>(
    'POST',
    `/api/integrations/workflows/${made.id}/deploy`,
  );
  const address = product.url + new URL(webhook_url).pathname;
  const answer = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(order),
  });
  const text = await answer.text();
  const wanted = JSON.stringify({ order_id: 'A-1042', customer_name: 'ADA LOVELACE', total: 219 });
  if (answer.status !== 200 || text !== wanted) throw new Error(`W1 answered ${answer.status}: ${text}`);
  return { workflow_id: made.id, address };
}

/** Executions of W1 in the history, and how many of them are complete: output, and a result of every step. */
export async function countExecutions(
  product: Product,
  { workflow_id }: W1,
): Promise<{ all: number; complete: number }> {
  const client = new pg.Client({ connectionString: product.database_url });
  await client.connect();
  try {
    await client.query('set role millrace_engine');
    const { rows } = await client.query(
      `select count(*)::int as all, count(*) filter (where status = 'success' and finished_at is not null
         and output ->> 'status' = '200' and json_array_length(steps) = 3)::int as complete
         from millrace.workflow_executions where workflow_id = $1`,
      [workflow_id],
    );
    return rows[0];
  } finally {
    await client.end();
  }
}

/** Loads W1 from another process. `watch_pid` is looked at in the middle of it. */
export async function measureLoad(
  { address }: W1,
  { connections, seconds, watch_pid }: { connections: number; seconds: number; watch_pid?: number },
): Promise<LoadResult & { server_mb: number; database_mb: number }> {
  const running = load({ url: address, body: JSON.stringify(order), connections, seconds });
  const memory = new Promise<{ server_mb: number; database_mb: number }>((resolve, reject) => {
    const look = async () => (watch_pid ? measureMemory(watch_pid) : { server_mb: 0, database_mb: 0 });
    setTimeout(() => look().then(resolve, reject), seconds * 800);
  });
  return { ...(await running), ...(await memory) };
}

/** Runs the generator in its own process, so that it shares the machine with the product but not its event loop. */
export async function load(request: LoadRequest): Promise<LoadResult> {
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('./load.ts', import.meta.url)), JSON.stringify(request)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`The load generator ended with ${code}`);
  return JSON.parse(output) as LoadResult;
}
