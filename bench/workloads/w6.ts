/** W6: one execution with a loop over 10,000 items. */
import { measureMemory } from '../memory.ts';
import type { Product } from '../product.ts';
import type { Row } from '../table.ts';
import { deploy } from './workload.ts';

export const items = 10_000;
export const definition = {
  nodes: [
    { id: 'start', type: 'trigger', subtype: 'manual', config: {} },
    { id: 'loop', type: 'control', subtype: 'loop', config: { items: `{{ range(0, ${items}) }}` } },
    {
      id: 'map',
      type: 'action',
      subtype: 'data_transform',
      config: { transform_type: 'custom', expression: '{ n: item, double: item * 2 }' },
    },
    {
      id: 'sum',
      type: 'action',
      subtype: 'data_transform',
      key: 'sum',
      config: { transform_type: 'custom', expression: 'loop.results | pluck("double") | sum' },
    },
  ],
  edges: [
    { source: 'start', target: 'loop' },
    { source: 'loop', sourceHandle: 'body', target: 'map' },
    { source: 'loop', sourceHandle: 'done', target: 'sum' },
  ],
};

export async function w6(product: Product): Promise<Row[]> {
  const { workflow_id } = await deploy(product, 'W6', definition);
  const times: number[] = [];
  let server_mb = 0;
  for (let turn = 0; turn < 3; turn += 1) {
    const since = performance.now();
    const execution = await product.api<{ status: string; output: unknown }>(
      'POST',
      `/api/integrations/workflows/${workflow_id}/execute?wait=true`,
      { input: {} },
    );
    times.push(performance.now() - since);
    if (execution.status !== 'success' || execution.output !== items * (items - 1))
      throw new Error(`W6 ended ${execution.status} with ${JSON.stringify(execution.output)}`);
    server_mb = Math.max(server_mb, (await measureMemory(product.pid)).server_mb);
  }
  const best = Math.min(...times);
  return [
    [
      `W6 loop over ${items.toLocaleString('en-US')} items`,
      `${(best / 1_000).toFixed(2)} s`,
      `${((best / items) * 1_000).toFixed(0)} µs each, first ${(times[0]! / 1_000).toFixed(2)} s`,
      `memory ${server_mb} MB`,
    ],
  ];
}
