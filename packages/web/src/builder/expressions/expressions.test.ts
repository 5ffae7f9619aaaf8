import { coreManifest, shapeOfValue } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { draw } from '../document/testing.ts';
import { noSamples } from '../results/samples.ts';
import { inline, outcomeOf, type Reading, typeName } from './evaluate.ts';
import { originOfCompletion, originOfText } from './origin.ts';
import { insertion, pathText, regionsOf } from './regions.ts';
import { exampleOutput, sampleScope, scopedSample, startScope } from './sample_scope.ts';

describe('regions', () => {
  const sources = (text: string) => regionsOf(text).map(({ start, end }) => text.slice(start, end));

  it.each([
    ['a {{ b }} c {{d}}', [' b ', 'd']],
    ['\\{{ b }} {{ c }}', [' c ']],
    ["{{ '}}' }}", [" '}}' "]],
    ['{{ { a: { b: 1 } } }}', [' { a: { b: 1 } } ']],
    ['{{ still typing', [' still typing']],
    ["{{ 'open }} after", [" 'open "]],
    ['none', []],
    ['{ {a} }', []],
  ])('of %s are %j', (text, expected) => {
    expect(sources(text)).toEqual(expected);
  });

  it('knows what to insert where', () => {
    expect(insertion('x {{ }}', 5, 'a.b', false)).toBe('a.b');
    expect(insertion('x {{ }}', 1, 'a.b', false)).toBe('{{ a.b }}');
    expect(insertion('', 0, 'a.b', true)).toBe('a.b');
  });

  it.each([
    ['order', ['items', 0, 'sku'], 'order.items[0].sku'],
    ['order', ['unit price', "it's"], "order['unit price']['it\\'s']"],
    ['', ['customer', 'name'], 'customer.name'],
    ['order', [], 'order'],
  ])('%s with %j is %s', (root, path, expected) => {
    expect(pathText(root, path)).toBe(expected);
  });
});

describe('the outcome of a text', () => {
  const scope = { order: { total: 50, customer: { name: 'Ada' } } };
  const shapes = { order: shapeOfValue(scope.order) };
  const outcome = (text: string, reading: Reading = 'template') =>
    outcomeOf({ text, reading, scope, shapes });

  it('is nothing for text without expressions', () => {
    expect(outcome('hello')).toEqual({ kind: 'none' });
    expect(outcome('  ', 'source')).toEqual({ kind: 'none' });
  });

  it('keeps the type of a single template, and joins text', () => {
    expect(outcome('{{ order.total }}')).toEqual({ kind: 'value', value: 50 });
    expect(outcome('Hi {{ order.customer.name }}')).toEqual({ kind: 'value', value: 'Hi Ada' });
  });

  it('shows JSON as the data it stands for, and as text while it is none', () => {
    expect(outcome('{ "name": "{{ order.customer.name }}", "total": {{ order.total }} }', 'json')).toEqual({
      kind: 'value',
      value: { name: 'Ada', total: 50 },
    });
    // As it runs: one template is the value itself, whatever quotes JSON needs around it.
    expect(outcome('{ "total": "{{ order.total }}", "text": "{{ order.total }} EUR" }', 'json')).toEqual({
      kind: 'value',
      value: { total: 50, text: '50 EUR' },
    });
    expect(outcome('{ {{ order.total }}', 'json')).toEqual({ kind: 'value', value: '{ 50' });
    expect(outcome('{ "a": 1 }', 'json')).toEqual({ kind: 'none' });
  });

  it('reads sources with or without braces, and conditions as truth', () => {
    expect(outcome('order.total * 2', 'source')).toEqual({ kind: 'value', value: 100 });
    expect(outcome('{{ order.total * 2 }}', 'source')).toEqual({ kind: 'value', value: 100 });
    expect(outcome('{{ order.total }} > 40', 'condition')).toEqual({ kind: 'value', value: true });
  });

  it('says in words what is wrong', () => {
    expect(outcome('{{ order. }}')).toMatchObject({ kind: 'problem', message: expect.stringMatching(/./) });
    expect(outcome('{{ order.custmer }}')).toMatchObject({
      kind: 'warning',
      message: expect.stringContaining('customer'),
    });
    expect(outcome('{{ toNumber("abc") }}').kind).toBe('problem');
  });

  it('writes values in one line', () => {
    expect(inline({ a: [1] })).toBe('{"a":[1]}');
    expect(inline(undefined)).toBe('nothing');
    expect(inline('x'.repeat(500))).toHaveLength(120);
    expect([typeName(null), typeName([1, 2]), typeName('a'), typeName(1), typeName({})]).toEqual([
      'nothing',
      'list of 2',
      'text',
      'number',
      'object',
    ]);
  });
});

