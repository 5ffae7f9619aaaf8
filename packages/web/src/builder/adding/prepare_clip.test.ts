import { type AppManifest, definitionLimits } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { type Clip, copyNodes } from '../document/edits/clipboard.ts';
import { draw } from '../document/testing.ts';
import { clipText, foreignConnections, prepareClip } from './prepare_clip.ts';

const id = '0199a000-0000-7000-8000-000000000001';
const other = '0199a000-0000-7000-8000-000000000002';

const manifests = [
  {
    id: 'builtin',
    operations: [
      {
        id: 'http_request',
        input: {
          type: 'object',
          properties: {
            auth: { type: 'object', properties: { token: { type: 'string', field: 'secret' } } },
          },
        },
      },
    ],
  },
] as unknown as AppManifest[];

describe('a clip as text', () => {
  it.each([
    ['typed', 'hunter2', 1, undefined],
    ['stored', { $secret: 'set' }, 1, undefined],
    ['computed', '{{ variables.token }}', undefined, '{{ variables.token }}'],
    ['empty', '', undefined, ''],
  ])('never holds a secret that was %s', (_, token, count, left) => {
    const definition = draw({ a: ['http_request', { url: 'https://x', auth: { type: 'bearer', token } }] });
    const text = clipText(copyNodes(definition, ['a']), manifests);
    expect(text).not.toContain('hunter2');
    const clip = JSON.parse(text) as Clip;
    expect(clip.secrets).toBe(count);
    expect((clip.nodes[0]!.config.auth as { token?: unknown }).token).toEqual(left);
    expect(definition.nodes[0]!.config.auth).toMatchObject({ token });
  });
});

describe('what comes into a workflow', () => {
  const source = draw({ t: 'manual', a: 'http_request', b: 'stop' }, 't>a', 'a>b');
  const clip = copyNodes(source, ['t', 'a', 'b']);

  it('brings its trigger where there is none', () => {
    const prepared = prepareClip(draw({}), clip, null);
    expect(prepared).toMatchObject({ ok: true, trigger_left: false });
    expect(prepared.ok && prepared.clip.edges).toHaveLength(2);
  });

  it('leaves a second trigger and its edges out, and says so', () => {
    const prepared = prepareClip(draw({ w: 'webhook' }), clip, null);
    expect(prepared).toMatchObject({ ok: true, trigger_left: true });
    expect(prepared.ok && prepared.clip.nodes.map((node) => node.id)).toEqual(['a', 'b']);
    expect(prepared.ok && prepared.clip.edges).toHaveLength(1);
  });

  it('takes one of two triggers', () => {
    const two = { ...clip, nodes: [...clip.nodes, { ...clip.nodes[0]!, id: 'u' }] };
    const prepared = prepareClip(draw({}), two, null);
    expect(prepared.ok && prepared.clip.nodes.filter((node) => node.type === 'trigger')).toHaveLength(1);
  });

  it.each([
    ['only_trigger', draw({ w: 'webhook' }), copyNodes(source, ['t'])],
    [
      'too_many',
      draw({}),
      {
        ...clip,
        nodes: Array.from({ length: definitionLimits.nodes + 1 }, (_, n) => ({
          ...clip.nodes[1]!,
          id: `n${n}`,
        })),
      },
    ],
  ])('is refused: %s', (why, definition, given) => {
    expect(prepareClip(definition, given, null)).toEqual({ ok: false, why });
  });

  it('drops connections that do not exist here, and counts them', () => {
    const nodes = source.nodes.map((node) =>
      node.id === 'a' ? { ...node, connection_id: id } : { ...node, connection_id: other },
    );
    const prepared = prepareClip(draw({}), { ...clip, nodes: nodes.slice(1) }, new Set([id]));
    expect(prepared).toMatchObject({ ok: true, connections_left: 1 });
    expect(prepared.ok && prepared.clip.nodes.map((node) => node.connection_id)).toEqual([id, undefined]);
  });

  it('asks only for connections that the workflow does not use already', () => {
    const own = { ...source, nodes: source.nodes.map((node) => ({ ...node, connection_id: id })) };
    const given = { ...clip, nodes: [...own.nodes, { ...own.nodes[0]!, connection_id: other }] };
    expect(foreignConnections(own, given)).toEqual([other]);
    expect(foreignConnections(source, given)).toEqual([id, other]);
  });
});
