import { type Definition, topologicalOrder } from '@millrace/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reachedFromTriggers } from '../flow_tree.ts';
import { createDocumentStore } from '../store.ts';
import { draw, edgesOf } from '../testing.ts';
import { connect } from './connect.ts';
import { type MoveDirection, moveStep } from './move_step.ts';

const kinds = {
  t: 'manual',
  a: 'http_request',
  b: 'data_transform',
  c: 'data_transform',
  d: 'respond',
  k: 'if',
  L: 'loop',
  L2: 'loop',
  x: 'stop',
  y: 'break',
  s: 'approval',
};
type Id = keyof typeof kinds;

function flow(edges: string): Definition {
  const list = edges.split(' ');
  const ids = [...new Set(list.flatMap((edge) => edge.split('>').map((end) => end.split(':')[0]!)))];
  return draw(Object.fromEntries(ids.map((id) => [id, kinds[id as Id]])), ...list);
}

const sorted = (definition: Definition) => edgesOf(definition).sort().join(' ');
const afterMove = (edges: string, id: string, direction: MoveDirection) => {
  const moved = moveStep(flow(edges), id, direction);
  return moved.ok ? sorted(moved.definition) : moved.reason;
};

describe('moving a step', () => {
  it.each<[string, string, Id, MoveDirection, string]>([
    ['down a chain', 't>a a>b b>c', 'a', 'down', 't>b b>a a>c'],
    ['up a chain', 't>a a>b b>c', 'c', 'up', 't>a a>c c>b'],
    ['to the end of a chain', 't>a a>b', 'a', 'down', 't>b b>a'],
    ['down into a branch', 't>a a>k k:true>b k:false>c', 'a', 'down', 't>k k:true>a a>b k:false>c'],
    ['up out of a branch', 't>a a>k k:true>b b>c', 'b', 'up', 't>a a>b b>k k:true>c'],
    ['from one branch into the next', 't>k k:true>a k:false>b', 'a', 'down', 't>k k:false>a a>b'],
    ['up into the branch before', 't>k k:true>a k:false>b', 'b', 'up', 't>k k:true>a a>b'],
    [
      'out of the last branch to where they meet',
      't>k k:true>a a>d k:false>b b>d',
      'b',
      'down',
      't>k k:true>a k:false>b a>b b>d'.replace('k:false>b', 'k:false>b'),
    ],
    [
      'up from where branches meet',
      't>k k:true>a a>d k:false>b b>d d>c',
      'd',
      'down',
      't>k k:true>a k:false>b a>c b>c c>d',
    ],
    ['into the body of a loop', 't>a a>L L:body>b L:done>c', 'a', 'down', 't>L L:body>a a>b L:done>c'],
    ['out of the body, before its loop', 't>L L:body>b b>c', 'b', 'up', 't>b b>L L:body>c'],
    ['out of the body, after its loop', 't>L L:body>b L:done>c', 'b', 'down', 't>L L:done>b b>c'],
    ['from after a loop into its body', 't>L L:body>b L:done>c', 'c', 'up', 't>L L:body>b b>c'],
    ['a loop with its body', 't>L L:body>b L:done>c', 'L', 'down', 't>c c>L L:body>b'],
    [
      'branches that meet again',
      't>k k:true>a a>c k:false>b b>c c>d',
      'k',
      'down',
      't>c c>k k:true>a k:false>b a>d b>d',
    ],
    ['a step with its error branch', 't>b b>d', 'b', 'down', 't>d d>b'],
    ['what no trigger leads to, in its chain', 't>d a>b b>c', 'b', 'up', 't>d b>a a>c'],
    ['to the front of such a chain and back', 't>d a>b b>c', 'a', 'down', 't>d b>a a>c'],
    [
      'a stop to the end of another branch',
      't>k k:true>x k:false>b',
      'x',
      'up',
      'Nothing can follow Stop, and there are steps after that place.',
    ],
  ])('%s', (_, before, id, direction, after) => {
    expect(afterMove(before, id, direction)).toBe(
      after.includes('>') ? after.split(' ').sort().join(' ') : after,
    );
  });

  it.each<[string, string, Id, MoveDirection, RegExp]>([
    ['a trigger', 't>a', 't', 'down', /starts the workflow/],
    ['the first step further up', 't>a a>b', 'a', 'up', /first step/],
    ['the last step further down', 't>a a>b', 'b', 'down', /last step/],
    ['a split whose branches do not meet', 't>k k:true>a k:false>b a>x', 'k', 'up', /first step/],
    ['a split into what follows it', 't>k k:true>a a>c k:false>b b>d', 'k', 'down', /last step/],
    ['a step that starts several side by side', 't>a a>b a>c', 'a', 'down', /side by side/],
    ['a break out of its loop', 't>a a>L L:body>y', 'y', 'up', /Nothing can follow/],
    ['a break behind its loop', 't>L L:body>y', 'y', 'down', /belongs to its loop/],
    ['a single loose step', 't>a b>c', 'c', 'down', /last step/],
  ])('cannot take %s', (_, before, id, direction, reason) => {
    const definition = flow(before);
    const moved = moveStep(definition, id, direction);
    expect(moved.ok ? sorted(moved.definition) : moved.reason).toMatch(reason);
  });

  it('changes places with the card that it passes', () => {
    const definition = flow('t>a a>b b>c');
    const moved = moveStep(definition, 'a', 'down');
    const xOf = (id: string) => moved.ok && moved.definition.nodes.find((node) => node.id === id)!.position.x;
    expect([xOf('b'), xOf('a'), xOf('c')]).toEqual([320, 640, 960]);
  });

  it('never makes a circle, never loses a node or cuts it off, and can be undone', () => {
    fc.assert(
      fc.property(
        anyFlow(),
        fc.array(fc.tuple(fc.nat(), fc.boolean()), { maxLength: 8 }),
        (definition, steps) => {
          const draft = { name: '', definition };
          const store = createDocumentStore({ workflowId: 'w', draft, updated_at: '2026-01-01' });
          const reached = reachedFromTriggers(definition);
          for (const [pick, up] of steps) {
            const { nodes } = store.getState().draft.definition;
            const moved = moveStep(
              store.getState().draft.definition,
              nodes[pick % nodes.length]!.id,
              up ? 'up' : 'down',
            );
            if (!moved.ok) {
              expect(moved.reason).toMatch(/\.$/);
              continue;
            }
            store.getState().edit(() => moved.definition);
            const now = store.getState().draft.definition;
            expect(now.nodes.map(({ id }) => id)).toEqual(definition.nodes.map(({ id }) => id));
            expect(topologicalOrder(now)).not.toBeNull();
            expect([...reached].filter((id) => !reachedFromTriggers(now).has(id))).toEqual([]);
            expect(new Set(now.edges.map(({ id }) => id)).size).toBe(now.edges.length);
          }
          while (store.getState().history.past.length > 0) store.getState().undo();
          expect(store.getState().draft.definition).toBe(definition);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('down and up again along a chain is where it was', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 6 }), fc.nat(), (length, pick) => {
        const ids = Array.from({ length }, (_, at) => `n${at}`);
        const nodes = Object.fromEntries(ids.map((id) => [id, 'data_transform']));
        const edges = ids.map((id, at) => `${at === 0 ? 't' : ids[at - 1]}>${id}`);
        const chain = draw({ t: 'manual', ...nodes }, ...edges);
        const id = ids[pick % (length - 1)]!;
        const down = moveStep(chain, id, 'down');
        const back = down.ok && moveStep(down.definition, id, 'up');
        expect(back && (back.ok ? sorted(back.definition) : back.reason)).toBe(sorted(chain));
      }),
    );
  });
});

/** Any graph that a person could draw. */
function anyFlow() {
  const ids = Object.keys(kinds) as Id[];
  const pairs = fc.array(fc.tuple(fc.constantFrom(...ids), fc.nat(3), fc.constantFrom(...ids)), {
    maxLength: 18,
  });
  return pairs.map((edges) =>
    edges.reduce((definition, [source, at, target]) => {
      const handles: Partial<Record<Id, string[]>> = {
        k: ['true', 'false'],
        L: ['body', 'done'],
        L2: ['body', 'done'],
        s: ['approved', 'rejected'],
      };
      const own = handles[source] ?? ['out'];
      return connect(definition, { source, sourceHandle: own[at % own.length]!, target });
    }, draw(kinds)),
  );
}
