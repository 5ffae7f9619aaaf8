import { coreManifest } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { draw } from '../document/testing.ts';
import { type PartInput, partRequest } from './part_request.ts';
import { noSamples } from './samples.ts';

const definition = draw(
  {
    t: 'webhook',
    a: 'approval',
    l: ['loop', { items: '{{ a.list }}' }],
    x: ['data_transform', { transform_type: 'custom', expression: 'item.n + a.add' }],
    e: ['data_transform', { transform_type: 'custom', expression: 'l.results' }],
  },
  't>a',
  'a:approved>l',
  'l:body>x',
  'l:done>e',
);

function request(nodeId: string, more: Partial<PartInput> = {}) {
  const node = definition.nodes.find(({ id }) => id === nodeId)!;
  return partRequest({
    definition,
    node,
    part: 'one',
    manifests: [coreManifest()],
    samples: noSamples,
    skipped: new Set(),
    scope: {},
    ...more,
  });
}

const ran = {
  ...noSamples,
  trigger: { data: { id: 1 }, headers: { 'x-shop': 'eu' } },
  outputs: { a: { add: 1 } },
};

describe('what a test of a part is sent', () => {
  it('is what the steps before gave, and all that came in', () => {
    expect(request('l', { samples: ran, part: 'from' })).toMatchObject({
      ok: true,
      body: {
        start_at: 'l',
        kept: { a: { add: 1 } },
        input: { id: 1 },
        request: { headers: { 'x-shop': 'eu' } },
      },
    });
  });

  it('is what is pinned rather than what came last', () => {
    const samples = { ...ran, pinned: { a: { add: 9 }, t: { data: { id: 2 } } } };
    expect(request('l', { samples })).toMatchObject({
      body: { stop_at: 'l', kept: { a: { add: 9 } }, input: { id: 2 } },
    });
  });

  it('names what is missing, and takes nothing for what was skipped', () => {
    expect(request('l')).toMatchObject({ ok: false, needs: [{ id: 'a' }] });
    expect(request('l', { skipped: new Set(['a']) })).toMatchObject({
      ok: true,
      body: { kept: { a: null } },
    });
  });

  it('has the item of the round for a step of a loop', () => {
    const scope = { l: { item: { n: 4 }, index: 2 } };
    expect(request('x', { samples: ran, scope })).toMatchObject({
      ok: true,
      body: { kept: { a: { add: 1 }, l: { item: { n: 4 }, index: 2 } } },
    });
    expect(request('x', { samples: ran, scope: { l: { item: undefined, index: 0 } } })).toMatchObject({
      ok: false,
      needs: [{ id: 'l' }],
    });
  });

  it('says why a step inside of a loop is not where one can begin', () => {
    expect(request('x', { part: 'from', samples: ran })).toMatchObject({
      ok: false,
      needs: [],
      reason: expect.stringContaining('repeats inside the loop'),
    });
  });

  it('really computes the step that is tried, pinned or not, and lets what goes out give its sample', () => {
    const pinned = { l: { results: [1] }, e: ['pinned'] };
    const samples = { ...ran, pinned };
    expect(request('e', { samples })).toMatchObject({ body: { mocks: {}, kept: { l: { results: [1] } } } });
    expect(request('a', { samples, part: 'from' })).toMatchObject({
      body: { mocks: { a: { add: 1 }, l: { results: [1] }, e: ['pinned'] } },
    });
  });
});
