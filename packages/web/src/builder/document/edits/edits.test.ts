import { describe, expect, it } from 'vitest';
import { draw, edgesOf } from '../testing.ts';
import { addNode } from './add_node.ts';
import { connect } from './connect.ts';
import { deleteSelection } from './delete_selection.ts';
import { duplicate } from './duplicate.ts';
import { insertIntoEdge } from './insert_into_edge.ts';
import { makeNode } from './make_node.ts';
import { moveNodes, nudgeNodes } from './move.ts';
import { freePlace, placeAfter } from './place.ts';
import { rename } from './rename.ts';
import { setCases } from './set_cases.ts';
import { setSettings } from './set_settings.ts';
import { toggleDisabled } from './toggle_disabled.ts';
import { updateNode } from './update_node.ts';

const chain = draw({ a: 'manual', b: 'http_request', c: 'respond' }, 'a>b', 'b>c');
const node = (definition: typeof chain, id: string) => definition.nodes.find((each) => each.id === id)!;

describe('adding', () => {
  it('gives a new node a free id, key and label', () => {
    const once = addNode(chain, makeNode(chain, 'http_request', { x: 0, y: 0 }));
    const twice = addNode(once, makeNode(once, 'http_request', { x: 0, y: 0 }));
    expect(once.nodes.at(-1)).toMatchObject({
      id: 'n4',
      key: 'http_response',
      label: 'HTTP Request 2',
      type: 'action',
    });
    expect(twice.nodes.at(-1)).toMatchObject({ id: 'n5', key: 'http_response_2', label: 'HTTP Request 3' });
  });

  it('connects it to a port, and leaves out what cannot be', () => {
    const added = makeNode(chain, 'stop', { x: 0, y: 0 });
    expect(edgesOf(addNode(chain, added, { source: 'c', sourceHandle: 'out' }))).toEqual([
      'a>b',
      'b>c',
      'c>n4',
    ]);
    const trigger = makeNode(chain, 'manual', { x: 0, y: 0 });
    expect(edgesOf(addNode(chain, trigger, { source: 'c', sourceHandle: 'out' }))).toEqual(['a>b', 'b>c']);
  });

  it('inserts it into an edge and makes room after it', () => {
    const step = { ...makeNode(chain, 'data_transform', { x: 320, y: 0 }), id: 'x' };
    const inserted = insertIntoEdge(chain, chain.edges[0]!.id, step);
    expect(edgesOf(inserted)).toEqual(['a>x', 'b>c', 'x>b']);
    expect(inserted.nodes.map(({ id, position }) => [id, position.x])).toEqual([
      ['a', 0],
      ['b', 640],
      ['c', 960],
      ['x', 320],
    ]);
    expect(node(inserted, 'a')).toBe(node(chain, 'a'));
  });

  it('goes on from the first port of what is inserted, and ends at what has none', () => {
    const edge = chain.edges[0]!.id;
    const branch = { ...makeNode(chain, 'if', { x: 320, y: 0 }), id: 'x' };
    expect(edgesOf(insertIntoEdge(chain, edge, branch))).toContain('x:true>b');
    const end = { ...makeNode(chain, 'stop', { x: 320, y: 0 }), id: 'x' };
    expect(edgesOf(insertIntoEdge(chain, edge, end))).toEqual(['a>x', 'b>c']);
  });

  it('never inserts a trigger, nor into an edge that is gone', () => {
    expect(insertIntoEdge(chain, chain.edges[0]!.id, makeNode(chain, 'webhook', { x: 0, y: 0 }))).toBe(chain);
    expect(insertIntoEdge(chain, 'gone', makeNode(chain, 'respond', { x: 0, y: 0 }))).toBe(chain);
  });
});

describe('connecting', () => {
  it.each([
    ['itself', 'b', 'out', 'b'],
    ['a trigger', 'b', 'out', 'a'],
    ['what runs before', 'c', 'out', 'b'],
    ['what it is connected to already', 'a', 'out', 'b'],
    ['from a port that is not there', 'a', 'true', 'c'],
    ['a node that is not there', 'a', 'out', 'gone'],
  ])('refuses %s', (_, source, sourceHandle, target) => {
    expect(connect(chain, { source, sourceHandle, target })).toBe(chain);
  });

  it('adds an edge with a free id', () => {
    const next = connect(chain, { source: 'a', sourceHandle: 'out', target: 'c' });
    expect(edgesOf(next)).toEqual(['a>b', 'b>c', 'a>c']);
    expect(new Set(next.edges.map((edge) => edge.id)).size).toBe(3);
  });
});

