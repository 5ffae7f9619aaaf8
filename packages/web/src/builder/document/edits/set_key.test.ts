import { describe, expect, it } from 'vitest';
import { draw } from '../testing.ts';
import { rewriteExpression } from './rewrite_references.ts';
import { setKey, setKeys } from './set_key.ts';

const rename = (source: string) => rewriteExpression(source, new Map([['order', 'invoice']]));

describe('renaming in an expression', () => {
  it.each([
    ['order.total', 'invoice.total'],
    ['order', 'invoice'],
    ['order.order.order', 'invoice.order.order'],
    ['order?.total + order[0]', 'invoice?.total + invoice[0]'],
    ["'order' + order.total", "'order' + invoice.total"],
    ['"an order" | replace("order", order.name)', '"an order" | replace("order", invoice.name)'],
    ['orders.map(order2 => order2.x)', 'orders.map(order2 => order2.x)'],
    ['step.order.output', 'step.invoice.output'],
    ['my.step.order', 'my.step.order'],
    ['{ order: order.id, ...order }', '{ order: invoice.id, ...invoice }'],
    ['x ? order : order.y', 'x ? invoice : invoice.y'],
    ['`${order.id}/order`', '`${invoice.id}/order`'],
    [
      "`a ${`order ${order} ${ { order: '}' }.order }`} order`",
      "`a ${`order ${invoice} ${ { order: '}' }.order }`} order`",
    ],
    ['`unclosed ${order', '`unclosed ${invoice'],
    ["items['order']", "items['order']"],
    ["'it\\'s order' + order", "'it\\'s order' + invoice"],
    ['step ?. order.output', 'step ?. invoice.output'],
    ['step . order', 'step . invoice'],
    ['my_step.order', 'my_step.order'],
    ['f(... order, order (1), { a , order : 1 })', 'f(... invoice, order (1), { a , order : 1 })'],
  ])('%s becomes %s', (source, expected) => {
    expect(rename(source)).toBe(expected);
  });
});

describe('giving a node another key', () => {
  const definition = draw({
    t: 'webhook',
    order: ['http_request', { url: 'https://x/{{ trigger.data.id }}' }],
    next: [
      'http_request',
      {
        url: 'https://y/{{ order.body.id }}/order',
        headers: { 'X-Id': '{{ order.status }}' },
        body: { a: ['\\{{ order }} {{ order.body }}'] },
      },
    ],
    check: ['if', { condition: 'order.status == 200' }],
    free: ['respond', { body: 'order' }],
    mapped: [
      'http_request',
      {
        body: {
          $mappings: [
            {
              target_field: 'order',
              source_path: 'order.body.id',
              default_value: '{{ order.status }} order',
            },
            { target_field: 'lines[].sku', source_path: 'order.body.items[].order' },
          ],
        },
      },
    ],
  });
  const renamed = setKey(definition, 'order', 'invoice');
  const config = (id: string) => renamed.nodes.find((node) => node.id === id)!.config;

  it('changes what reads it, in templates and in bare expressions', () => {
    expect(config('next')).toEqual({
      url: 'https://y/{{ invoice.body.id }}/order',
      headers: { 'X-Id': '{{ invoice.status }}' },
      body: { a: ['\\{{ order }} {{ invoice.body }}'] },
    });
    expect(config('check')).toEqual({ condition: 'invoice.status == 200' });
    expect(config('mapped').body).toEqual({
      $mappings: [
        {
          target_field: 'order',
          source_path: 'invoice.body.id',
          default_value: '{{ invoice.status }} order',
        },
        { target_field: 'lines[].sku', source_path: 'invoice.body.items[].order' },
      ],
    });
  });

  it('leaves text and what does not read it alone', () => {
    expect(config('free')).toEqual({ body: 'order' });
    expect(renamed.nodes[4]).toBe(definition.nodes[4]);
  });

  it('rewrites nothing where two nodes had the key: nobody knows which was meant', () => {
    const twice = {
      ...definition,
      nodes: definition.nodes.map((node) => (node.id === 'free' ? { ...node, key: 'order' } : node)),
    };
    expect(setKey(twice, 'free', 'answer').nodes.find((node) => node.id === 'next')!.config).toEqual(
      definition.nodes[2]!.config,
    );
  });
});

describe('giving many nodes other keys at once', () => {
  it('exchanges two keys, and whoever reads them reads the same nodes', () => {
    const definition = draw({
      a: ['http_request', { url: '{{ b.x }}' }],
      b: ['http_request', { url: '{{ a.x + b.x }}' }],
    });
    const next = setKeys(
      definition,
      new Map([
        ['a', 'b'],
        ['b', 'a'],
      ]),
    );
    expect(next.nodes.map(({ id, key, config }) => [id, key, config.url])).toEqual([
      ['a', 'b', '{{ a.x }}'],
      ['b', 'a', '{{ b.x + a.x }}'],
    ]);
  });

  it('is the same definition where nothing is called otherwise', () => {
    const definition = draw({ a: 'manual' });
    expect(setKeys(definition, new Map([['a', 'a']]))).toBe(definition);
    expect(setKeys(definition, new Map([['gone', 'b']]))).toBe(definition);
  });
});
