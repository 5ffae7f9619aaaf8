import { describe, expect, test } from 'vitest';
import type { DefinitionInput } from '../definition.ts';
import { parseExpression } from '../expression/parse.ts';
import { parseDefinition } from '../parse_definition.ts';
import { sourcesOfTree } from './expression_sources.ts';
import type { OriginPath } from './origin.ts';
import { type OriginStep, originChain } from './origin_chain.ts';
import { originsOf } from './origins_of.ts';

/** `a.b[0].*` */
function path(text: string): OriginPath {
  return (text.match(/[^.[\]]+/g) ?? []).map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

const written = (parts: OriginPath) =>
  parts.map((part, at) => (typeof part === 'number' ? `[${part}]` : `${at > 0 ? '.' : ''}${part}`)).join('');

describe('a part of an expression comes from', () => {
  test.each([
    // [expression, part, sources]
    ['order.customer.name', '', 'order.customer.name'],
    ['order', 'customer.name', 'order.customer.name'],
    ['order["customer"]', 'name', 'order.customer.name'],
    ['orders[2].id', '', 'orders[2].id'],
    ['orders[at].id', '', 'orders.*.id'],
    ["'fixed'", '', ''],
    ['upper(customer.name)', '', 'customer.name'],
    ['customer.name | upper | trim', '', 'customer.name'],
    ['first_name + " " + last_name', '', 'first_name last_name'],
    ['`${a.b} and ${c}`', '', 'a.b c'],
    ['vip ? a.x : b.x', '', 'a.x b.x'],
    ['if(vip, a, b)', 'x', 'a.x b.x'],
    ['a.name ?? b.name', '', 'a.name b.name'],
    ["default(a.name, 'x')", '', 'a.name'],
    ['{ id: order.id, of: { name: customer.name } }', 'of.name', 'customer.name'],
    ['{ id: order.id, of: { name: customer.name } }', '', 'order.id customer.name'],
    ['{ ...order, id: other.id }', 'id', 'other.id'],
    ['{ ...order, id: other.id }', 'total', 'order.total'],
    ['{ id: other.id, ...order }', 'id', 'other.id order.id'],
    ['[a.x, b.x]', '[1]', 'b.x'],
    ['[a.x, ...rest]', '[1].y', 'a.x.y rest.*.y'],
    ['items.map(i => i.price)', '[3]', 'items[3].price'],
    ['items.map(i => ({ sku: i.sku, of: order.id }))', '[1].sku', 'items[1].sku'],
    ['items.map(i => ({ sku: i.sku, of: order.id }))', '[1].of', 'order.id'],
    ['items | map(i => i.lines | map(l => l.sku))', '[0][2]', 'items[0].lines[2].sku'],
    ['items.filter(i => i.active)', '[0].sku', 'items.*.sku'],
    ['items | where(i => i.active) | sum(i => i.total)', '', 'items.*.total'],
    ["sum(items, 'total')", '', 'items.*.total'],
    ['sum(numbers)', '', 'numbers'],
    ['items.find(i => i.id == wanted)', 'name', 'items.*.name'],
    ['first(items)', 'name', 'items.*.name'],
    ["pluck(items, 'customer.name')", '[1]', 'items[1].customer.name'],
    ["get(order, 'customer.name')", '', 'order.customer.name'],
    ["pick(order, 'id', 'total')", 'total', 'order.total'],
    ['merge(a, b)', 'x', 'a.x b.x'],
    ['flatten(lists)', '[0].x', 'lists.*.*.x'],
    ["groupBy(items, 'country')", 'DE[0].name', 'items.*.name'],
    ['values(byId)', '[0].name', 'byId.*.name'],
    ['items.reduce((sum, i) => sum + i.total, start.at)', '', 'items start.at items.*.total'],
    ['join(tags, separator)', '', 'tags separator'],
    ['-order.total', '', 'order.total'],
    ['order.total > limit', '', 'order.total limit'],
  ])('%s at %j: %s', (source, part, sources) => {
    const found = sourcesOfTree(parseExpression(source), path(part)).map(written);
    expect(found.join(' ')).toBe(sources);
  });
});

const shop: DefinitionInput = {
  nodes: [
    { id: 't', type: 'trigger', subtype: 'webhook', key: 'webhook', config: {} },
    {
      id: 'map',
      type: 'action',
      subtype: 'data_transform',
      key: 'order',
      config: {
        transform_type: 'map_fields',
        input: '{{ trigger.payload.order }}',
        mappings: [
          { target_field: 'customer.name', source_path: 'customer.first + " " + customer.last' },
          {
            target_field: 'total',
            source_path: '{{ total }}',
            transformation: { type: 'multiply', params: { factor: 2 } },
          },
          { target_field: 'address', source_path: 'shipping' },
          { target_field: 'lines[].sku', source_path: 'items[].sku' },
          { target_field: 'shop', source_path: 'variables.shop' },
          { target_field: 'kind', source_path: "'sale'" },
        ],
      },
    },
    {
      id: 'post',
      type: 'action',
      subtype: 'http_request',
      key: 'created',
      config: {
        method: 'POST',
        url: 'https://example.com/{{ order.shop }}/orders',
        body_type: 'json',
        body: { who: '{{ order.customer }}', lines: ['{{ order.lines[0] }}'], at: 'now' },
      },
    },
    {
      id: 'each',
      type: 'control',
      subtype: 'loop',
      key: 'each',
      config: { mode: 'items', items: '{{ created.body.lines }}' },
    },
    {
      id: 'mail',
      type: 'action',
      subtype: 'http_request',
      key: 'mail',
      config: { url: 'https://mail.example.com', body: { to: '{{ item.email }}', n: '{{ each.index }}' } },
    },
    {
      id: 'done',
      type: 'action',
      subtype: 'data_transform',
      key: 'done',
      config: {
        transform_type: 'custom',
        expression: '{ sent: each.results, first: step.created.output.body }',
      },
    },
    { id: 'answer', type: 'action', subtype: 'respond', config: { body: { result: '{{ done }}' } } },
  ],
  edges: [
    { source: 't', target: 'map' },
    { source: 'map', target: 'post' },
    { source: 'post', target: 'each' },
    { source: 'each', target: 'mail', sourceHandle: 'body' },
    { source: 'each', target: 'done', sourceHandle: 'done' },
    { source: 'done', target: 'answer' },
  ],
};

describe('one step back', () => {
  const definition = parseDefinition(shop);
  test.each<[string, 'input' | 'output', string, string]>([
    ['t', 'output', 'data.order', ''],
    ['map', 'output', 'customer.name', 'trigger.data.order.customer.first trigger.data.order.customer.last'],
    ['map', 'output', 'total', 'trigger.data.order.total'],
    ['map', 'output', 'address.city', 'trigger.data.order.shipping.city'],
    ['map', 'output', 'lines[2].sku', 'trigger.data.order.items[2].sku'],
    ['map', 'output', 'shop', 'variables.shop'],
    ['map', 'output', 'kind', ''],
    ['map', 'output', '[1].address', 'trigger.data.order[1].shipping'],
    ['map', 'input', 'input.items', 'trigger.data.order.items'],
    ['post', 'input', 'url', 'order.shop'],
    ['post', 'input', 'body.who.name', 'order.customer.name'],
    ['post', 'input', 'body.lines[0].sku', 'order.lines[0].sku'],
    ['post', 'input', 'body.at', ''],
    ['post', 'output', 'body.id', ''],
    ['each', 'output', 'items[1].email', 'created.body.lines[1].email'],
    ['each', 'output', 'results[1].status', 'mail.status'],
    ['mail', 'input', 'body.to', 'item.items.*.email'],
    ['mail', 'input', 'body.n', 'index.'],
    ['done', 'output', 'sent[0].status', 'each.results[0].status'],
    ['done', 'output', 'first.id', 'created.body.id'],
    ['answer', 'output', 'body.result.first', 'done.first'],
    ['nobody', 'output', 'a', ''],
  ])('%s %s %s: %s', (node, where, part, origins) => {
    const found = originsOf(definition, node, where, path(part));
    expect(found.map(({ key, path: at }) => `${key}.${written(at)}`).join(' ')).toBe(origins);
  });

  test('says by which expression of which field', () => {
    expect(originsOf(definition, 'map', 'output', ['lines', 2, 'sku'])).toEqual([
      {
        node_id: 't',
        key: 'trigger',
        path: ['data', 'order', 'items', 2, 'sku'],
        via: 'items[].sku',
        field: 'mappings[3].source_path',
      },
    ]);
    expect(originsOf(definition, 'post', 'input', ['url'])).toMatchObject([
      { node_id: 'map', via: 'https://example.com/{{ order.shop }}/orders', field: 'url' },
    ]);
  });

  test('knows the entry where the round is known', () => {
    const found = originsOf(definition, 'mail', 'input', ['body', 'to'], { each: 4 });
    expect(found).toMatchObject([{ node_id: 'each', key: 'item', path: ['items', 4, 'email'] }]);
  });
});

describe('through nodes that pass things on', () => {
  const action = (id: string, config: Record<string, unknown> = {}) => ({
    id,
    type: 'action' as const,
    subtype: 'http_request' as const,
    key: id,
    config,
  });
  const merged = (mode: string) =>
    parseDefinition({
      nodes: [
        { id: 't', type: 'trigger', subtype: 'manual' },
        action('a'),
        action('b'),
        { id: 'm', type: 'control', subtype: 'merge', key: 'm', config: { mode } },
        { ...action('off'), disabled: true },
        {
          id: 'c',
          type: 'conditional',
          subtype: 'if',
          key: 'c',
          config: { conditions: [{ left: 'm.a.total', op: 'gt', right: '{{ variables.limit }}' }] },
        },
      ],
      edges: [
        { source: 't', target: 'a' },
        { source: 't', target: 'b' },
        { source: 'a', target: 'm' },
        { source: 'b', target: 'm' },
        { source: 'm', target: 'off' },
        { source: 'off', target: 'c' },
      ],
    });
  test.each([
    ['all', 'b.status', 'b.status'],
    ['first', 'status', 'a.status b.status'],
    ['append', '[1].name', 'a.*.name b.*.name'],
  ])('a merge that takes %s', (mode, part, origins) => {
    const found = originsOf(merged(mode), 'm', 'output', path(part));
    expect(found.map(({ key, path: at }) => `${key}.${written(at)}`).join(' ')).toBe(origins);
  });

  test('a step that is turned off, and a condition', () => {
    expect(originsOf(merged('all'), 'off', 'output', ['a', 'x'])).toMatchObject([
      { key: 'm', path: ['a', 'x'] },
    ]);
    const decided = originsOf(merged('all'), 'c', 'output', ['result']);
    expect(decided.map(({ key, path: at }) => `${key}.${written(at)}`)).toEqual([
      'm.a.total',
      'variables.limit',
    ]);
  });

  test.each([
    ['filter_array', { condition: 'active' }, '[0].name', 'trigger.data.rows.*.name'],
    [
      'aggregate',
      { group_by: 'country', aggregations: [{ field: 'price * qty', op: 'sum', as: 'total' }] },
      '[0].total',
      'trigger.data.rows.*.price trigger.data.rows.*.qty',
    ],
    [
      'aggregate',
      { group_by: 'country', aggregations: [{ field: 'price', op: 'sum', as: 'total' }] },
      '[0].country',
      'trigger.data.rows.*.country',
    ],
    ['custom', { expression: 'input[0].name' }, '', 'trigger.data.rows[0].name'],
  ])('a transform that does %s', (transform_type, config, part, origins) => {
    const definition = parseDefinition({
      nodes: [
        { id: 't', type: 'trigger', subtype: 'manual' },
        {
          id: 'x',
          type: 'action',
          subtype: 'data_transform',
          config: { transform_type, input: '{{ trigger.data.rows }}', ...config },
        },
      ],
      edges: [{ source: 't', target: 'x' }],
    });
    const found = originsOf(definition, 'x', 'output', path(part));
    expect(found.map(({ key, path: at }) => `${key}.${written(at)}`).join(' ')).toBe(origins);
  });
});

describe('the whole way', () => {
  const definition = parseDefinition(shop);
  const told = (steps: readonly OriginStep[]): unknown[] =>
    steps.map(({ origin, from, end }) => [
      `${origin.key}.${written(origin.path)}`,
      ...(end ? [end] : told(from)),
    ]);

  test('goes back to the trigger', () => {
    expect(told(originChain(definition, 'post', 'input', path('body.who.name')))).toEqual([
      [
        'order.customer.name',
        ['trigger.data.order.customer.first', 'trigger'],
        ['trigger.data.order.customer.last', 'trigger'],
      ],
    ]);
  });

  test('goes back to the answer of a call, through a loop', () => {
    expect(told(originChain(definition, 'mail', 'input', path('body.to'), { each: 1 }))).toEqual([
      ['item.items[1].email', ['created.body.lines[1].email', 'outside']],
    ]);
  });

  test('ends at what is set for the workflow, and at what a step makes itself', () => {
    expect(told(originChain(definition, 'post', 'input', ['url']))).toEqual([
      ['order.shop', ['variables.shop', 'setting']],
    ]);
    const kind = parseDefinition({
      ...shop,
      nodes: shop.nodes.map((node) =>
        node.id === 'post' ? { ...node, config: { url: '{{ order.kind }}' } } : node,
      ),
    });
    expect(told(originChain(kind, 'post', 'input', ['url']))).toEqual([['order.kind', 'made']]);
  });

  test('of a workflow that leads in a circle, or does not compile, ends', () => {
    const circle = parseDefinition({
      nodes: [
        { id: 'a', type: 'action', subtype: 'respond', key: 'a', config: { body: '{{ b.body }}' } },
        {
          id: 'b',
          type: 'action',
          subtype: 'respond',
          key: 'b',
          config: { body: '{{ a.body }}', x: '{{ (' },
        },
      ],
      edges: [
        { source: 'a', target: 'b' },
        { source: 'b', target: 'a' },
      ],
    });
    expect(told(originChain(circle, 'a', 'input', ['body']))).toEqual([['b.body', ['a.body', ['b.body']]]]);
    expect(originChain(circle, 'b', 'input', ['x'])).toEqual([]);
  });

  test('of a thousand steps is told in no time, and cut where it is very long', () => {
    const nodes = Array.from({ length: 1_000 }, (_, at) => ({
      id: `n${at}`,
      type: 'action' as const,
      subtype: 'respond' as const,
      key: `n${at}`,
      config: { body: `{{ n${at - 1}.body }}{{ n${at - 2}.body }}` },
    }));
    const edges = nodes.slice(1).map(({ id }, at) => ({ source: `n${at}`, target: id }));
    const chain = originChain(parseDefinition({ nodes, edges }), 'n999', 'output', ['body']);
    const count = (steps: readonly OriginStep[]): number =>
      steps.reduce((sum, step) => sum + 1 + count(step.from), 0);
    expect(count(chain)).toBeLessThan(700);
  });
});