describe('the data that a node sees', () => {
  const manifests = [coreManifest()];
  const definition = draw(
    {
      t: 'webhook',
      order: [
        'data_transform',
        { mappings: [{ target_field: 'total', source_path: 'trigger.data.sum * 2' }] },
      ],
      lines: [
        'data_transform',
        { transform_type: 'filter_array', input: '{{ trigger.data.lines }}', condition: 'qty > 1' },
      ],
      other: 'merge',
    },
    't>order',
    'order>lines',
  );
  const see = (nodeId: string, samples = noSamples) =>
    sampleScope({
      definition,
      nodeId,
      manifests,
      samples,
      variables: { limit: 5 },
      workflow: { id: 'w', name: 'W' },
    });
  const trigger = { data: { sum: 21, lines: [{ sku: 'A', qty: 2 }] } };

  it('is what runs before it, and nothing else', () => {
    expect(see('lines').sources.map(({ name }) => name)).toEqual([
      'trigger',
      'order',
      'variables',
      'workflow',
      'execution',
    ]);
    expect(see('other').sources.map(({ name }) => name)).toEqual(['variables', 'workflow', 'execution']);
  });

  it('takes real data first, then what can be computed from it', () => {
    const { scope, sources } = see('lines', { ...noSamples, trigger });
    expect(scope.trigger).toEqual({ ...trigger, payload: trigger.data });
    expect(scope.order).toEqual({ total: 42 });
    expect(scope.step).toEqual({ order: { output: { total: 42 } } });
    expect(sources.map(({ real }) => real)).toEqual([true, false, true, false, false]);
    const ran = { ...noSamples, trigger, outputs: { order: { total: 1 } } };
    expect(see('lines', ran).scope.order).toEqual({ total: 1 });
  });

  it('takes what is pinned before all else, and says where each value is from', () => {
    const ran = { ...noSamples, trigger, outputs: { order: { total: 1 } }, pinned: { order: null } };
    const { scope, sources } = see('lines', ran);
    expect(scope).toMatchObject({ order: null, step: { order: { output: null } } });
    expect(sources.slice(0, 2).map(({ origin }) => origin)).toEqual(['last', 'pinned']);
    const pinned = { t: { data: { sum: 1 } } };
    expect(see('lines', { ...ran, pinned }).scope.trigger).toEqual({ data: { sum: 1 }, payload: { sum: 1 } });
    expect(see('lines', noSamples).sources[1]).toMatchObject({ origin: 'schema', real: false });
  });

  it('survives a configuration that is half done', () => {
    const broken = {
      ...definition,
      nodes: definition.nodes.map((node) => ({
        ...node,
        config: { mappings: [{ target_field: '', source_path: '(' }], input: '{{ (' },
      })),
    };
    expect(() =>
      sampleScope({
        definition: broken,
        nodeId: 'lines',
        manifests,
        samples: noSamples,
        variables: {},
        workflow: { id: '', name: '' },
      }),
    ).not.toThrow();
  });

  it('narrows to the entries of an input, where names of the workflow win', () => {
    const base = see('lines', {
      ...noSamples,
      trigger: { data: { lines: [{ sku: 'A', order: 'shadow' }] } },
      outputs: { order: { total: 1 } },
    });
    const node = definition.nodes.find(({ id }) => id === 'lines')!;
    const { scope, sources } = scopedSample(base, node, 'item');
    expect(scope).toMatchObject({ sku: 'A', item: { sku: 'A' }, index: 0, order: { total: 1 } });
    expect(sources[0]).toMatchObject({ name: '', label: 'Entry of the input' });
    expect(scopedSample(base, { ...node, config: {} }, 'input')).toBe(base);
  });
});

