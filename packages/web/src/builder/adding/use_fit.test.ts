import { describe, expect, it } from 'vitest';
import { draw } from '../document/testing.ts';
import { noSamples } from '../results/samples.ts';
import { fittingKinds } from './fitting.ts';
import { placeOf } from './use_fit.ts';

const definition = draw(
  {
    t: 'webhook',
    get: 'http_request',
    i: 'if',
    l: ['loop', { items: '{{ get.body.lines }}' }],
    x: 'data_transform',
    r: 'respond',
  },
  't>get',
  'get>i',
  'i:true>l',
  'l:body>x',
  'l:done>r',
);
const samples = {
  ...noSamples,
  trigger: { data: { id: 1, name: 'Ada' }, headers: {} },
  outputs: {
    get: {
      status: 200,
      headers: {},
      body: {
        lines: [
          { sku: 'a', n: 1 },
          { sku: 'b', n: 2 },
        ],
      },
    },
  },
};
const port = (source: string, sourceHandle = 'out') => ({ kind: 'port' as const, source, sourceHandle });
const edge = (source: string) => ({
  kind: 'edge' as const,
  edgeId: definition.edges.find((one) => one.source === source)!.id,
});
const first = (target: Parameters<typeof placeOf>[1]) =>
  fittingKinds(placeOf(definition, target, [], samples))[0];

describe('what fits a place in a workflow', () => {
  it.each([
    ['after the trigger, its data', port('t'), 'data_transform', 'fits: map its 2 fields'],
    ['after an answer, the list in its body', port('get'), 'loop', 'fits: lines, a list of 2'],
    ['into an edge', edge('get'), 'loop', 'fits: lines, a list of 2'],
    ['behind a condition, what came before it', port('i', 'true'), 'loop', 'fits: lines, a list of 2'],
    ['in the body of a loop, its item', port('l', 'body'), 'data_transform', 'fits: map its 2 fields'],
    ['before a node', { kind: 'before' as const, nodeId: 'i' }, 'loop', 'fits: lines, a list of 2'],
  ])('%s', (_, target, subtype, reason) => {
    const config = subtype === 'loop' ? { config: { items: '{{ get.body.lines }}' } } : {};
    expect(first(target)).toEqual({ subtype, reason, ...config });
  });

  it('is nothing in particular for a free place, an edge that is gone, and a node that is gone', () => {
    expect(first({ kind: 'free', position: { x: 0, y: 0 } })).toBeUndefined();
    expect(first({ kind: 'edge', edgeId: 'gone' })).toBeUndefined();
    expect(first(port('gone'))).toBeUndefined();
  });

  it('knows when it is in a loop', () => {
    expect(placeOf(definition, port('x'), [], samples).inLoop).toBe(true);
    expect(placeOf(definition, port('l', 'done'), [], samples).inLoop).toBe(false);
  });
});
