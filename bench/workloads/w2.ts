/** W2: an order comes in, its customer is looked up over HTTP, mapped, looked at, and the caller answered. */
import type { Product } from '../product.ts';
import type { Row } from '../table.ts';
import { withTarget } from './with_target.ts';
import {
  deploy,
  expectAnswer,
  load,
  measureLoad,
  ms,
  order,
  percent,
  perSecond,
  webhook,
} from './workload.ts';

const definition = (address: string) => ({
  nodes: [
    webhook,
    {
      id: 'call',
      type: 'action',
      subtype: 'http_request',
      key: 'customer',
      config: { method: 'GET', url: address },
    },
    {
      id: 'map',
      type: 'action',
      subtype: 'data_transform',
      config: {
        transform_type: 'map_fields',
        input: '{{ customer.body }}',
        mappings: [
          { target_field: 'customer', source_path: 'name' },
          { target_field: 'credit', source_path: 'credit' },
        ],
      },
    },
    {
      id: 'enough',
      type: 'conditional',
      subtype: 'if',
      config: { condition: 'transform.credit >= trigger.data.total' },
    },
    {
      id: 'yes',
      type: 'action',
      subtype: 'respond',
      key: 'yes',
      config: { status: 200, body: '{{ transform }}' },
    },
    { id: 'no', type: 'action', subtype: 'respond', key: 'no', config: { status: 402, body: {} } },
  ],
  edges: [
    { source: 'order', target: 'call' },
    { source: 'call', target: 'map' },
    { source: 'map', target: 'enough' },
    { source: 'enough', sourceHandle: 'true', target: 'yes' },
    { source: 'enough', sourceHandle: 'false', target: 'no' },
  ],
});

export async function w2(product: Product, seconds: number): Promise<Row[]> {
  return withTarget(0, async (address) => {
    const { address: url } = await deploy(product, 'W2', definition(address));
    await expectAnswer(url, order, { customer: 'Ada Lovelace', credit: 1_200 });
    const request = { url, body: JSON.stringify(order), connections: 50 };
    await load({ ...request, seconds: Math.min(3, seconds) });
    const alone = await load({ ...request, url: address, seconds: Math.min(4, seconds) });
    const result = await measureLoad({ ...request, seconds }, product.pid);
    return [
      [
        'W2 webhook → HTTP call → map → if → respond, 50 connections',
        perSecond(result.rate),
        `p50 ${ms(result.p50)}, p99 ${ms(result.p99)}`,
        `errors ${result.errors}, memory ${result.server_mb} MB`,
      ],
      ['  of the called server alone', percent(result.rate / alone.rate), perSecond(alone.rate)],
    ];
  });
}
