import { describe, expect, it } from 'vitest';
import { draw, edgesOf } from '../testing.ts';
import { copyNodes, paste } from './clipboard.ts';
import { readClip } from './read_clip.ts';

const definition = draw(
  {
    t: 'manual',
    get: ['http_request', { url: 'https://x' }],
    map: ['data_transform', { expression: 'get.body', input: '{{ get.body }}' }],
  },
  't>get',
  'get>map',
);
const clip = copyNodes(definition, ['get', 'map']);

describe('copying', () => {
  it('takes the chosen nodes and the edges among them', () => {
    expect(clip.nodes.map(({ id }) => id)).toEqual(['get', 'map']);
    expect(clip.edges).toHaveLength(1);
  });

  it('survives being text', () => {
    const edges = clip.edges.map((edge) => ({ ...edge, id: '' }));
    expect(readClip(JSON.stringify(clip))).toEqual({ ...clip, edges });
  });
});

describe('pasting', () => {
  it('gives ids and keys of their own, and expressions among the copies read the copies', () => {
    const pasted = paste(definition, clip, { offset: { x: 40, y: 100 } });
    const [get, map] = pasted.ids.map((id) => pasted.definition.nodes.find((node) => node.id === id)!);
    expect(new Set(pasted.definition.nodes.map(({ key }) => key)).size).toBe(5);
    expect(get!.key).toBe('http_response');
    expect(map!.config).toEqual({ expression: 'http_response.body', input: '{{ http_response.body }}' });
    expect(get!.position).toEqual({ x: 360, y: 100 });
    expect(edgesOf(pasted.definition).at(-1)).toBe(`${get!.id}>${map!.id}`);
  });

  it('keeps keys in another workflow, and puts the top left at the place', () => {
    const pasted = paste(draw({ a: 'manual' }), clip, { at: { x: 10, y: 20 } });
    expect(pasted.definition.nodes.slice(1).map(({ key }) => key)).toEqual(['get', 'map']);
    expect(pasted.definition.nodes[1]!.position).toEqual({ x: 10, y: 20 });
  });

  it('gives each copy a name of its own, and counts on from that of what was copied', () => {
    const labels = (of: typeof definition) => of.nodes.map(({ label }) => label);
    const once = paste(definition, clip, { offset: { x: 0, y: 0 } });
    expect(labels(once.definition).slice(3)).toEqual(['HTTP Request 2', 'Data Transform 2']);
    const again = paste(once.definition, copyNodes(once.definition, [once.ids[0]!]), { at: { x: 0, y: 0 } });
    expect(labels(again.definition).at(-1)).toBe('HTTP Request 3');
    const named = (label: string) => ({ ...clip, nodes: [{ ...clip.nodes[0]!, label }] });
    const year = paste(definition, named('Orders 2026'), { at: { x: 0, y: 0 } });
    expect(labels(year.definition).at(-1)).toBe('Orders 2026');
    const twice = paste(year.definition, named('Orders 2026'), { at: { x: 0, y: 0 } });
    expect(labels(twice.definition).at(-1)).toBe('Orders 2026 2');
    const long = 'x'.repeat(200);
    const both = paste(paste(definition, named(long), { at: { x: 0, y: 0 } }).definition, named(long), {
      at: { x: 0, y: 0 },
    });
    expect(labels(both.definition).at(-1)).toBe(`${'x'.repeat(198)} 2`);
  });

  it('shares nothing with what was copied', () => {
    const pasted = paste(definition, clip, { offset: { x: 0, y: 0 } });
    expect(pasted.definition.nodes[3]!.config).not.toBe(definition.nodes[1]!.config);
  });
});
