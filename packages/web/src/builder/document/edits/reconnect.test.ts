import { describe, expect, it } from 'vitest';
import { draw, edgesOf } from '../testing.ts';
import { canReconnect, reconnect } from './reconnect.ts';

const drawn = draw(
  { t: 'manual', a: 'merge', b: 'merge', c: 'if', l: 'loop', x: 'merge', z: 'merge' },
  't>a',
  'a>b',
  'b>c',
  'c:true>l',
  'l:body>x',
);
const idOf = (text: string) => drawn.edges[edgesOf(drawn).indexOf(text)]!.id;
const to = (text: string) => {
  const [from = '', target = ''] = text.split('>');
  const [source = '', sourceHandle = 'out'] = from.split(':');
  return { source, sourceHandle, target };
};

describe('an edge', () => {
  it.each([
    ['its end to another node', 'a>b', 'a>c'],
    ['its start to another node', 'b>c', 'a>c'],
    ['its start to another port of the same node', 'c:true>l', 'c:false>l'],
    ['to a node that nothing leads to', 'a>b', 'a>z'],
  ])('is led on: %s; it stays the same edge at its place', (_, from, ends) => {
    const after = reconnect(drawn, idOf(from), to(ends));
    expect(edgesOf(after)).toEqual(edgesOf(drawn).map((one) => (one === from ? ends : one)));
    expect(after.edges.map(({ id }) => id)).toEqual(drawn.edges.map(({ id }) => id));
  });

  it.each([
    ['in a circle', 't>a', 'b>a', /circle/],
    ['to itself', 'a>b', 'b>b', /itself/],
    ['into a trigger', 'a>b', 'a>t', /trigger/],
    ['where another one is already', 'a>b', 't>a', /already connected/],
    ['from a port that is not there', 'a>b', 'a:done>b', /no output/],
    ['out of a loop', 'c:true>l', 'x>l', /circle|repeats/],
  ])('is not led %s', (_, from, ends, reason) => {
    expect(canReconnect(drawn, idOf(from), to(ends))).toEqual({
      ok: false,
      reason: expect.stringMatching(reason),
    });
    expect(reconnect(drawn, idOf(from), to(ends))).toBe(drawn);
  });

  it('that is put back, or is gone, changes nothing', () => {
    expect(reconnect(drawn, idOf('a>b'), to('a>b'))).toBe(drawn);
    expect(reconnect(drawn, 'gone', to('a>c'))).toBe(drawn);
    expect(canReconnect(drawn, idOf('a>b'), to('a>b'))).toEqual({ ok: true });
  });
});
