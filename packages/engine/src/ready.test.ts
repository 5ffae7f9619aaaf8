import { describe, expect, test } from 'vitest';
import { beginProgress, decide, type Graph, settle } from './ready.ts';

/** `a>b` is an edge by handle `out`, `a:true>b` by another; names in order of appearance, the first is the start. */
function graph(text: string, first: string[] = []): Graph & { names: string[] } {
  const names: string[] = [];
  const number = (name: string) => (names.includes(name) ? names.indexOf(name) : names.push(name) - 1);
  const edges = text.split(' ').map((edge) => {
    const [from, target] = edge.split('>') as [string, string | undefined];
    const [source, handle = 'out'] = from.split(':') as [string, string?];
    return { source: number(source), handle, target: target === undefined ? -1 : number(target) };
  });
  const real = edges.filter((edge) => edge.target >= 0);
  return {
    names,
    size: names.length,
    start: 0,
    entries: [],
    incoming: names.map((_, node) => real.filter((edge) => edge.target === node).length),
    outgoing: names.map((_, node) => real.filter((edge) => edge.source === node)),
    first: names.map((name) => first.includes(name)),
  };
}

const cases: [
  name: string,
  graph: string,
  settled: string,
  ready: string,
  skipped: string,
  waiting: string,
  first?: string[],
][] = [
  ['the start is ready when nothing ran', 't>a', '', 't', '', 'a'],
  ['a node follows the one before it', 't>a a>b', 't', 'a', '', 'b'],
  ['branches become ready together', 't>a t>b', 't', 'a b', '', ''],
  ['a join waits for every edge', 't>a t>b a>j b>j', 't a', 'b', '', 'j'],
  ['a join runs when every edge is settled', 't>a t>b a>j b>j', 't a b', 'j', '', ''],
  ['only the handle that was taken goes on', 't:true>a t:false>b', 't=true', 'a', 'b', ''],
  ['a handle without an edge skips them all', 't:true>a t:false>b', 't=other', '', 'a b', ''],
  ['null takes nothing', 't>a', 't=null', '', 'a', ''],
  ['a skip runs through a chain', 't:x>a a>b b>c', 't=null', '', 'a b c', ''],
  ['a join with one taken edge runs', 't:true>a t:false>b a>j b>j', 't=true a', 'j', 'b', ''],
  ['a join whose skipped edge comes last runs', 't>a t>i i:true>j a>j', 't a i=false', 'j', '', ''],
  ['a join of skipped edges is skipped', 't:x>a t:y>b a>j b>j', 't=z', '', 'a b j', ''],
  ['a node that nothing leads to is skipped', 't>a lone', 't', 'a', 'lone', ''],
  ['what hangs on such a node is skipped too', 't>a lone>b', 't', 'a', 'b lone', ''],
  ['a join with an edge from nowhere does not wait for it', 't>j lone>j', 't', 'j', 'lone', ''],
  ['the first arrival fires a merge that wants one', 't>a t>b a>m b>m', 't a', 'b m', '', '', ['m']],
  ['a skipped edge does not fire it', 't:x>a t>b a>m b>m', 't', 'b', 'a', 'm', ['m']],
  ['it is skipped when nothing can arrive', 't:x>a t:y>b a>m b>m', 't=z', '', 'a b m', '', ['m']],
  ['two edges from one node count both', 't:x>a t:y>a', 't=x', 'a', '', ''],
  ['a cycle never becomes ready', 't>a a>b b>a', 't', '', '', 'a b'],
];

describe('what is ready', () => {
  test.each(cases)('%s', (_name, text, settledText, ready, skipped, waiting, first) => {
    const given = graph(text, first);
    const settled = new Map(
      settledText
        .split(' ')
        .filter(Boolean)
        .map((word): [number, string | null] => {
          const [name, handle = 'out'] = word.split('=') as [string, string?];
          return [given.names.indexOf(name), handle === 'null' ? null : handle];
        }),
    );
    const decision = decide(given, settled);
    const named = (nodes: number[]) =>
      nodes
        .map((node) => given.names[node])
        .sort()
        .join(' ');
    expect({
      ready: named(decision.ready),
      skipped: named(decision.skipped),
      waiting: named(decision.waiting),
    }).toEqual({
      ready,
      skipped,
      waiting,
    });
    expect(decision.finished).toBe(ready === '' && waiting === '');
  });

  test('what arrives late at a merge that has fired changes nothing', () => {
    const given = graph('t>a t>b a>m b>m m>c', ['m']);
    const decision = decide(
      given,
      new Map([
        [0, 'out'],
        [1, 'out'],
        [3, 'out'],
        [2, 'out'],
      ]),
    );
    expect(decision.ready.map((node) => given.names[node])).toEqual(['c']);
  });

  test('a chain of a thousand skipped nodes does not overflow the stack', () => {
    const given = graph(
      Array.from({ length: 20_000 }, (_, i) => `n${i}>n${i + 1}`)
        .slice(0, 1_000)
        .join(' '),
    );
    const progress = beginProgress(given);
    settle(given, progress, 0, null);
    expect(progress.skipped).toHaveLength(1_000);
  });
});
