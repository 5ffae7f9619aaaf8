/** What the workloads share: a deployed workflow, and a look at its executions past the product. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { LoadRequest, LoadResult } from '../load.ts';
import { measureMemory } from '../memory.ts';
import type { Product } from '../product.ts';

export interface Deployed {
  workflow_id: string;
  /** Of its webhook; empty where it has none. */
  address: string;
}

export async function deploy(
  product: Product,
  name: string,
  workflow_definition: unknown,
): Promise<Deployed> {
  const made = await product.api<{ id: string }>('POST', '/api/integrations/workflows', {
    name,
    workflow_definition,
  });
  const { webhook_url } = await product.api<{ webhook_url: string | null }>(
    'POST',
    `/api/integrations/workflows/${made.id}/deploy`,
  );
  return {
    workflow_id: made.id,
    address: webhook_url ? product.url + new URL(webhook_url).pathname : '',
  };
}

/** Calls a webhook once. @throws when it answers anything but 200 with this body */
export async function expectAnswer(address: string, body: unknown, wanted: unknown): Promise<void> {
  const answer = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (answer.status !== 200 || text !== JSON.stringify(wanted))
    throw new Error(`The workflow answered ${answer.status}: ${text}`);
}

/** Runs a query on the product's database, past the product. */
export async function query<Row>(product: Product, text: string, values: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: product.database_url });
  await client.connect();
  try {
    await client.query('set role millrace_engine; set search_path to millrace');
    return (await client.query(text, values)).rows as Row[];
  } finally {
    await client.end();
  }
}

/** Executions of a workflow by status. */
export async function statuses(product: Product, { workflow_id }: Deployed): Promise<Record<string, number>> {
  const rows = await query<{ status: string; count: number }>(
    product,
    'select status, count(*)::int as count from workflow_executions where workflow_id = $1 group by status',
    [workflow_id],
  );
  return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
}

/** Loads an address from another process. `watch_pid` is looked at in the middle of it. */
export async function measureLoad(
  request: LoadRequest,
  watch_pid?: number,
): Promise<LoadResult & { server_mb: number; database_mb: number }> {
  const running = load(request);
  const memory = new Promise<{ server_mb: number; database_mb: number }>((resolve, reject) => {
    const look = async () => (watch_pid ? measureMemory(watch_pid) : { server_mb: 0, database_mb: 0 });
    setTimeout(() => look().then(resolve, reject), request.seconds * 800);
  });
  return { ...(await running), ...(await memory) };
}

/** Runs the generator in its own process, so that it shares the machine with the product but not its event loop. */
export async function load(request: LoadRequest): Promise<LoadResult> {
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('../load.ts', import.meta.url)), JSON.stringify(request)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`The load generator ended with ${code}`);
  return JSON.parse(output) as LoadResult;
}

/** Looks every 50 ms until `done` says so. @throws after `seconds` */
export async function until(done: () => Promise<boolean>, seconds: number, what: string): Promise<void> {
  const end = performance.now() + seconds * 1_000;
  while (!(await done())) {
    if (performance.now() > end) throw new Error(`${what} took longer than ${seconds} s`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export const ms = (value: number): string => `${value.toFixed(1)} ms`;
export const perSecond = (rate: number): string => `${Math.round(rate).toLocaleString('en-US')}/s`;
export const percent = (part: number): string => `${Math.round(100 * part)} %`;

/** Nodes one after the other, with ids of their own: each leads to the next. */
export function chain(nodes: readonly ({ id: string } & Record<string, unknown>)[]): unknown {
  const edges = nodes.slice(1).map((node, index) => ({ source: nodes[index]!.id, target: node.id }));
  return { nodes, edges };
}

export const webhook = {
  id: 'order',
  type: 'trigger',
  subtype: 'webhook',
  config: { method: 'POST', auth: 'none', respond: 'when_finished' },
};

export const order = {
  id: 'A-1042',
  customer: { name: 'Ada Lovelace', email: 'ada@example.com' },
  lines: [
    { sku: 'LAMP-01', quantity: 2, price: 49.5 },
    { sku: 'DESK-07', quantity: 1, price: 120 },
  ],
  total: 219,
};
