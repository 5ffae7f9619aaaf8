import { describe, expect, test } from 'vitest';
import { graph } from './graph_testing.ts';
import { parseDefinition } from './parse_definition.ts';
import { handleOfOutput, type TestBounds, testPart } from './test_part.ts';

function part(text: string, bounds: TestBounds, configs: Record<string, object> = {}) {
  const drawn = graph(text);
  const definition = parseDefinition({
    ...drawn,
    nodes: drawn.nodes.map((node) =>
      configs[node.id]
        ? { ...node, type: 'action', subtype: 'respond', key: node.id, config: configs[node.id] }
        : { ...node, key: node.id },
    ),
  });
  const { runs, before, needs, rounds } = testPart(definition, bounds, []);
  return {
    runs: [...runs].sort().join(' '),
    before: [...before].sort().join(' '),
    needs: needs.map(({ id }) => id).join(' '),
    rounds: rounds.map(({ id }) => id).join(' '),
  };
}

describe('the part that runs', () => {
  test.each<[string, string, TestBounds, object]>([
    ['from a node on', 't>a a>b b>c', { start_at: 'b' }, { runs: 'b c', before: 'a t' }],
    ['one node alone', 't>a a>b b>c', { start_at: 'b', stop_at: 'b' }, { runs: 'b', before: 'a t' }],
    [
      'from one to another',
      't>a a>b b>c c>d',
      { start_at: 'b', stop_at: 'c' },
      { runs: 'b c', before: 'a t' },
    ],
    ['nothing of another branch', 't>a t>b a>c b>d', { start_at: 'a' }, { runs: 'a c', before: 't' }],
    [
      'a join, without what else comes to it',
      't>a t>b a>j b>j j>e',
      { start_at: 'a' },
      { runs: 'a e j', before: 'b t', needs: 'b' },
    ],
    [
      'a loop with its body',
      't>a a>L L:body>x L:done>e',
      { start_at: 'L' },
      { runs: 'L e x', before: 'a t' },
    ],
    [
      'what follows a loop, without its body',
      't>L L:body>x L:done>e e>f',
      { start_at: 'e' },
      { runs: 'e f', before: 'L t', needs: 'L' },
    ],
    [
      'up to a node inside of a loop',
      't>a a>L L:body>x x>y L:done>e',
      { start_at: 'a', stop_at: 'x' },
      { runs: 'L a x' },
    ],
    ['everything from the trigger', 't>a a>b', { start_at: 't' }, { runs: 'a b t', before: '' }],
    [
      'a node of a body for one item',
      't>L L:body>x x>M M>y L:done>e',
      { start_at: 'y', stop_at: 'y' },
      { runs: 'y', before: 'M t x', rounds: 'L' },
    ],
  ])('is %s', (_, text, bounds, expected) => {
    expect(part(text, bounds)).toMatchObject(expected);
  });

  test('needs what is read, and nothing that is only passed', () => {
    const read = { c: { body: '{{ a.body }}' }, a: {}, b: {} };
    expect(part('t>a a>b b>c', { start_at: 'c' }, read)).toMatchObject({ needs: 'a' });
    const byStep = { c: { body: '{{ step.b.output }}' }, a: {}, b: {} };
    expect(part('t>a a>b b>c', { start_at: 'c' }, byStep)).toMatchObject({ needs: 'b' });
    expect(part('t>a a>b b>c', { start_at: 'c' }, { c: { body: 'a b' }, a: {}, b: {} })).toMatchObject({
      needs: '',
    });
  });
});

describe('is refused, with the reason', () => {
  test.each<[string, TestBounds, RegExp]>([
    ['t>a', { start_at: 'z' }, /no node "z"/],
    ['t>a', { start_at: 'a', stop_at: 'z' }, /no node "z"/],
    ['t>a a>b', { start_at: 'b', stop_at: 'a' }, /A does not come after B/],
    ['t>L L:body>x x>y', { start_at: 'x' }, /X repeats inside the loop L\. Start at L, or run X alone/],
    ['t>L L:body>x x>y', { start_at: 'x', stop_at: 'y' }, /repeats inside the loop/],
    ['t>L L:body>break', { start_at: 'break', stop_at: 'break' }, /nothing to run alone/],
  ])('%s %j', (text, bounds, words) => {
    expect(() => part(text, bounds)).toThrow(words);
  });
});

test.each<[string, unknown, string | null]>([
  ['if', { result: true }, 'true'],
  ['if', { result: false }, 'false'],
  ['if', null, 'false'],
  ['switch', { case: 'b', index: 1 }, 'case_1'],
  ['switch', { case: 'else', index: -1 }, 'else'],
  ['loop', { items: [] }, 'done'],
  ['approval', { decision: 'approved' }, 'approved'],
  ['approval', { decision: 'rejected' }, 'rejected'],
  ['approval', { decision: 'timeout' }, 'timeout'],
  ['http_request', { status: 200 }, 'out'],
  ['http_request', { error: { message: 'no' } }, 'error'],
  ['stop', null, null],
])('%s that gave %j took %s', (subtype, output, handle) => {
  const on_error = subtype === 'http_request' ? ('branch' as const) : undefined;
  expect(handleOfOutput({ subtype: subtype as 'if', on_error }, output)).toBe(handle);
});
