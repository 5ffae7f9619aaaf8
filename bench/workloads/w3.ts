/** W3: ten transforms one after the other. */
import type { Product } from '../product.ts';
import type { Row } from '../table.ts';
import { chain, deploy, expectAnswer, load, measureLoad, ms, order, perSecond, webhook } from './workload.ts';

const steps = Array.from({ length: 10 }, (_, index) => ({
  id: `t${index}`,
  key: `t${index}`,
  type: 'action',
  subtype: 'data_transform',
  config: {
    transform_type: 'map_fields',
    input: index === 0 ? '{{ { n: trigger.data.total } }}' : `{{ t${index - 1} }}`,
    mappings: [{ target_field: 'n', source_path: 'n + 1' }],
  },
}));

export async function w3(product: Product, seconds: number): Promise<Row[]> {
  const { address: url } = await deploy(product, 'W3', chain([webhook, ...steps]));
  await expectAnswer(url, order, { n: order.total + 10 });
  const request = { url, body: JSON.stringify(order), connections: 50 };
  await load({ ...request, seconds: Math.min(3, seconds) });
  const result = await measureLoad({ ...request, seconds }, product.pid);
  return [
    [
      'W3 ten chained transforms, 50 connections',
      perSecond(result.rate),
      `p50 ${ms(result.p50)}, p99 ${ms(result.p99)}`,
      `errors ${result.errors}, memory ${result.server_mb} MB`,
    ],
  ];
}
