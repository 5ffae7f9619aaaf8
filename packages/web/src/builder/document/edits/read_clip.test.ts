import { definitionLimits, labelOf } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { draw } from '../testing.ts';
import { paste } from './clipboard.ts';
import { inspectClip } from './read_clip.ts';

const definition = draw({ t: 'manual', get: ['http_request', { url: 'https://x' }] }, 't>get');
const node = (given: object) => ({ id: 'a', type: 'action', subtype: 'http_request', ...given });
const clipOf = (nodes: unknown[], more: object = {}) =>
  JSON.stringify({ millrace: 'nodes', nodes, edges: [], ...more });

describe('what cannot be pasted is refused in words', () => {
  it.each([
    ['nothing', '', 'empty'],
    ['blanks', ' \n ', 'empty'],
    ['a sentence', 'Hello', 'other_text'],
    ['text with a brace', '{{ order.id }}', 'other_text'],
    ['other JSON', '{"a":1}', 'other_json'],
    ['a list', '[1]', 'other_json'],
    ['a number', '7', 'other_text'],
    ['a clip cut short', '{"millrace":"nodes","nodes":[{"id":', 'broken_json'],
    ['nodes that are no list', '{"millrace":"nodes","nodes":{"0":{}}}', 'other_json'],
    ['no nodes', clipOf([]), 'other_json'],
    ['a kind that is none', clipOf([node({ subtype: 'nuclear' })]), 'no_nodes'],
    ['rubbish in the place of nodes', clipOf([null, 1, 'x', [], {}]), 'no_nodes'],
    [
      'a workflow of n8n',
      '{"nodes":[{"id":"1","name":"Set","type":"n8n-nodes-base.set","parameters":{}}]}',
      'foreign',
    ],
    ['10 MB', `{"nodes":["${'x'.repeat(10 * 1024 * 1024)}"]}`, 'too_large'],
  ])('%s', (_, text, why) => {
    expect(inspectClip(text)).toEqual({ ok: false, why });
  });

  it.each([
    ['a key that is a prototype', '{"id":"a","type":"action","subtype":"http_request","key":"__proto__"}'],
    ['an id that is a prototype', '{"id":"__proto__","type":"action","subtype":"http_request"}'],
    [
      'a configuration that reaches one',
      '{"id":"a","type":"action","subtype":"http_request","config":{"__proto__":{"polluted":true}}}',
    ],
    [
      'one deep inside',
      '{"id":"a","type":"action","subtype":"http_request","config":{"headers":[{"constructor":{"prototype":{"polluted":1}}}]}}',
    ],
    ['a type that is not of its kind', '{"id":"a","type":"trigger","subtype":"http_request"}'],
    [
      'a field that nodes do not have',
      '{"id":"a","type":"action","subtype":"http_request","script":"alert(1)"}',
    ],
    [
      'a place that is none',
      '{"id":"a","type":"action","subtype":"http_request","position":{"x":"1","y":null}}',
    ],
    ['a label without end', JSON.stringify(node({ label: 'x'.repeat(1_000) }))],
  ])('a node with %s', (_, text) => {
    expect(inspectClip(`{"millrace":"nodes","nodes":[${text}],"edges":[]}`)).toEqual({
      ok: false,
      why: 'no_nodes',
    });
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('a configuration deeper than a draft may be', () => {
    const deep = `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`;
    const text = `{"millrace":"nodes","nodes":[{"id":"a","type":"action","subtype":"http_request","config":${deep}}],"edges":[]}`;
    expect(inspectClip(text)).toEqual({ ok: false, why: 'no_nodes' });
  });
});

describe('what can be pasted', () => {
  it.each([
    ['a definition', JSON.stringify(definition)],
    ['an exported workflow', JSON.stringify({ name: 'Orders', workflow_definition: definition, tests: [] })],
  ])('%s', (_, text) => {
    const read = inspectClip(text);
    expect(read).toMatchObject({ ok: true, left_out: 0, clip: { nodes: [{ id: 't' }, { id: 'get' }] } });
    expect(read.ok && read.clip.edges).toHaveLength(1);
  });

  it('is what is good of it: the rest is left out and counted', () => {
    const read = inspectClip(
      clipOf([node({}), node({}), node({ id: 'b', subtype: 'nuclear' }), node({ id: 'c' })], {
        edges: [
          { source: 'a', target: 'c' },
          { source: 'a', target: 'c' },
          { source: 'a', target: 'a' },
          { source: 'a', target: 'gone' },
          { source: 7, target: 'c' },
          null,
          'x',
        ],
        notes: [{ id: 'n', text: 'hi' }, { id: '__proto__' }, 4],
        groups: [{ id: 'g', nodes: ['a', 'gone'] }, 'no'],
      }),
    );
    expect(read).toMatchObject({ ok: true, left_out: 2 });
    if (!read.ok) return;
    expect(read.clip.edges).toEqual([
      { id: '', source: 'a', target: 'c', sourceHandle: 'out', targetHandle: 'in' },
    ]);
    expect(read.clip.notes).toHaveLength(1);
    const pasted = paste(draw({}), read.clip, { at: { x: 0, y: 0 } }).definition;
    expect(pasted.groups).toMatchObject([{ nodes: [pasted.nodes[0]!.id] }]);
    expect(pasted.nodes.map(({ key }) => key)).toEqual(['http_response', 'http_response_2']);
  });

  it('have names that show all they hold: others would keep the draft from being saved', () => {
    const read = inspectClip(
      clipOf([node({ label: 'Pay\u200broll' }), node({ id: 'b', label: '\u202e' })], {
        groups: [{ id: 'g', label: 'x\u202ey', nodes: ['a'] }],
      }),
    );
    if (!read.ok) throw new Error(read.why);
    expect(read.clip.nodes.map(({ label }) => label)).toEqual([
      'Payroll',
      labelOf({ subtype: 'http_request' }),
    ]);
    expect(read.clip.groups![0]!.label).toBe('xy');
  });

  it('are notes alone, too', () => {
    expect(inspectClip(clipOf([], { notes: [{ id: 'n', text: 'hi' }] }))).toMatchObject({
      ok: true,
      left_out: 0,
    });
  });

  it('is not more than a workflow may have', () => {
    const many = Array.from({ length: definitionLimits.nodes + 500 }, (_, n) => node({ id: `a${n}` }));
    const read = inspectClip(clipOf(many));
    expect(read.ok && read.clip.nodes.length).toBe(definitionLimits.nodes + 1);
  });
});