describe('where a value is from', () => {
  const definition = draw(
    {
      t: 'webhook',
      orders: ['loop', { items: '{{ trigger.data.orders }}' }],
      mail: ['data_transform', { transform_type: 'custom', expression: '{ to: item.email }' }],
      after: 'http_request',
    },
    't>orders',
    'orders:body>mail',
    'orders:done>after',
  );
  const data = { orders: [{ email: 'grace@example.com' }, { email: 'ada@example.com' }] };
  const see = (nodeId: string, samples = noSamples) =>
    sampleScope({
      definition,
      nodeId,
      manifests: [coreManifest()],
      samples,
      variables: {},
      workflow: { id: 'w', name: 'W' },
    });
  const originsIn = ({ sources }: { sources: readonly { name: string; origin?: string }[] }) =>
    Object.fromEntries(sources.map(({ name, origin }) => [name, origin]));

  it.each([
    ['pinned', { ...noSamples, pinned: { t: { data } } }],
    ['last', { ...noSamples, trigger: { data } }],
    ['schema', noSamples],
  ])('the item of a loop is from what its items are from: %s', (origin, samples) => {
    expect(originsIn(see('mail', samples))).toMatchObject({ trigger: origin, orders: origin, item: origin });
  });

  it('a loop that has not run shows what its rounds would give, and says on what that was worked out', () => {
    const { scope, sources } = see('after', { ...noSamples, pinned: { t: { data } } });
    expect(scope.orders).toEqual({
      items: data.orders,
      results: [{ to: 'grace@example.com' }, { to: 'ada@example.com' }],
      errors: [],
    });
    expect(sources.find(({ name }) => name === 'orders')).toMatchObject({ origin: 'pinned', real: false });
  });

  it('without any data the items are made from what the body reads of them', () => {
    const loose = {
      ...definition,
      nodes: definition.nodes.map((node) =>
        node.id === 'orders' ? { ...node, config: { items: '{{ variables.list }}' } } : node,
      ),
    };
    const input = {
      definition: loose,
      manifests: [coreManifest()],
      samples: noSamples,
      variables: {},
      workflow: { id: 'w', name: 'W' },
    };
    const item = { email: 'ada@example.com' };
    expect(sampleScope({ ...input, nodeId: 'after' }).scope.orders).toMatchObject({
      items: [item],
      results: [{ to: 'ada@example.com' }],
    });
    const inside = sampleScope({ ...input, nodeId: 'mail' });
    expect(inside.scope.item).toEqual(item);
    expect(originsIn(inside)).toMatchObject({ item: 'schema', orders: 'schema' });
  });

  it('is shown for a loop itself as well', () => {
    const input = {
      definition,
      manifests: [coreManifest()],
      samples: { ...noSamples, trigger: { data } },
      variables: {},
      workflow: { id: 'w', name: 'W' },
    };
    expect(exampleOutput({ ...input, nodeId: 'orders' })).toMatchObject({
      results: [{ to: 'grace@example.com' }, { to: 'ada@example.com' }],
    });
    expect(exampleOutput({ ...input, nodeId: 'gone' })).toBeUndefined();
  });

  it('a real result of a step in the body counts for the round', () => {
    const ran = { ...noSamples, trigger: { data }, outputs: { mail: { to: 'real' } } };
    const { scope, sources } = see('after', ran);
    expect(scope.orders).toMatchObject({ results: [{ to: 'real' }, { to: 'real' }] });
    expect(sources.find(({ name }) => name === 'orders')).toMatchObject({ origin: 'last' });
  });

  it('an input says it too, and the names by which it is read', () => {
    const base = see('after', { ...noSamples, pinned: { t: { data } } });
    const node = { ...definition.nodes[2]!, config: { input: '{{ trigger.data.orders }}' } };
    const { sources } = scopedSample(base, node, 'item');
    for (const text of ['email', 'item.email', 'input.email'])
      expect(originOfText(text, true, sources)).toBe('pinned');
    expect(originOfText('1 + 1', true, sources)).toBeNull();
  });

  it('completions say it of fields and names, and not of functions', () => {
    const { sources } = see('mail', { ...noSamples, pinned: { t: { data } } });
    const of = (text: string, kind: 'field' | 'variable' | 'function', label = 'x') =>
      originOfCompletion(text, { kind, label, from: text.length }, sources);
    expect(of('trigger.data.orders[0].', 'field')).toBe('pinned');
    expect(of('1 + step.orders.', 'field')).toBe('pinned');
    expect(of('', 'variable', 'item')).toBe('pinned');
    expect(of('[1].map(i => i.', 'field')).toBeNull();
    expect(of('item.', 'function')).toBeNull();
    expect(of(`${'a.'.repeat(50_000)}`, 'field')).toBeNull();
  });
});

