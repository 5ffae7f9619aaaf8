import { expect, it } from 'vitest';
import { canConnect, connectSources, connectTargets } from './connect.ts';
import { handlesOf } from './graph.ts';
import { graph } from './graph_testing.ts';

it.each([
  ['t', 'out', 'b', null],
  ['if', 'true', 'b', null],
  ['a', 'out', 'a', 'A node cannot be connected to itself'],
  ['a', 'out', 't', 'Nothing can lead into a trigger: it starts the workflow'],
  ['b', 'out', 'a', 'This would make a circle: A already runs before B'],
  ['t', 'out', 'a', 'These two are already connected'],
  ['stop', 'out', 'a', 'Nothing can follow STOP: it ends the execution'],
  ['if', 'out', 'a', 'IF has no output "out"'],
  ['a', 'out', 'gone', 'This node no longer exists'],
])('connecting %s (%s) to %s answers %s', (source, handle, target, reason) => {
  const definition = graph('t>a a>b stop if');
  expect(canConnect(definition, source, handle, target)).toEqual(
    reason === null ? { ok: true } : { ok: false, reason },
  );
});

const loop = 't>L L:body>a a>b L:done>c t>d break';
const nested = 't>Lo Lo:body>Li Li:body>a Li:done>b Lo:done>c';
it.each([
  ['a node to another of its body', loop, 'a', 'out', 'b', /already connected/],
  [
    'a node of the body to the loop',
    loop,
    'b',
    'out',
    'L',
    /^The loop repeats by itself: nothing needs to lead back to it$/,
  ],
  ['a node of an inner body to the outer loop', nested, 'a', 'out', 'Lo', /^The loop repeats by itself/],
  ['what comes after the loop to the loop', loop, 'c', 'out', 'L', /circle: L already runs before C/],
  [
    'out of the body',
    loop,
    'b',
    'out',
    'c',
    /^B is inside the loop L; what comes after the loop starts at its done handle$/,
  ],
  [
    'out of the body to what runs beside the loop',
    loop,
    'b',
    'out',
    'd',
    /^B is inside the loop L; what comes/,
  ],
  [
    'out of an inner body into the outer one',
    nested,
    'a',
    'out',
    'b',
    /^A is inside the loop LI; what comes/,
  ],
  ['out of both bodies', nested, 'a', 'out', 'c', /^A is inside the loop LI; what comes/],
  [
    'into a body',
    loop,
    't',
    'out',
    'b',
    /^B is inside the loop L; only the loop's body handle and nodes of its body can lead there$/,
  ],
  ['into an inner body', nested, 'Lo', 'body', 'a', /^A is inside the loop LI; only/],
  ['into the middle of both', nested, 't', 'out', 'a', /^A is inside the loop LO; only/],
  [
    'done to a node of the body',
    loop,
    'L',
    'done',
    'a',
    /^A is inside the loop L and runs in each round; it cannot come after the loop too$/,
  ],
  [
    'body to what comes after',
    loop,
    'L',
    'body',
    'c',
    /^C is also reached without the loop L; what a loop repeats is reached from its body handle only$/,
  ],
  ['behind a break', loop, 'break', 'out', 'b', /^Nothing can follow BREAK: it ends the loop$/],
  ['a break at the end of a body', loop, 'b', 'out', 'break', null],
  ['a free node into a body: it becomes one of the loop', 't>L L:body>a z', 'a', 'out', 'z', null],
  ['body to a free node', 't>L z', 'L', 'body', 'z', null],
  ['beside the loop', loop, 'd', 'out', 'c', null],
] as const)('connecting %s', (_, text, source, handle, target, reason) => {
  const answer = canConnect(graph(text), source, handle, target);
  if (reason === null) expect(answer).toEqual({ ok: true });
  else expect(answer).toEqual({ ok: false, reason: expect.stringMatching(reason) });
});

const free = 't>L z z>y';
it.each([
  loop,
  nested,
  free,
  't>a a>b stop if b>c',
  't>L L:body>a a>Li Li:body>b b>c Li:done>d L:done>e e>Lx Lx:body>f z z>y if:true>w',
  't>a a>b b>a',
  't>L L:body>Lm Lm:body>a a>b Lm:done>c L:done>d z z>y Lq Lq:body>q if:true>w if:false>x',
])(
  'all targets of a port, and all ports for a target, at once are those that are allowed one by one: %s',
  (text) => {
    const definition = graph(text);
    for (const to of definition.nodes) {
      const ports = [...connectSources(definition, to.id)].flatMap(([id, handles]) =>
        handles.map((handle) => `${id}:${handle}`),
      );
      const one_by_one = definition.nodes.flatMap((node) =>
        handlesOf(node)
          .filter((handle) => canConnect(definition, node.id, handle, to.id).ok)
          .map((handle) => `${node.id}:${handle}`),
      );
      expect(ports, `to ${to.id}`).toEqual(one_by_one);
    }
    for (const node of definition.nodes) {
      for (const handle of [...handlesOf(node), 'nothing']) {
        const one_by_one = definition.nodes.filter((to) => canConnect(definition, node.id, handle, to.id).ok);
        expect([...connectTargets(definition, node.id, handle)].sort(), `${node.id}:${handle}`).toEqual(
          one_by_one.map(({ id }) => id).sort(),
        );
      }
    }
  },
);

it('a port of a node that is gone leads nowhere', () => {
  expect(connectTargets(graph('t>a'), 'gone', 'out').size).toBe(0);
});

it('nothing leads to a trigger, nor to a node that is gone', () => {
  expect(connectSources(graph('t>a'), 't').size).toBe(0);
  expect(connectSources(graph('t>a'), 'gone').size).toBe(0);
});
