import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Definition } from './definition.ts';
import { downstream, graphOf, outgoing } from './graph.ts';
import { graph } from './graph_testing.ts';
import { loopsOf } from './loops.ts';

/** `loop: its body` for each loop, sorted. */
function bodies(definition: Definition): string[] {
  const loops = loopsOf(definition);
  return definition.nodes
    .filter(({ subtype }) => subtype === 'loop')
    .map(({ id }) => `${id}: ${[...loops.bodyOf(id)].sort().join(' ')}`)
    .sort();
}

function crossings(definition: Definition): string[] {
  const loops = loopsOf(definition);
  return definition.edges
    .filter((edge) => loops.crosses(edge))
    .map((edge) => `${edge.source}>${edge.target}`);
}

describe('the body of a loop', () => {
  it.each([
    ['what body leads to', 't>L L:body>a a>b L:done>c', ['L: a b'], []],
    ['nothing', 't>L L:done>c', ['L: '], []],
    ['branches and joins', 't>L L:body>if if:true>a if:false>b a>c b>c', ['L: a b c if'], []],
    ['the body of an inner loop too', 't>L1 L1:body>L2 L2:body>a L2:done>b', ['L1: L2 a b', 'L2: a'], []],
    ['loops one after the other', 't>L1 L1:body>a L1:done>L2 L2:body>b', ['L1: a', 'L2: b'], []],
    [
      'loops beside each other in a body',
      't>L1 L1:body>L2 L1:body>L3 L2:body>a L3:body>b',
      ['L1: L2 L3 a b', 'L2: a', 'L3: b'],
      [],
    ],
    ['not what is reached from done', 't>L L:body>a a>b L:done>b', ['L: a'], ['a>b']],
    ['not what is reached from error', 't>L L:body>a a>b L:error>b', ['L: a'], ['a>b']],
    ['also what is led to from outside', 't>L t>b L:body>a a>b', ['L: a b'], ['t>b']],
    [
      'of two loops that share a node, the first',
      't>L1 t>L2 L1:body>x L2:body>x',
      ['L1: x', 'L2: '],
      ['L2>x'],
    ],
    [
      'not what the loop around it excludes',
      't>L1 L1:body>L2 L2:body>a L1:done>a',
      ['L1: L2', 'L2: '],
      ['L2>a'],
    ],
    ['where a node leads back to its loop', 't>L L:body>a a>L L:done>b', ['L: a'], ['a>L']],
    [
      'where a node leads back to the loop around',
      't>L1 L1:body>L2 L2:body>a a>L1 L1:done>b',
      ['L1: L2 a', 'L2: a'],
      ['a>L1'],
    ],
    ['no loops at all', 't>a a>b', [], []],
  ])('is %s', (_, text, expected, crossed) => {
    expect(bodies(graph(text))).toEqual(expected);
    expect(crossings(graph(text))).toEqual(crossed);
  });

  it('knows the loops around a node, the innermost first', () => {
    const loops = loopsOf(graph('t>L1 L1:body>L2 L2:body>L3 L3:body>a L3:done>b L1:done>c'));
    expect(loops.around('a')).toEqual(['L3', 'L2', 'L1']);
    expect(loops.around('L3')).toEqual(['L2', 'L1']);
    expect([loops.loopOf('a'), loops.loopOf('b'), loops.loopOf('c'), loops.loopOf('gone')]).toEqual([
      'L3',
      'L2',
      null,
      null,
    ]);
    expect(loops.bodyOf('a').size).toBe(0);
  });

  it('is found in 500 loops one after the other, and in one another, in steps that do not explode', () => {
    const count = 499;
    const at = (make: (i: number) => string) => Array.from({ length: count }, (_, i) => make(i)).join(' ');
    const chain = graph(at((i) => `L${i}:body>n${i} L${i}:done>L${i + 1}`));
    expect(loopsOf(chain).bodyOf('L0')).toEqual(new Set(['n0']));
    const nest = graph(at((i) => `L${i}:body>L${i + 1} L${i}:body>n${i}`));
    expect(loopsOf(nest).bodyOf('L0').size).toBe(2 * count);
    expect(loopsOf(nest).around(`L${count}`)).toHaveLength(count);
  });
});

