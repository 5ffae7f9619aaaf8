import { describe, expect, it } from 'vitest';
import { draw, edgesOf } from '../testing.ts';
import { copyNodes } from './clipboard.ts';
import { pasteAfter } from './paste_after.ts';
import { cardHeight, nodeWidth } from './place.ts';

const flow = draw(
  { t: 'manual', a: 'http_request', b: 'http_request', c: 'if', s: 'stop', l: 'loop' },
  't>a',
  'a>b',
  'b>c',
  'c:true>s',
);
const clipOf = (...ids: string[]) => copyNodes(flow, ids);
const after = (node: string, ...ids: string[]) => pasteAfter(flow, clipOf(...ids), node);
const news = (node: string, ...ids: string[]) => {
  const pasted = after(node, ...ids);
  return pasted && edgesOf(pasted.definition).filter((edge) => !edgesOf(flow).includes(edge));
};

describe('what is pasted after a node', () => {
  it.each([
    ['follows its free output', 'c', ['a'], ['c:false>n7']],
    ['comes between it and what follows', 'a', ['a'], ['a>n7', 'n7>b']],
    ['does so as a whole', 't', ['a', 'b'], ['t>n7', 'n7>n8', 'n8>a']],
    ['stands beside what follows where it ends the flow', 'a', ['s'], ['a>n7']],
    ['goes into the body of a loop first', 'l', ['a'], ['l:body>n7']],
  ])('%s', (_, node, ids, expected) => {
    expect(news(node, ...ids)).toEqual(expect.arrayContaining(expected));
    expect(news(node, ...ids)).toHaveLength(expected.length);
  });

  it.each([
    ['after what ends the flow', 's', ['a']],
    ['with a trigger', 'a', ['t', 'a']],
    ['after a node that is gone', 'gone', ['a']],
    ['without a node', 'a', []],
  ])('is nothing %s', (_, node, ids) => {
    expect(after(node, ...ids)).toBeNull();
  });

  it.each([
    ['between', 't', ['a', 'b']],
    ['beside', 'a', ['s']],
    ['free', 'c', ['a', 'b']],
  ])('lies on nothing: %s', (_, node, ids) => {
    const { definition, ids: pasted } = after(node, ...ids)!;
    const { nodes } = definition;
    for (const one of nodes.filter(({ id }) => pasted.includes(id)))
      for (const other of nodes) {
        if (one === other) continue;
        const apart =
          Math.abs(one.position.x - other.position.x) >= nodeWidth ||
          one.position.y >= other.position.y + cardHeight(other) ||
          other.position.y >= one.position.y + cardHeight(one);
        expect(apart, `${one.id} and ${other.id}`).toBe(true);
      }
  });
});
