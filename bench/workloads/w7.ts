/** W7: 10,000 executions that wait, and the moment at which all of them go on. */
import autocannon from 'autocannon';
import { measureMemory } from '../memory.ts';
import type { Product } from '../product.ts';
import type { Row } from '../table.ts';
import { chain, deploy, perSecond, statuses, until } from './workload.ts';

const waiting = 10_000;
const lead_s = 45;

export async function w7(product: Product): Promise<Row[]> {
  const due = new Date(Date.now() + lead_s * 1_000);
  const workflow = await deploy(
    product,
    'W7',
    chain([
      { id: 'start', type: 'trigger', subtype: 'manual', config: {} },
      { id: 'wait', type: 'control', subtype: 'wait', config: { mode: 'until', until: due.toISOString() } },
      {
        id: 'after',
        type: 'action',
        subtype: 'data_transform',
        config: { transform_type: 'custom', expression: 'trigger.data.n' },
      },
    ]),
  );
  const before = await measureMemory(product.pid);
  const since = performance.now();
  const sent = await autocannon({
    url: `${product.url}/api/integrations/workflows/${workflow.workflow_id}/execute`,
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: product.cookie, origin: product.url },
    body: JSON.stringify({ input: { n: 1 } }),
    connections: 20,
    amount: waiting,
  });
  if (sent['2xx'] !== waiting) throw new Error(`Only ${sent['2xx']} of ${waiting} were accepted`);
  await until(async () => (await statuses(product, workflow)).waiting === waiting, 30, 'Parking');
  const parked_s = (performance.now() - since) / 1_000;
  const during = await measureMemory(product.pid);
  await until(async () => Date.now() >= due.getTime(), lead_s, 'The wait');
  const resumed = Date.now();
  await until(async () => (await statuses(product, workflow)).success === waiting, 120, 'Going on');
  const resume_s = (Date.now() - resumed) / 1_000;
  return [
    [
      `W7 ${waiting.toLocaleString('en-US')} executions waiting`,
      `${during.server_mb} MB`,
      `${before.server_mb} MB before; parked at ${perSecond(waiting / parked_s)}`,
      `all went on in ${resume_s.toFixed(1)} s`,
    ],
  ];
}