describe('in any graph', () => {
  const ids = ['L1', 'L2', 'L3', 'L4', 'a', 'b', 'c', 'd'];
  const edge = fc
    .tuple(fc.constantFrom(...ids), fc.constantFrom('body', 'done'), fc.constantFrom(...ids))
    .filter(([source, , target]) => source !== target)
    .map(([source, handle, target]) => `${source}${source.startsWith('L') ? `:${handle}` : ''}>${target}`);
  const anyGraph = fc
    .uniqueArray(edge, { minLength: 1, maxLength: 16 })
    .map((edges) => graph([...edges, 'L1', 'L2', 'L3', 'L4'].join(' ')));
  const loopIds = ['L1', 'L2', 'L3', 'L4'];
  /** Every edge leads forward in some order of the nodes. */
  const acyclicGraph = fc
    .tuple(fc.shuffledSubarray(ids, { minLength: ids.length }), anyGraph)
    .map(([order, definition]) => ({
      ...definition,
      edges: definition.edges.filter((one) => order.indexOf(one.source) < order.indexOf(one.target)),
    }));

  it('bodies nest, and a node has one innermost loop', () => {
    fc.assert(
      fc.property(anyGraph, (definition) => {
        const loops = loopsOf(definition);
        for (const one of loopIds) {
          const body = loops.bodyOf(one);
          expect(body.has(one)).toBe(false);
          for (const other of loopIds) {
            const shared = [...loops.bodyOf(other)].filter((id) => body.has(id)).length;
            expect([0, body.size, loops.bodyOf(other).size]).toContain(shared);
          }
        }
        for (const { id } of definition.nodes) {
          const holding = loopIds.filter((loop) => loops.bodyOf(loop).has(id));
          expect(new Set(loops.around(id))).toEqual(new Set(holding));
          const smallest = holding.toSorted((a, b) => loops.bodyOf(a).size - loops.bodyOf(b).size)[0];
          expect(loops.loopOf(id)).toBe(smallest ?? null);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('without a circle every node of a body is reached from the body handle without crossing a border', () => {
    fc.assert(
      fc.property(acyclicGraph, (definition) => {
        const loops = loopsOf(definition);
        const lookUp = graphOf(definition);
        for (const loop of loopIds) {
          const reached = new Set<string>();
          const open = lookUp.outgoing(loop).filter((edge) => edge.sourceHandle === 'body');
          for (let edge = open.pop(); edge; edge = open.pop()) {
            if (loops.crosses(edge) || reached.has(edge.target)) continue;
            reached.add(edge.target);
            open.push(...lookUp.outgoing(edge.target));
          }
          expect(reached).toEqual(loops.bodyOf(loop));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('where no edge crosses a border, the body is what is reached from body and not from done', () => {
    const isSound = (definition: Definition) => {
      const loops = loopsOf(definition);
      return !definition.edges.some((one) => loops.crosses(one));
    };
    fc.assert(
      fc.property(acyclicGraph.filter(isSound), (definition) => {
        const reachedFrom = (loop: string, handle: string) =>
          new Set(
            outgoing(definition, loop, handle).flatMap(({ target }) => [
              target,
              ...downstream(definition, target),
            ]),
          );
        for (const loop of loopIds) {
          const after = reachedFrom(loop, 'done');
          const expected = new Set([...reachedFrom(loop, 'body')].filter((id) => !after.has(id)));
          expect(loopsOf(definition).bodyOf(loop)).toEqual(expected);
        }
      }),
      { numRuns: 300 },
    );
  });
});
