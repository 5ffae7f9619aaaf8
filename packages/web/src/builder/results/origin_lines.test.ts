import { originChain, type Step } from '@millrace/core';
import { expect, it } from 'vitest';
import { draw } from '../document/testing.ts';
import { litWay } from './lit_way.ts';
import { originLines, roundsAt } from './origin_lines.ts';
import { createResultsStore } from './store.ts';

const definition = draw(
  {
    t: 'webhook',
    call: ['http_request', { url: 'https://x.test/{{ trigger.data.id }}' }],
    l: ['loop', { items: '{{ call.body.lines }}' }],
    x: [
      'data_transform',
      { transform_type: 'custom', expression: '{ sku: upper(item.sku), shop: variables.shop }' },
    ],
  },
  't>call',
  'call>l',
  'l:body>x',
);

const step = (path: string, output: unknown): Step => {
  const node_id = path.split('/').at(-1)!;
  return { node_id, key: node_id, label: node_id, subtype: 'merge', path, status: 'success', output };
};
const steps = [
  step('t', { data: { id: 7 } }),
  step('call', { body: { lines: [{ sku: 'a' }, { sku: 'b' }] } }),
  step('l', { items: [{ sku: 'a' }, { sku: 'b' }], results: [] }),
  step('l[0]/x', { sku: 'A' }),
  step('l[1]/x', { sku: 'B' }),
];

it('the way of a value has the values of its own round, back to the answer of the call', () => {
  const from = steps.at(-1)!;
  const chain = originChain(definition, 'x', 'output', ['sku'], roundsAt(from));
  const lines = originLines(chain, { nodes: definition.nodes, steps, from });
  expect(lines.map(({ depth, text, value, end, stepPath }) => [depth, text, value, end, stepPath])).toEqual([
    [0, 'item.sku', 'b', null, 'l'],
    [1, 'call.body.lines[1].sku', 'b', 'outside', 'call'],
  ]);
  const shop = originLines(originChain(definition, 'x', 'output', ['shop']), {
    nodes: definition.nodes,
    steps,
    from,
  });
  expect(shop).toMatchObject([{ text: 'variables.shop', node: undefined, nodeId: null, end: 'setting' }]);
});

it('one of many entries has no value of its own', () => {
  const all = originChain(definition, 'x', 'output', ['sku']);
  const from = { ...steps[3]!, path: 'x' };
  const [first] = originLines(all, { nodes: definition.nodes, steps, from });
  expect(first).toMatchObject({ text: 'item[…].sku', value: undefined });
});

it('a past execution takes the place of all samples that were not pinned', () => {
  const store = createResultsStore({
    trigger: { data: 1 },
    outputs: { gone: 1, call: 2 },
    pinned: { call: 9 },
  });
  const execution = {
    id: '01997a60-0000-7000-8000-000000000000',
    number: 4,
    version: 2,
    workflow_definition: {},
    status: 'error',
    duration_ms: 1,
    output: null,
    error: null,
    steps: [...steps.slice(0, 2), { ...steps[2]!, status: 'error' as const }],
  };
  store.getState().loadExecution(execution as never);
  expect(store.getState()).toMatchObject({
    selectedStep: 'l',
    run: { kind: 'run', loaded: true, ran: { number: 4, version: 2 } },
    samples: { outputs: { call: steps[1]!.output }, pinned: { call: 9 } },
  });
  expect(store.getState().samples.outputs).not.toHaveProperty('gone');
  // One that still runs is followed, and is the same past execution.
  store.getState().showExecution({ ...execution, status: 'success' } as never);
  expect(store.getState().run).toMatchObject({ status: 'success', loaded: true, ran: { number: 4 } });
});

it('the way is lit with the edges by which the data ran', () => {
  const chain = originChain(definition, 'x', 'output', ['sku']);
  const { nodes, edges } = litWay(definition, chain, 'x');
  expect([...nodes].sort()).toEqual(['call', 'l', 'x']);
  const ends = definition.edges
    .filter(({ id }) => edges.has(id))
    .map(({ source, target }) => `${source}>${target}`);
  expect(ends).toEqual(['call>l', 'l>x']);
});
