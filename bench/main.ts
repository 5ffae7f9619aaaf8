/**
 * `npm run bench`: how fast this installation is on this machine, in one table. Starts the real product with a data directory of
 * its own, loads it from another process, and beside every number stands what the machine gives without the product.
 *
 * `BENCH_SECONDS` (default 8): length of each measurement. `BENCH_ONLY=w1,w6`: only these; `editor` is all that needs a browser. `BENCH_PROFILE=<directory>`: writes a
 * CPU profile of the product.
 */
import { expressionRate } from './expressions.ts';
import { measureMemory } from './memory.ts';
import { startProduct } from './product.ts';
import { printTable, type Row } from './table.ts';
import { browserMeasures } from './web/measures.ts';
import { w1 } from './workloads/w1.ts';
import { w2 } from './workloads/w2.ts';
import { w3 } from './workloads/w3.ts';
import { w4 } from './workloads/w4.ts';
import { w5 } from './workloads/w5.ts';
import { w6 } from './workloads/w6.ts';
import { w7 } from './workloads/w7.ts';

const seconds = Number(process.env.BENCH_SECONDS ?? 8);
const only = process.env.BENCH_ONLY?.split(',');
const wanted = (name: string): boolean => only?.includes(name) ?? true;
const rows: Row[] = [];
/** What a start needed is given back a moment after it. */
const idle_ms = 8_000;

async function measure(name: string, work: () => Promise<Row[]>): Promise<void> {
  if (!wanted(name)) return;
  try {
    rows.push(...(await work()));
  } catch (error) {
    rows.push([name.toUpperCase(), `failed: ${(error as Error).message}`]);
    process.exitCode = 1;
  }
}

const product = await startProduct({
  start_twice: true,
  env: { MILLRACE_ALLOWED_PRIVATE_HOSTS: '127.0.0.1' },
});
try {
  rows.push(['Start, empty machine to ready', `${(product.first_start_ms / 1000).toFixed(1)} s`]);
  rows.push(['Start again', `${(product.second_start_ms / 1000).toFixed(1)} s`]);
  await new Promise((resolve) => setTimeout(resolve, idle_ms));
  const idle = await measureMemory(product.pid);
  rows.push(['Memory of the server, idle', `${idle.server_mb} MB`, `PostgreSQL ${idle.database_mb} MB`]);
  await measure('w1', async () => {
    const { rows: measured, failed } = await w1(product, seconds);
    if (failed) process.exitCode = 1;
    return measured;
  });
  await measure('w2', () => w2(product, seconds));
  await measure('w3', () => w3(product, seconds));
  await measure('w4', () => w4(product, seconds));
  await measure('w6', () => w6(product));
  await measure('w7', () => w7(product));
  await measure('expressions', async () =>
    expressionRate().map(([name, rate]) => [`Expression ${name}`, `${Math.round(rate / 1000)}k/s`]),
  );
  for (const work of browserMeasures(product)) await measure('editor', work);
} finally {
  await product.stop();
}
await measure('w5', w5);
printTable(rows);
