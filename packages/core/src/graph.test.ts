import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { downstream, findCycle, handlesOf, incoming, outgoing, topologicalOrder, upstream } from './graph.ts';
import { graph } from './graph_testing.ts';

describe('edges and order', () => {
  const diamond = graph('t>a t>b a>c b>c c>d');
  it('finds the edges of a node', () => {
    expect(incoming(diamond, 'c').map((edge) => edge.source)).toEqual(['a', 'b']);
    expect(outgoing(diamond, 't').map((edge) => edge.target)).toEqual(['a', 'b']);
    expect(outgoing(diamond, 't', 'error')).toEqual([]);
  });
  it('knows what runs before and after a node', () => {
    expect([...upstream(diamond, 'c')].sort()).toEqual(['a', 'b', 't']);
    expect([...downstream(diamond, 'a')].sort()).toEqual(['c', 'd']);
    expect(upstream(diamond, 't').size).toBe(0);
  });
  it('puts every node after those that it needs', () => {
    expect(topologicalOrder(diamond)?.map((node) => node.id)).toEqual(['t', 'a', 'b', 'c', 'd']);
    expect(findCycle(diamond)).toBeNull();
  });
  it('names the nodes of a cycle in order', () => {
    const cyclic = graph('t>a a>b b>c c>a c>d');
    expect(findCycle(cyclic)).toEqual(['a', 'b', 'c']);
    expect(topologicalOrder(cyclic)).toBeNull();
  });
  it('holds for any graph: an order exists exactly when no cycle does, and respects every edge', () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
    const pair = fc.tuple(fc.constantFrom(...ids), fc.constantFrom(...ids)).filter(([a, b]) => a !== b);
    fc.assert(
      fc.property(fc.array(pair, { minLength: 1, maxLength: 12 }), (pairs) => {
        const definition = graph(pairs.map((p) => p.join('>')).join(' '));
        const order = topologicalOrder(definition)?.map((node) => node.id);
        const cycle = findCycle(definition);
        if (order) {
          expect(cycle).toBeNull();
          for (const [a, b] of pairs) expect(order.indexOf(a)).toBeLessThan(order.indexOf(b));
        } else {
          for (const [i, id] of cycle!.entries()) {
            expect(pairs).toContainEqual([id, cycle![(i + 1) % cycle!.length]]);
          }
        }
      }),
    );
  });
  it('walks a line of 1,000 nodes without running out of stack', () => {
    const line = graph(Array.from({ length: 999 }, (_, i) => `n${i}>n${i + 1}`).join(' '));
    expect(findCycle(line)).toBeNull();
    expect(topologicalOrder(line)).toHaveLength(1_000);
    expect(upstream(line, 'n999').size).toBe(999);
  });
});

it.each([
  [{ subtype: 'http_request' }, ['out']],
  [{ subtype: 'http_request', on_error: 'branch' }, ['out', 'error']],
  [{ subtype: 'if' }, ['true', 'false']],
  [{ subtype: 'switch', config: { cases: [{}, {}] } }, ['case_0', 'case_1', 'else']],
  [{ subtype: 'switch', config: { cases: 'none' } }, ['else']],
  [{ subtype: 'stop' }, []],
  [{ subtype: 'loop' }, ['body', 'done']],
  [{ subtype: 'loop', on_error: 'branch' }, ['body', 'done', 'error']],
  [{ subtype: 'break' }, []],
  [{ subtype: 'wait' }, ['out']],
  [{ subtype: 'wait', config: { mode: 'until' } }, ['out']],
  [{ subtype: 'wait', config: { mode: 'callback' } }, ['out', 'timeout']],
  [{ subtype: 'wait', config: { mode: 'event' }, on_error: 'branch' }, ['out', 'timeout', 'error']],
  [{ subtype: 'approval' }, ['approved', 'rejected', 'timeout']],
  [{ subtype: 'manual', on_error: 'branch' }, ['out']],
] as const)('the handles of %j are %j', (node, handles) => {
  expect(handlesOf({ config: {}, ...node } as Parameters<typeof handlesOf>[0])).toEqual(handles);
});
