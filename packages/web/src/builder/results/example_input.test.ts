import { expect, it } from 'vitest';
import { draw } from '../document/testing.ts';
import { exampleInput } from './example_input.ts';

it('is made from what the expressions read of the trigger', () => {
  const definition = draw({
    t: 'webhook',
    h: [
      'http_request',
      {
        url: 'https://x/{{ trigger.data.order_id }}',
        body: { mail: '{{ trigger.payload.customer.email | trim }}' },
      },
    ],
    c: ['if', { conditions: [{ left: 'trigger.data.total', op: 'greater', right: 100 }] }],
    s: ['switch', { cases: [{ condition: "trigger.data.status == 'paid'" }] }],
  });
  expect(exampleInput(definition)).toEqual({
    order_id: '1001',
    customer: { email: 'ada@example.com' },
    total: 120.5,
    status: 'active',
  });
});

it('follows the input of a transform', () => {
  const definition = draw({
    t: 'webhook',
    order: [
      'data_transform',
      {
        input: '{{ trigger.data }}',
        mappings: [
          { target_field: 'a', source_path: 'customer.name' },
          { target_field: 'b', source_path: 'workflow.name' },
        ],
      },
    ],
    big: [
      'data_transform',
      {
        transform_type: 'filter_array',
        input: '{{ trigger.data.lines }}',
        condition: 'item.qty > 1 && price > order.limit',
      },
    ],
  });
  expect(exampleInput(definition)).toEqual({
    customer: { name: 'Ada Lovelace' },
    lines: [{ qty: 2, price: 120.5 }],
  });
});

it('follows mappings, those of a mapped body and of the entries of a list too', () => {
  const body = {
    $mappings: [
      { target_field: 'number', source_path: 'trigger.data.id' },
      { target_field: 'lines[].sku', source_path: 'trigger.data.items[].sku' },
      {
        target_field: 'lines[].sum',
        source_path: '{{ trigger.data.items[].qty * trigger.data.items[].price }}',
      },
    ],
  };
  expect(exampleInput(draw({ t: 'webhook', h: ['http_request', { body }] }))).toEqual({
    id: '1001',
    items: [{ sku: 'text', qty: 2, price: 120.5 }],
  });
});

it('knows a list by its index, and is nothing where nothing is read', () => {
  expect(
    exampleInput(draw({ t: 'manual', r: ['respond', { body: '{{ trigger.data.lines[0].sku }}' }] })),
  ).toEqual({ lines: [{ sku: 'text' }] });
  expect(exampleInput(draw({ t: 'manual', r: ['respond', { body: 'hello {{ ( }}' }] }))).toBeUndefined();
  expect(exampleInput(draw({ t: 'manual', r: ['respond', { body: '{{ trigger.data }}' }] }))).toBeUndefined();
});

it('is the sample that the trigger carries, where it carries one', () => {
  const sample = { id: 'A-1', total: 7 };
  expect(
    exampleInput(draw({ t: ['webhook', { sample }], r: ['respond', { body: '{{ trigger.data.id }}' }] })),
  ).toBe(sample);
});

it('follows the items of loops, one in another too', () => {
  const definition = draw(
    {
      t: 'webhook',
      orders: ['loop', { items: '{{ trigger.data.orders }}' }],
      mail: ['http_request', { url: 'https://x/{{ item.id }}', body: { to: '{{ orders.item.email }}' } }],
    },
    't>orders',
    'orders:body>mail',
  );
  expect(exampleInput(definition)).toEqual({ orders: [{ id: '1001', email: 'ada@example.com' }] });
});
