import { describe, expect, it } from 'vitest';
import { draw, edgesOf } from '../testing.ts';
import { insertLoose, isLoose } from './insert_into_edge.ts';

const definition = draw(
  { t: 'manual', a: 'http_request', x: 'data_transform', l: 'loop', s: 'stop', w: 'webhook' },
  't>a',
);
const edge = definition.edges[0]!.id;

describe('a node that is dropped on an edge', () => {
  it.each([
    ['x', ['t>x', 'x>a']],
    ['l', ['t>l', 'l:done>a']],
    ['a', ['t>a']],
    ['s', ['t>a']],
    ['w', ['t>a']],
    ['gone', ['t>a']],
  ])('%s leads to %j', (id, expected) => {
    expect(edgesOf(insertLoose(definition, edge, id))).toEqual(expected);
  });

  it('is not inserted into an edge that is gone', () => {
    expect(insertLoose(definition, 'gone', 'x')).toBe(definition);
  });

  it('is loose only while nothing is connected to it', () => {
    const loose = definition.nodes.filter((node) => isLoose(definition, node)).map(({ id }) => id);
    expect(loose).toEqual(['x', 'l']);
  });

  it('has room before what follows', () => {
    const inserted = insertLoose(definition, edge, 'x');
    const at = (id: string) => inserted.nodes.find((node) => node.id === id)!.position.x;
    expect(at('a')).toBeGreaterThanOrEqual(at('x') + 320);
  });
});
