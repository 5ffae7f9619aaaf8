import { findCycle, parseDefinition } from '@millrace/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addNode } from '../edits/add_node.ts';
import { connect } from '../edits/connect.ts';
import { deleteSelection } from '../edits/delete_selection.ts';
import { makeNode } from '../edits/make_node.ts';
import { nudgeNodes } from '../edits/move.ts';
import { rename } from '../edits/rename.ts';
import { setKey, setKeys } from '../edits/set_key.ts';
import { setSettings } from '../edits/set_settings.ts';
import { updateConfig } from '../edits/update_config.ts';
import { sameJson } from '../same_json.ts';
import type { Draft, Edit } from '../store.ts';
import { draw, edgesOf } from '../testing.ts';
import { mergeDrafts } from './merge.ts';

const definition = draw(
  {
    a: 'manual',
    b: ['http_request', { url: 'https://x', headers: { A: '1' } }],
    c: ['respond', { body: '{{ b.body }}' }],
    d: 'stop',
  },
  'a>b',
  'b>c',
);
const base: Draft = { name: 'Orders', definition };
const edited = (...edits: Edit[]): Draft => ({
  ...base,
  definition: edits.reduce((current, edit) => edit(current), base.definition),
});

function merged(mine: Draft, theirs: Draft) {
  const result = mergeDrafts(base, mine, theirs);
  if (result.kind === 'refused') throw new Error(result.reason);
  const node = (id: string) => result.draft.definition.nodes.find((each) => each.id === id);
  return { ...result, node, paths: result.conflicts.map(({ path }) => path.join('.')) };
}

const set =
  (id: string, field: string, value: unknown): Edit =>
  (d) =>
    updateConfig(d, id, field.split('.'), value);
const remove =
  (id: string): Edit =>
  (d) =>
    deleteSelection(d, { nodes: [id], edges: [] });
const add =
  (subtype: 'stop' | 'http_request', after?: string): Edit =>
  (d) => {
    const node = makeNode(d, subtype, { x: 0, y: 0 });
    const added = addNode(d, node, after ? { source: after, sourceHandle: 'out' } : undefined);
    return added;
  };

/** How often a merge looks into a configuration, where one side gave each of `count` nodes another key. */
function looksFor(count: number): number {
  const ids = Array.from({ length: count }, (_, index) => `h${index}`);
  const drawn = draw(
    Object.fromEntries(ids.map((id, at) => [id, ['http_request', { url: `{{ h${at - 1}.body }}` }]])),
  );
  let looks = 0;
  const watched = (d: typeof drawn) => ({
    ...d,
    nodes: d.nodes.map((node) => ({
      ...node,
      config: new Proxy(node.config, {
        ownKeys(target) {
          looks += 1;
          return Reflect.ownKeys(target);
        },
      }),
    })),
  });
  const keys = new Map(ids.map((id) => [id, `${id}_renamed`]));
  const [before, mine] = [watched(drawn), watched(setKeys(drawn, keys))];
  const theirs = {
    name: 'Theirs',
    definition: watched(updateConfig(drawn, 'h1', ['url'], '{{ h0.other }}')),
  };
  looks = 0;
  const result = mergeDrafts({ name: '', definition: before }, { name: '', definition: mine }, theirs);
  expect(result).toMatchObject({ kind: 'merged', conflicts: [] });
  if (result.kind === 'merged')
    expect(result.draft.definition.nodes[1]!.config).toEqual({ url: '{{ h0_renamed.other }}' });
  return looks;
}

it('costs what the drafts are large, however many keys were renamed', () => {
  const [few, many] = [looksFor(50), looksFor(400)];
  expect(few).toBeGreaterThan(0);
  expect(many / few).toBeLessThan(10);
});

describe('keys that are passed on', () => {
  const two = draw({
    a: ['http_request', { url: 'https://x' }],
    b: ['http_request', { url: '{{ a.body }}' }],
    c: ['respond', { body: '{{ b.body }}' }],
  });
  const at = (definition: typeof two): Draft => ({ name: '', definition });
  const keysOf = ({ nodes }: typeof two) => nodes.map(({ key }) => key);

  it('are exchanged for the other one too', () => {
    const mine = setKeys(
      two,
      new Map([
        ['a', 'b'],
        ['b', 'a'],
      ]),
    );
    const theirs = updateConfig(two, 'c', ['body'], '{{ a.status + b.status }}');
    const result = mergeDrafts(at(two), at(mine), at(theirs));
    if (result.kind === 'refused') throw new Error(result.reason);
    expect(keysOf(result.draft.definition)).toEqual(['b', 'a', 'c']);
    expect(result.draft.definition.nodes[2]!.config).toEqual({ body: '{{ b.status + a.status }}' });
    expect(result.conflicts).toEqual([]);
  });

  it('are not given to two nodes, by a chain of renames neither', () => {
    const mine = setKeys(
      two,
      new Map([
        ['a', 'b'],
        ['b', 'c2'],
      ]),
    );
    const theirs = addNode(two, { ...makeNode(two, 'stop', { x: 0, y: 0 }), key: 'c2' });
    const result = mergeDrafts(at(two), at(mine), at(theirs));
    expect(result).toEqual({ kind: 'refused', reason: 'double_key' });
  });
});