describe('deleting', () => {
  it('takes the edges of a node with it', () => {
    const next = deleteSelection(chain, { nodes: ['b'], edges: [] });
    expect(next.nodes.map(({ id }) => id)).toEqual(['a', 'c']);
    expect(next.edges).toEqual([]);
  });

  it('takes an edge alone, and changes nothing for nothing', () => {
    expect(edgesOf(deleteSelection(chain, { nodes: [], edges: [chain.edges[1]!.id] }))).toEqual(['a>b']);
    expect(deleteSelection(chain, { nodes: [], edges: [] })).toBe(chain);
  });
});

describe('moving', () => {
  it('changes only what moved', () => {
    const moved = moveNodes(
      chain,
      new Map([
        ['b', { x: 5, y: 6 }],
        ['c', { ...node(chain, 'c').position }],
      ]),
    );
    expect(node(moved, 'b').position).toEqual({ x: 5, y: 6 });
    expect(node(moved, 'c')).toBe(node(chain, 'c'));
    expect(moveNodes(chain, new Map())).toBe(chain);
  });

  it('nudges by a distance', () => {
    expect(node(nudgeNodes(chain, ['a'], { x: 20, y: -20 }), 'a').position).toEqual({ x: 20, y: -20 });
  });

  it('finds a free place right of a node, below what stands there', () => {
    expect(placeAfter(chain, node(chain, 'c'))).toEqual({ x: 960, y: 0 });
    expect(placeAfter(chain, node(chain, 'a'))).toEqual({ x: 320, y: 100 });
    expect(freePlace(chain, { x: 7, y: 204 })).toEqual({ x: 0, y: 200 });
  });
});

describe('settings', () => {
  it('renames, and cuts what is longer than a label may be', () => {
    expect(node(rename(chain, 'b', 'Get order'), 'b').label).toBe('Get order');
    expect(node(rename(chain, 'b', 'x'.repeat(300)), 'b').label).toHaveLength(200);
    expect(node(rename(chain, 'b', 'Pay\u200broll\u202e'), 'b').label).toBe('Payroll');
  });

  it('removes what is set to undefined', () => {
    const slow = updateNode(chain, 'b', { timeout_seconds: 5, notes: 'n' });
    expect(node(updateNode(slow, 'b', { timeout_seconds: undefined }), 'b')).not.toHaveProperty(
      'timeout_seconds',
    );
    expect(setSettings(setSettings(chain, { timezone: 'UTC' }), { timezone: undefined }).config).toEqual({});
  });

  it('drops the error edge when errors no longer branch', () => {
    const branching = connect(updateNode(chain, 'b', { on_error: 'branch' }), {
      source: 'b',
      sourceHandle: 'error',
      target: 'c',
    });
    expect(edgesOf(branching)).toContain('b:error>c');
    expect(edgesOf(updateNode(branching, 'b', { on_error: undefined }))).toEqual(['a>b', 'b>c']);
  });

  it('turns off all when one is on, and on when all are off', () => {
    const one = toggleDisabled(chain, ['b']);
    expect(node(one, 'b').disabled).toBe(true);
    const both = toggleDisabled(one, ['b', 'c']);
    expect(both.nodes.map(({ disabled }) => disabled)).toEqual([undefined, true, true]);
    expect(node(toggleDisabled(both, ['b', 'c']), 'b')).not.toHaveProperty('disabled');
  });
});

describe('cases of a switch', () => {
  const cases = [{ label: 'A' }, { label: 'B' }, { label: 'C' }];
  const routed = draw(
    { t: 'manual', s: ['switch', { cases }], x: 'respond', y: 'respond', z: 'respond', e: 'stop' },
    't>s',
    's:case_0>x',
    's:case_1>y',
    's:case_2>z',
    's:else>e',
  );

  it('keeps every edge with its case when one is removed', () => {
    const next = setCases(routed, 's', [cases[0], cases[2]], [0, 2]);
    expect(edgesOf(next)).toEqual(['t>s', 's:case_0>x', 's:case_1>z', 's:else>e']);
  });

  it('keeps every edge with its case when they change places and one is added', () => {
    const next = setCases(routed, 's', [cases[1], cases[0], cases[2], {}], [1, 0, 2, null]);
    expect(edgesOf(next)).toEqual(['t>s', 's:case_1>x', 's:case_0>y', 's:case_2>z', 's:else>e']);
  });
});

describe('duplicating', () => {
  it('copies with the edges among the copies and without triggers', () => {
    const copy = duplicate(chain, ['a', 'b', 'c']);
    expect(copy.ids).toEqual(['n4', 'n5']);
    expect(edgesOf(copy.definition)).toEqual(['a>b', 'b>c', 'n4>n5']);
    expect(duplicate(chain, ['a']).definition).toBe(chain);
  });
});
