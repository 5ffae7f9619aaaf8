/**
 * `npm run bench`: how fast this installation is on this machine, in one table. Starts the real product with a data directory of
 * its own, loads it from another process, and beside every number stands what the machine gives without the product.
 *
 * `BENCH_SECONDS` (default 8): length of each measurement. `BENCH_PROFILE=<directory>`: writes a CPU profile of the product.
 */

import { measureEditor } from './editor.ts';
import { expressionRate } from './expressions.ts';
import { measureMemory } from './memory.ts';
import { startProduct } from './product.ts';
import { rawEcho, rawInsert } from './raw_limits.ts';
import { printTable, type Row } from './table.ts';
import { countExecutions, makeW1, measureLoad } from './w1.ts';

const seconds = Number(process.env.BENCH_SECONDS ?? 8);
const connections = [1, 10, 50, 100];
const rows: Row[] = [];

const product = await startProduct();
try {
  rows.push(['Start, empty machine to ready', `${(product.first_start_ms / 1000).toFixed(1)} s`]);
  rows.push(['Start again', `${(product.second_start_ms / 1000).toFixed(1)} s`]);
  const idle = await measureMemory(product.pid);
  const w1 = await makeW1(product);
  await measureLoad(w1, { connections: 50, seconds: Math.min(3, seconds) }); // warm
  let answered = await countExecutions(product, w1);
  const echo = await rawEcho(seconds);
  const insert = await rawInsert(product.database_url, Math.min(5, seconds));
  for (const count of connections) {
    const load = await measureLoad(w1, { connections: count, seconds, watch_pid: product.pid });
    const stored = await countExecutions(product, w1);
    const missing = load.ok - (stored.complete - answered.complete);
    answered = stored;
    rows.push([
      `W1 webhook → map 3 fields → respond, ${count} connection${count > 1 ? 's' : ''}`,
      `${Math.round(load.rate)}/s`,
      `p50 ${load.p50.toFixed(1)} ms, p99 ${load.p99.toFixed(1)} ms`,
      `errors ${load.errors}, answered but not stored ${Math.max(0, missing)}`,
    ]);
    if (count === 50) {
      rows.push([
        '  of Fastify echo alone',
        `${Math.round((100 * load.rate) / echo)} %`,
        `${Math.round(echo)}/s`,
      ]);
      rows.push([
        '  of batched insert and settle alone',
        `${Math.round((100 * load.rate) / insert)} %`,
        `${Math.round(insert)}/s`,
      ]);
      rows.push([
        'Memory of the server, idle / under load',
        `${idle.server_mb} MB / ${load.server_mb} MB`,
        `PostgreSQL ${idle.database_mb} MB / ${load.database_mb} MB`,
      ]);
    }
    if (load.errors > 0 || missing > 0) process.exitCode = 1;
  }
  for (const [name, rate] of expressionRate())
    rows.push([`Expression ${name}`, `${Math.round(rate / 1000)}k/s`]);
  rows.push(...(await measureEditor(product)));
} finally {
  await product.stop();
}
printTable(rows);