describe('what does not touch', () => {
  it('different fields of one node are both kept', () => {
    const { node, conflicts } = merged(
      edited(set('b', 'url', 'https://y')),
      edited(set('b', 'headers.B', '2')),
    );
    expect(node('b')?.config).toEqual({ url: 'https://y', headers: { A: '1', B: '2' } });
    expect(conflicts).toEqual([]);
  });

  it('a rename of the workflow, a setting and a moved node are all kept', () => {
    const mine = { ...edited((d) => nudgeNodes(d, ['c'], { x: 40, y: 0 })), name: 'Bills' };
    const { draft, node } = merged(
      mine,
      edited((d) => setSettings(d, { timezone: 'UTC' })),
    );
    expect(draft.name).toBe('Bills');
    expect(draft.definition.config).toEqual({ timezone: 'UTC' });
    expect(node('c')?.position.x).toBe(680);
  });

  it('two new nodes that were given the same id and key are two nodes, each with its connection', () => {
    const { draft, conflicts } = merged(
      edited(add('http_request', 'c'), (d) => rename(d, 'n5', 'Mine')),
      edited(add('http_request', 'c'), (d) => rename(d, 'n5', 'Theirs')),
    );
    expect(conflicts).toEqual([]);
    const added = draft.definition.nodes.slice(4);
    expect(added.map(({ label }) => label)).toEqual(['Theirs', 'Mine']);
    expect(new Set(added.map(({ key }) => key)).size).toBe(2);
    expect(edgesOf(draft.definition).filter((edge) => edge.startsWith('c>'))).toHaveLength(2);
    expect(new Set(draft.definition.edges.map(({ id }) => id)).size).toBe(draft.definition.edges.length);
  });

  it('what one of them renamed is called so in what the other wrote', () => {
    const { node } = merged(
      edited((d) => setKey(d, 'b', 'answer')),
      edited(set('c', 'body', '{{ b.body.id }}'), set('d', 'reason', '{{ b.status }}')),
    );
    expect(node('b')?.key).toBe('answer');
    expect(node('c')?.config.body).toContain('answer.body.id');
    expect(node('d')?.config.reason).toContain('answer.status');
  });

  it('a node that one deleted is gone, with its connections', () => {
    const { draft } = merged(edited(remove('d')), edited(set('b', 'url', 'https://y')));
    expect(draft.definition.nodes.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });

  it('members that both put into a group are all in it', () => {
    const group = { id: 'g', label: 'G', tint: 'grey' as const };
    const withGroup = (nodes: string[]): Draft => ({
      ...base,
      definition: { ...definition, groups: [{ ...group, nodes }] },
    });
    const result = mergeDrafts(withGroup(['a', 'd']), withGroup(['a', 'd', 'b']), withGroup(['a', 'c']));
    if (result.kind === 'refused') throw new Error(result.reason);
    expect(result.conflicts).toEqual([]);
    expect(new Set(result.draft.definition.groups?.[0]?.nodes)).toEqual(new Set(['a', 'b', 'c']));
  });
});

describe('what touches', () => {
  it.each<[string, Draft, Draft, string[]]>([
    ['one field', edited(set('b', 'url', '1')), edited(set('b', 'url', '2')), ['nodes.#b.config.url']],
    ['the name', { ...base, name: 'x' }, { ...base, name: 'y' }, ['name']],
    [
      'a deleted node that the other changed',
      edited(remove('b')),
      edited(set('b', 'url', '2')),
      ['nodes.#b'],
    ],
    [
      'a key',
      edited((d) => setKey(d, 'b', 'x')),
      edited((d) => setKey(d, 'b', 'y')),
      ['nodes.#b.key', 'nodes.#c.config.body'],
    ],
    [
      'a deleted node that the other connected',
      edited(remove('d')),
      edited((d) => connect(d, { source: 'c', sourceHandle: 'out', target: 'd' })),
      ['edges.#c|out|d|in'],
    ],
  ])('%s is a conflict', (_, mine, theirs, paths) => expect(merged(mine, theirs).paths).toEqual(paths));

  it('mine is taken there, and everything else of theirs', () => {
    const { node } = merged(
      edited(set('b', 'url', 'mine')),
      edited(set('b', 'url', 'theirs'), set('c', 'status', 201)),
    );
    expect(node('b')?.config.url).toBe('mine');
    expect(node('c')?.config.status).toBe(201);
  });

  it('or theirs, for whoever prefers it', () => {
    const result = mergeDrafts(
      base,
      edited(set('b', 'url', 'mine'), set('c', 'status', 201)),
      edited(set('b', 'url', 'theirs')),
      'theirs',
    );
    if (result.kind === 'refused') throw new Error(result.reason);
    expect(result.draft.definition.nodes[1]?.config.url).toBe('theirs');
    expect(result.draft.definition.nodes[2]?.config.status).toBe(201);
    expect(result.conflicts).toHaveLength(1);
  });

  it('connections of both that make a circle are refused', () => {
    const loose: Draft = {
      name: 'n',
      definition: draw({ a: 'manual', x: 'http_request', y: 'http_request' }),
    };
    const link = (source: string, target: string): Draft => ({
      ...loose,
      definition: connect(loose.definition, { source, sourceHandle: 'out', target }),
    });
    expect(mergeDrafts(loose, link('x', 'y'), link('y', 'x'))).toEqual({ kind: 'refused', reason: 'cycle' });
  });

  it('two nodes that both called the same are refused', () => {
    const result = mergeDrafts(
      base,
      edited((d) => setKey(d, 'c', 'same')),
      edited((d) => setKey(d, 'd', 'same')),
    );
    expect(result).toEqual({ kind: 'refused', reason: 'double_key' });
  });
});

describe('laws', () => {
  const id = fc.constantFrom('a', 'b', 'c', 'd', 'n5', 'n6');
  const edit: fc.Arbitrary<Edit> = fc.oneof(
    fc
      .tuple(
        id,
        fc.constantFrom('url', 'headers.A', 'headers.B', 'x'),
        fc.oneof(fc.string(), fc.integer(), fc.constant(undefined)),
      )
      .map(([node, field, value]) => set(node, field, value)),
    id.map(remove),
    fc
      .tuple(fc.constantFrom('stop' as const, 'http_request' as const), fc.constantFrom('b', 'c'))
      .map(([kind, after]) => add(kind, after)),
    fc.tuple(id, fc.constantFrom('k1', 'k2')).map(
      ([node, key]): Edit =>
        (d) =>
          d.nodes.some((n) => n.key === key) ? d : setKey(d, node, key),
    ),
    fc
      .tuple(
        id,
        fc.string({ minLength: 1, maxLength: 8 }).map((label) => label.trim() || 'x'),
      )
      .map(
        ([node, label]): Edit =>
          (d) =>
            rename(d, node, label),
      ),
    fc.tuple(id, fc.integer({ min: -5, max: 5 })).map(
      ([node, x]): Edit =>
        (d) =>
          nudgeNodes(d, [node], { x, y: 0 }),
    ),
    fc.constantFrom('UTC', 'Europe/Berlin').map(
      (timezone): Edit =>
        (d) =>
          setSettings(d, { timezone }),
    ),
  );
  const draft = fc.array(edit, { maxLength: 6 }).map((edits) => edited(...edits));
  const content = ({ name, definition: d }: Draft) => ({
    name,
    nodes: new Map(d.nodes.map((node) => [node.id, node])),
    edges: edgesOf(d).sort(),
    config: d.config,
  });

  it('whoever changed nothing gets what the other has', () => {
    fc.assert(
      fc.property(draft, (other) => {
        expect(mergeDrafts(base, base, other)).toEqual({ kind: 'merged', draft: other, conflicts: [] });
        expect(mergeDrafts(base, other, base)).toEqual({ kind: 'merged', draft: other, conflicts: [] });
        expect(mergeDrafts(base, other, other)).toEqual({ kind: 'merged', draft: other, conflicts: [] });
      }),
    );
  });

  it('the result is a valid definition, without a circle or a double key, or it is refused', () => {
    fc.assert(
      fc.property(draft, draft, (mine, theirs) => {
        const result = mergeDrafts(base, mine, theirs);
        if (result.kind === 'refused') return;
        const parsed = parseDefinition(structuredClone(result.draft.definition));
        expect(sameJson(parsed, result.draft.definition)).toBe(true);
        expect(findCycle(parsed)).toBeNull();
        expect(new Set(parsed.nodes.map((node) => node.key)).size).toBe(parsed.nodes.length);
      }),
    );
  });

  it('without a conflict nothing that either set is missing', () => {
    fc.assert(
      fc.property(draft, draft, (mine, theirs) => {
        const result = mergeDrafts(base, mine, theirs);
        if (result.kind === 'refused' || result.conflicts.length > 0) return;
        const got = content(result.draft);
        for (const side of [mine, theirs]) {
          for (const [node, was] of content(base).nodes)
            if (!side.definition.nodes.some((each) => each.id === node))
              expect(got.nodes.has(node), was.label).toBe(false);
          for (const node of side.definition.nodes) {
            const before = content(base).nodes.get(node.id);
            for (const field of ['url', 'x'] as const)
              if (before && got.nodes.has(node.id) && node.config[field] !== before.config[field])
                expect(got.nodes.get(node.id)?.config[field]).toEqual(node.config[field]);
          }
        }
      }),
    );
  });
});
