import { describe, expect, it } from 'vitest';
import type { Draft } from '../store.ts';
import { draw } from '../testing.ts';
import { changesBetween } from './changes.ts';
import { shownValue } from './shown_value.ts';

const definition = draw(
  {
    a: 'manual',
    b: ['http_request', { url: 'https://x', headers: { A: '1', B: '2' }, list: [1] }],
    c: 'stop',
  },
  'a>b',
  'b>c',
);
const base: Draft = { name: 'Orders', definition };

type Node = (typeof definition.nodes)[number];
const withNode = (id: string, patch: Partial<Node>): Draft => ({
  ...base,
  definition: {
    ...definition,
    nodes: definition.nodes.map((node) => (node.id === id ? { ...node, ...patch } : node)),
  },
});

/** `changed HTTP Request: Url x→y` */
function told(after: Draft, before = base): string[] {
  return changesBetween(before, after).map(({ verb, title, fields }) =>
    [
      `${verb} ${title}`,
      ...fields.map((field) => `${field.title} ${shownValue(field.before)}→${shownValue(field.after)}`),
    ].join('; '),
  );
}

describe('changesBetween', () => {
  it('is empty for the same', () => expect(told(structuredClone(base))).toEqual([]));

  const config = definition.nodes[1]!.config;
  it.each<[string, Draft, string[]]>([
    ['a name', { ...base, name: 'Bills' }, ['changed Workflow; Name Orders→Bills']],
    [
      'a field',
      withNode('b', { config: { ...config, url: 'https://y' } }),
      ['changed HTTP Request; Url https://x→https://y'],
    ],
    [
      'a field within a field',
      withNode('b', { config: { ...config, headers: { A: '1', B: '3' } } }),
      ['changed HTTP Request; Headers › B 2→3'],
    ],
    [
      'a field that is new, in a list as a whole',
      withNode('b', { config: { ...config, list: [1, 2], method: 'PUT' } }),
      ['changed HTTP Request; List [\n  1\n]→[\n  1,\n  2\n]; Method nothing→PUT'],
    ],
    [
      'a setting of a node',
      withNode('b', { disabled: true }),
      ['changed HTTP Request; Turned off nothing→on'],
    ],
    ['a place', withNode('c', { position: { x: 9, y: 9 } }), ['moved Stop']],
    [
      'a removed node with its connection',
      { ...base, definition: draw({ a: 'manual', b: ['http_request', config] }, 'a>b') },
      ['removed Stop', 'removed HTTP Request → Stop'],
    ],
    [
      'a setting of the workflow',
      { ...base, definition: { ...definition, config: { timezone: 'UTC' } } },
      ['changed Settings of the workflow; Time zone nothing→UTC'],
    ],
  ])('tells %s', (_, after, expected) => expect(told(after)).toEqual(expected));

  it('tells an added node, and a connection by its port', () => {
    const before: Draft = { name: 'n', definition: draw({ a: 'manual', i: 'if' }, 'a>i') };
    const after: Draft = {
      name: 'n',
      definition: draw({ a: 'manual', i: 'if', s: 'stop' }, 'a>i', 'i:true>s'),
    };
    expect(told(after, before)).toEqual(['added Stop', 'added Conditional (true) → Stop']);
  });

  it('tells notes and groups, and what only moved comes last', () => {
    const note = {
      id: 'x',
      text: 'Ask Ada\nfirst',
      position: { x: 0, y: 0 },
      width: 240,
      height: 160,
      tint: 'yellow',
    } as const;
    const group = { id: 'g', label: 'Billing', tint: 'grey', nodes: ['a'] } as const;
    const before = { ...base, definition: { ...definition, notes: [note] } };
    const after: Draft = {
      ...base,
      definition: {
        ...definition,
        notes: [{ ...note, position: { x: 5, y: 5 } }],
        groups: [{ ...group, nodes: [...group.nodes] }],
      },
    };
    expect(told(after, before)).toEqual(['added Billing', 'moved Ask Ada']);
  });

  it('calls fields as the form does', () => {
    const after = withNode('b', { config: { ...config, url: 'https://y' } });
    const [change] = changesBetween(base, after, (subtype, path) => `${subtype}/${path.join('/')}`);
    expect(change?.fields[0]).toMatchObject({ title: 'http_request/url', path: 'nodes.#b.config.url' });
  });
});

describe('shownValue', () => {
  it.each([
    [{ $secret: 'set' }, 'a secret'],
    [{ a: { $secret: 'set' } }, '{\n  "a": "a secret"\n}'],
    [undefined, 'nothing'],
    [false, 'off'],
    [0, '0'],
  ])('%j is %j', (value, shown) => expect(shownValue(value)).toBe(shown));

  it('cuts what nobody reads', () => expect(shownValue('x'.repeat(5_000))).toHaveLength(2_001));
});
