/** W4: calls of a slow server side by side: what is lost against the ideal of connections / 200 ms. */
import { readFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import type { Product } from '../product.ts';
import type { Row } from '../table.ts';
import { withTarget } from './with_target.ts';
import { chain, deploy, load, measureLoad, ms, order, percent, perSecond, webhook } from './workload.ts';

const delay_ms = 200;

export async function w4(product: Product, seconds: number): Promise<Row[]> {
  return withTarget(delay_ms, async (address) => {
    const call = {
      id: 'call',
      type: 'action',
      subtype: 'http_request',
      config: { method: 'GET', url: address },
    };
    const { address: url } = await deploy(product, 'W4', chain([webhook, call]));
    const rows: Row[] = [];
    for (const connections of [100, 500]) {
      const request = { url, body: JSON.stringify(order), connections, spread_ms: delay_ms };
      await load({ ...request, seconds: Math.min(3, seconds) });
      const alone = await load({ ...request, url: address, seconds });
      const cpu_before = await cpuSeconds(product.pid);
      const idle_before = idleSeconds();
      const since = performance.now();
      const result = await measureLoad({ ...request, seconds }, product.pid);
      const elapsed = (performance.now() - since) / 1_000;
      const cpu = ((await cpuSeconds(product.pid)) - cpu_before) / elapsed;
      const machine = 1 - (idleSeconds() - idle_before) / elapsed / cpus().length;
      const ideal = connections / (delay_ms / 1_000);
      rows.push([
        `W4 HTTP call of ${delay_ms} ms, ${connections} side by side`,
        perSecond(result.rate),
        `${percent(result.rate / ideal)} of the ideal ${perSecond(ideal)}, p50 ${ms(result.p50)}`,
        `errors ${result.errors}, memory ${result.server_mb} MB, ${percent(cpu)} of one core, machine ${percent(machine)} busy`,
      ]);
      rows.push(['  of the called server alone', percent(result.rate / alone.rate), perSecond(alone.rate)]);
    }
    return rows;
  });
}

/** User and system time of a process so far. */
async function cpuSeconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // The name in parentheses may hold blanks; the 14th and 15th fields are the times, in hundredths.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Time in which a core had nothing to do, over all cores, since the machine started. */
function idleSeconds(): number {
  return cpus().reduce((sum, { times }) => sum + times.idle, 0) / 1_000;
}
