import { describe, expect, test } from 'vitest';
import { parseDefinition } from '../parse_definition.ts';
import { brokenEdges } from './broken_edges.ts';
import { checkDefinition } from './check_definition.ts';
import { type Config, check, http, lines, manual, map, node, to } from './check_testing.ts';

const transform = (id: string, config: Config, more: object = {}) =>
  node(id, 'data_transform', config, { key: id, ...more });
const custom = (id: string, expression: string, more: object = {}) =>
  transform(id, { transform_type: 'custom', expression }, more);
const call = http({}, { key: 'answer' });
const found = (nodes: object[], edges: string, context = {}) =>
  lines(check([manual, call, ...nodes], edges, context)).filter((line) => !line.startsWith('warning'));

describe('types flow', () => {
  test.each<[string, object[], string, RegExp | null]>([
    [
      'through a mapping to whoever reads it',
      [map([to('code', 'answer.status')], {}, { key: 'm' }), custom('c', 'm.code.name')],
      't>h h>m m>c',
      /error c expression: .*m\.code is a number and has no fields/,
    ],
    [
      'through the transformation of a mapping',
      [
        map(
          [
            to('code', 'answer.status', {
              transformation: { type: 'number_format', params: { format: '0' } },
            }),
          ],
          {},
          { key: 'm' },
        ),
        custom('c', 'm.code * 2'),
      ],
      't>h h>m m>c',
      /m\.code is text; \* needs a number/,
    ],
    [
      'through a mapping of the fields of an input',
      [map([to('code', 'status')], { input: '{{ answer }}' }, { key: 'm' }), custom('c', 'm.code.name')],
      't>h h>m m>c',
      /m\.code is a number/,
    ],
    [
      'through two transforms',
      [custom('a', '{ n: answer.status }'), custom('b', 'a.n'), custom('c', 'b | upper | trim')],
      't>h h>a a>b b>c',
      null,
    ],
    [
      'to a name that a computed object does not have',
      [custom('a', '{ total: answer.status }'), custom('c', 'a.totl')],
      't>h h>a a>c',
      /error c expression: Unknown variable a\.totl .*did you mean a\.total\?/,
    ],
    [
      'through a list that is filtered',
      [
        custom('a', '[{ total: answer.status }]'),
        transform('f', { transform_type: 'filter_array', input: '{{ a }}', condition: 'total > 1' }),
        custom('c', 'f.map(i => i.totl)'),
      ],
      't>h h>a a>f f>c',
      /i\.totl does not exist.*did you mean i\.total\?/,
    ],
    [
      'through a list that is mapped entry by entry',
      [
        custom('a', '[{ n: answer.status }]'),
        map([to('code', 'n')], { input: '{{ a }}' }, { key: 'm' }),
        custom('c', 'm[0].kode'),
      ],
      't>h h>a a>m m>c',
      /Unknown variable m\.0\.kode .*did you mean m\.0\.code\?/,
    ],
    [
      'into the rounds of a loop',
      [
        custom('a', '[{ n: answer.status }]'),
        node('l', 'loop', { items: '{{ a }}' }, { key: 'l' }),
        custom('c', 'item.n.name'),
      ],
      't>h h>a a>l l/body>c',
      /item\.n is a number/,
    ],
    [
      'through a merge, by the keys of what came',
      [custom('a', '{ n: 1 }'), node('j', 'merge', { mode: 'all' }, { key: 'j' }), custom('c', 'j.b.n')],
      't>h h>a a>j h>j j>c',
      /Unknown variable j\.b /,
    ],
    [
      'through a merge that takes the first',
      [
        custom('a', '{ total: 1 }'),
        custom('b', '{ total: 2 }'),
        node('j', 'merge', { mode: 'first' }, { key: 'j' }),
        custom('c', 'j.totl'),
      ],
      't>h h>a h>b a>j b>j j>c',
      /Unknown variable j\.totl .*did you mean j\.total\?/,
    ],
    [
      'through a step that is turned off',
      [custom('a', '{ n: 1 }'), custom('b', '{ other: 2 }', { disabled: true }), custom('c', 'b.other')],
      't>h h>a a>b b>c',
      /Unknown variable b\.other/,
    ],
    [
      'through groups',
      [
        transform('g', {
          transform_type: 'aggregate',
          input: '{{ answer.body }}',
          group_by: 'country',
          aggregations: [{ field: 'total', op: 'sum', as: 'sum' }],
        }),
        custom('c', 'g[0].sum.name'),
      ],
      't>h h>g g>c',
      /is a number/,
    ],
    [
      'no further than is known',
      [
        map([to('a', 'answer.body.x')], { input: '{{ answer.body }}' }, { key: 'm' }),
        custom('c', 'm.anything.at.all'),
      ],
      't>h h>m m>c',
      null,
    ],
    [
      'not in a circle',
      [custom('a', 'b.x'), custom('b', 'a.x')],
      't>h h>a a>b b>a',
      /lead in a circle|circle|wait for each other/i,
    ],
  ])('%s', (_, nodes, edges, expected) => {
    const problems = found(nodes, edges).filter((line) => !/not connected|lead/.test(line) || expected);
    if (expected === null) expect(problems).toEqual([]);
    else expect(problems.join('\n')).toMatch(expected);
  });
});