describe('the data that the body of a loop sees', () => {
  const definition = draw(
    {
      t: 'webhook',
      orders: ['loop', { items: '{{ trigger.data.orders }}' }],
      lines: ['loop', { items: '{{ item.lines }}' }],
      mail: 'http_request',
      ok: ['wait', { mode: 'callback' }],
      end: 'respond',
    },
    't>orders',
    'orders:body>lines',
    'lines:body>mail',
    'mail>ok',
    'orders:done>end',
  );
  const samples = {
    trigger: { data: { orders: [{ id: 7, lines: [{ sku: 'A' }] }] } },
    outputs: { mail: { status: 200 } },
    pinned: {},
  };
  const see = (nodeId: string, given: typeof noSamples = samples) =>
    sampleScope({
      definition,
      nodeId,
      manifests: [coreManifest()],
      samples: given,
      variables: {},
      workflow: { id: 'w', name: 'W' },
    });

  it('is its item and index, and those of the loops around it by their keys', () => {
    const { scope, sources } = see('mail');
    expect(scope).toMatchObject({
      item: { sku: 'A' },
      index: 0,
      lines: { item: { sku: 'A' }, index: 0 },
      orders: { item: { id: 7 }, index: 0 },
    });
    expect(sources.map(({ name }) => name)).toEqual([
      'trigger',
      'orders',
      'item',
      'lines',
      'workflow',
      'execution',
    ]);
    expect(see('lines').scope.item).toMatchObject({ id: 7 });
  });

  it('survives a list that is not known yet', () => {
    const { scope, shapes } = see('mail', noSamples);
    expect([scope.index, shapes.item]).toEqual([0, { type: 'unknown' }]);
  });

  it('ends with the loop: after it only the loop itself is there', () => {
    const { scope } = see('end');
    expect(Object.keys(scope)).not.toEqual(expect.arrayContaining(['item']));
    expect(scope).not.toHaveProperty('mail');
    expect(scope.orders).toHaveProperty('results');
  });

  it('names the addresses of waits that it can see', () => {
    expect(see('mail').scope.execution).toMatchObject({
      resume_urls: { ok: expect.stringContaining('resume') },
    });
    expect(see('end').scope.execution).not.toHaveProperty('resume_urls');
  });
});

it('before the first step there is the trigger, and what all steps read of it is its example', () => {
  const definition = draw(
    { t: 'webhook', r: ['respond', { body: '{{ trigger.data.customer.id }}' }] },
    't>r',
  );
  const input = { definition, manifests: [coreManifest()], variables: {}, workflow: { id: 'w', name: 'W' } };
  expect(startScope({ ...input, samples: noSamples }).scope.trigger).toMatchObject({
    data: { customer: { id: '1001' } },
  });
  const samples = { ...noSamples, trigger: { data: { a: 1 } } };
  const { scope, sources } = startScope({ ...input, samples });
  expect(scope.trigger).toMatchObject({ data: { a: 1 } });
  expect(sources.map(({ name }) => name)).toEqual(['trigger', 'workflow', 'execution']);
  expect(startScope({ ...input, definition: draw({}), samples: noSamples }).scope).not.toHaveProperty(
    'trigger',
  );
});
