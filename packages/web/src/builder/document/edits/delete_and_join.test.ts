import { describe, expect, it } from 'vitest';
import { draw, edgesOf } from '../testing.ts';
import { deleteAndJoin } from './delete_and_join.ts';

const line = draw(
  { t: 'manual', a: 'http_request', b: 'data_transform', c: 'http_request', d: 'stop' },
  't>a',
  'a>b',
  'b>c',
  'c>d',
);
const split = draw(
  { t: 'manual', i: 'if', y: 'http_request', n: 'http_request', m: 'merge', e: 'stop' },
  't>i',
  'i:true>y',
  'i:false>n',
  'y>m',
  'n>m',
  'm>e',
);
const loop = draw(
  { t: 'manual', l: 'loop', x: 'http_request', y: 'data_transform', d: 'stop' },
  't>l',
  'l:body>x',
  'x>y',
  'l:done>d',
);

const after = (definition: typeof line, nodes: string[], edges: string[] = []) => {
  const result = deleteAndJoin(definition, { nodes, edges });
  return { edges: edgesOf(result.definition), joined: result.joined.length };
};

describe('deleting closes the gap', () => {
  it.each([
    ['one in the middle', line, ['b'], ['t>a', 'c>d', 'a>c'], 1],
    ['several in a row', line, ['a', 'b', 'c'], ['t>d'], 1],
    ['two apart', line, ['a', 'c'], ['t>b', 'b>d'], 2],
    ['the first step', line, ['a'], ['b>c', 'c>d', 't>b'], 1],
    ['the trigger', line, ['t'], ['a>b', 'b>c', 'c>d'], 0],
    ['the end', line, ['d'], ['t>a', 'a>b', 'b>c'], 0],
    ['everything', line, ['t', 'a', 'b', 'c', 'd'], [], 0],
    [
      'a step of a branch, which keeps its way',
      split,
      ['y'],
      ['t>i', 'i:false>n', 'n>m', 'm>e', 'i:true>m'],
      1,
    ],
    ['what splits the flow', split, ['i'], ['y>m', 'n>m', 'm>e'], 0],
    ['what joins it', split, ['m'], ['t>i', 'i:true>y', 'i:false>n'], 0],
    ['a split with all its branches', split, ['i', 'y', 'n', 'm'], ['t>e'], 1],
    ['the first of a body', loop, ['x'], ['t>l', 'l:done>d', 'l:body>y'], 1],
    ['a loop with its body', loop, ['l', 'x', 'y'], ['t>d'], 1],
    ['a loop alone', loop, ['l'], ['x>y'], 0],
  ])('%s', (_, definition, nodes, edges, joined) => {
    expect(after(definition, nodes)).toEqual({ edges, joined });
  });

  it('never makes the body of a loop run once in its place', () => {
    const only = draw({ t: 'manual', l: 'loop', x: 'http_request' }, 't>l', 'l:body>x');
    expect(after(only, ['l'])).toEqual({ edges: [], joined: 0 });
  });

  it('does not join twice, nor where the edge was deleted as well', () => {
    const both = draw({ t: 'manual', a: 'http_request', b: 'stop' }, 't>a', 'a>b', 't>b');
    expect(after(both, ['a'])).toEqual({ edges: ['t>b'], joined: 0 });
    const cut = line.edges.find((edge) => edge.source === 'a')!;
    expect(after(line, ['b'], [cut.id]).joined).toBe(0);
  });

  it('does nothing for nodes that are gone', () => {
    expect(after(line, ['zzz', '__proto__'])).toEqual({ edges: edgesOf(line), joined: 0 });
  });
});