describe('a pinned sample', () => {
  test('shows types as an earlier run does, and wins over it', () => {
    const context = {
      samples: { answer: { body: { id: 1 } } },
      pinned: { answer: { status: 1, body: { nr: 1 } } },
    };
    const told = lines(check([manual, call, custom('c', 'answer.body.id')], 't>h h>c', context));
    expect(told).toEqual([expect.stringMatching(/^warning c expression: Unknown variable answer\.body\.id/)]);
  });

  test.each<[unknown, RegExp | null]>([
    [{ status: 200, body: null }, null],
    [{ status: 'ok', body: 1 }, /has a field status that is text; a number is needed/],
    [{ body: 1 }, /lacks status/],
    ['text', /is text; an object is needed/],
  ])('%j', (value, reason) => {
    const told = lines(check([manual, call], 't>h', { pinned: { answer: value } }));
    if (reason === null) expect(told).toEqual([]);
    else expect(told).toEqual([expect.stringMatching(reason)]);
  });
});

describe('an edge that brings what does not fit', () => {
  const broken = (nodes: object[], edges: string) => {
    const problems = check([manual, call, ...nodes], edges);
    const definition = parseDefinition({
      nodes: [manual, call, ...nodes],
      edges: edges.split(' ').map((pair) => {
        const [from, target] = pair.split('>') as [string, string];
        const [source, sourceHandle] = from.split('/') as [string, string?];
        return { id: pair.replace(/[>/]/g, '_'), source, target, sourceHandle };
      }),
    });
    return Object.fromEntries([...brokenEdges(definition, problems)].map(([id, of]) => [id, of.length]));
  };

  test.each<[string, object[], string, Record<string, number>]>([
    [
      'from the very node',
      [custom('a', 'answer.status * 1'), custom('c', 'answer.status.x')],
      't>h h>a h>c',
      { h_c: 1 },
    ],
    ['from further back', [custom('a', '1'), custom('c', 'answer.status.x')], 't>h h>a a>c', { a_c: 1 }],
    [
      'by the branch that has it',
      [custom('a', '1'), custom('c', 'answer.status.x')],
      't>h h>c t>a a>c',
      { h_c: 1 },
    ],
    ['not where it does not lead at all', [custom('c', '1'), custom('d', 'c.x')], 't>h h>c h>d', {}],
    ['not for what is only missing', [http({ url: '' }, { id: 'x', key: 'x' })], 't>h h>x', {}],
  ])('%s', (_, nodes, edges, expected) => {
    expect(broken(nodes, edges)).toEqual(expected);
  });
});

test('a thousand nodes with types that flow are checked in a moment', () => {
  const nodes = [
    manual,
    ...Array.from({ length: 999 }, (_, at) =>
      custom(`n${at}`, at === 0 ? '{ a: 1 }' : `{ a: n${at - 1}.a + 1 }`),
    ),
  ];
  const edges = nodes.slice(1).map(({ id }, at) => ({ source: at === 0 ? 't' : `n${at - 1}`, target: id }));
  const definition = parseDefinition({ nodes, edges });
  expect(
    checkDefinition(definition, { manifests: [] }).filter(({ severity }) => severity === 'error'),
  ).toEqual([]);
});
