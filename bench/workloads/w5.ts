/** W5: a burst of queued executions, drained by workers that start afterwards. */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbeddedDatabase } from '@millrace/server/embedded';
import autocannon from 'autocannon';
import { type Product, startProduct, startWorker } from '../product.ts';
import type { Row } from '../table.ts';
import { chain, deploy, order, perSecond, statuses, until } from './workload.ts';

const burst = 10_000;
const definition = chain([
  { id: 'start', type: 'trigger', subtype: 'manual', config: {} },
  {
    id: 'map',
    type: 'action',
    subtype: 'data_transform',
    config: { transform_type: 'custom', expression: '{ total: trigger.data.total * 2 }' },
  },
]);

export async function w5(): Promise<Row[]> {
  const data_dir = await mkdtemp(path.join(tmpdir(), 'millrace-bench-'));
  await chmod(data_dir, 0o711);
  // Of its own, because it has to have room for the connections of all the workers.
  const database = await startEmbeddedDatabase({ data_dir, max_connections: 300 });
  try {
    return await drainByWorkers(database.url);
  } finally {
    await database.stop();
    await rm(data_dir, { recursive: true, force: true });
  }
}

async function drainByWorkers(database_url: string): Promise<Row[]> {
  const product = await startProduct({
    env: { MILLRACE_ROLE: 'api', MILLRACE_MAX_QUEUED: '20000', DATABASE_URL: database_url },
  });
  try {
    const rows: Row[] = [];
    let first = 0;
    for (const workers of [1, 2, 4]) {
      const { queued, rate } = await drain(product, workers);
      first ||= rate;
      rows.push([
        `W5 burst of ${burst.toLocaleString('en-US')} queued, drained by ${workers} worker${workers > 1 ? 's' : ''}`,
        perSecond(rate),
        workers === 1 ? `queued at ${perSecond(queued)}` : `${(rate / first).toFixed(2)} times one worker`,
      ]);
    }
    return rows;
  } finally {
    await product.stop();
  }
}

async function drain(product: Product, workers: number): Promise<{ queued: number; rate: number }> {
  const workflow = await deploy(product, `W5 with ${workers}`, definition);
  const sent = await autocannon({
    url: `${product.url}/api/integrations/workflows/${workflow.workflow_id}/execute`,
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: product.cookie, origin: product.url },
    body: JSON.stringify({ input: order }),
    connections: 20,
    amount: burst,
  });
  if (sent['2xx'] !== burst) throw new Error(`Only ${sent['2xx']} of ${burst} were accepted`);
  const started = await Promise.all(Array.from({ length: workers }, () => startWorker(product)));
  const done = async () => (await statuses(product, workflow)).success ?? 0;
  try {
    await until(async () => (await done()) > 0, 30, 'The first execution');
    const since = performance.now();
    const before = await done();
    await until(async () => (await done()) === burst, 120, 'The burst');
    const rate = (burst - before) / ((performance.now() - since) / 1_000);
    return { queued: burst / sent.duration, rate };
  } finally {
    await Promise.all(started.map((worker) => worker.stop()));
  }
}
