import { describe, expect, it } from 'vitest';
import { draw, edgesOf } from '../document/testing.ts';
import { landingOn, landings, placesFor, type Wire, wireOfEdge } from './wire.ts';

const drawn = draw(
  { t: 'manual', a: 'merge', c: 'if', y: 'merge', l: 'loop', x: 'merge' },
  't>a',
  'a>c',
  'c:true>y',
  'y>l',
  'l:body>x',
);
const edge = (text: string) => drawn.edges[edgesOf(drawn).indexOf(text)]!;
const fresh = (nodeId: string, handle = 'out'): Wire => ({ nodeId, handle, side: 'source', edgeId: null });
const named = (wire: Wire) =>
  placesFor(drawn, wire).possible.map(({ node, port }) => (port === null ? node.id : `${node.id}:${port}`));

describe('a connection in the hand', () => {
  it('is taken at either end', () => {
    expect(wireOfEdge(edge('c:true>y'), 'target')).toMatchObject({
      nodeId: 'c',
      handle: 'true',
      side: 'source',
    });
    expect(wireOfEdge(edge('c:true>y'), 'source')).toMatchObject({ nodeId: 'y', side: 'target' });
  });

  it('that is new can go where an edge can be drawn', () => {
    expect([...landings(drawn, fresh('a'))].sort()).toEqual(['l', 'y']);
    expect(named(fresh('a'))).toEqual(['y', 'l']);
  });

  it('whose end is moved can also go back, which is not offered as a move', () => {
    const wire = wireOfEdge(edge('a>c'), 'target');
    expect(landings(drawn, wire).has('c')).toBe(true);
    expect(landingOn(drawn, wire, 'c')).toMatchObject({ back: true, answer: { ok: true } });
    expect(named(wire)).not.toContain('c');
    expect(named(wire)).toContain('y');
  });

  it('whose start is moved looks for a port: the one pointed at, else one that leads nowhere yet', () => {
    const wire = wireOfEdge(edge('y>l'), 'source');
    expect(landingOn(drawn, wire, 'c').edge).toEqual({ source: 'c', sourceHandle: 'false', target: 'l' });
    expect(landingOn(drawn, wire, 'c', 'true').edge).toMatchObject({ sourceHandle: 'true' });
    expect(landingOn(drawn, wire, 'y')).toMatchObject({ back: true });
    expect(named(wire)).toEqual(['t:out', 'a:out', 'c:true', 'c:false']);
  });

  it('says of each place why it cannot lead there', () => {
    const { impossible } = placesFor(drawn, wireOfEdge(edge('a>c'), 'source'));
    expect(impossible.map(({ node, reason }) => [node.id, reason !== ''])).toEqual([
      ['y', true],
      ['l', true],
      ['x', true],
    ]);
    expect(landingOn(drawn, fresh('x'), 'a').answer).toEqual({
      ok: false,
      reason: expect.stringMatching(/circle/),
    });
  });

  it('leads nowhere from a node that is gone', () => {
    expect(landings(drawn, fresh('gone')).size).toBe(0);
    expect(placesFor(drawn, { ...fresh('gone'), side: 'target' }).possible).toEqual([]);
  });
});
