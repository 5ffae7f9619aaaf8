import { describe, expect, test } from 'vitest';
import {
  act,
  control,
  type Report,
  respond,
  runEverywhere,
  runWorkflow,
  trigger,
  workflow,
} from './testing/index.ts';

type NodeText = ReturnType<typeof act>;

/** A loop `l` with the body `l:body>…`, then `after`, which gives what the loop gave. */
const looping = (
  config: Record<string, unknown>,
  body: Record<string, NodeText>,
  edges: string,
  more: Partial<NodeText> = {},
) =>
  workflow(
    {
      t: trigger(),
      l: control('loop', config, more),
      ...body,
      after: act('pure', { value: '{{ l }}' }),
    },
    `t>l l:done>after ${edges}`,
  );

const given = (data: unknown) => ({ trigger: { data } });
const paths = ({ result }: Report) => result.steps.map(({ path }) => path);
const triple = { a: act('pure', { value: '{{ (item ?? 0) * 3 }}' }) };

describe('a loop over items', () => {
  test('runs its body for each, and gives the results in order', async () => {
    const definition = looping({ items: '{{ trigger.data }}' }, triple, 'l:body>a');
    const report = await runEverywhere({ definition, ...given([1, 2, 3]) }, ({ result, steps }) => {
      expect(result).toMatchObject({
        status: 'success',
        output: { items: [1, 2, 3], results: [3, 6, 9], errors: [] },
      });
      expect(steps.l).toMatchObject({
        status: 'success',
        handle: 'done',
        iterations: { total: 3, done: 3, failed: 0 },
      });
    });
    expect(paths(report)).toEqual(['t', 'l', 'l[0]/a', 'l[1]/a', 'l[2]/a', 'after']);
    expect(report.storage.writes).toEqual(['finish']);
  });

  test.each<[string, unknown, unknown, object]>([
    [
      'a number',
      '{{ trigger.data }}',
      5,
      { code: 'validation', field: 'items', message: 'items must be a list; it is a number' },
    ],
    [
      'text',
      '{{ trigger.data }}',
      'a,b',
      { code: 'validation', message: 'items must be a list; it is text' },
    ],
    [
      'an expression without its braces',
      'trigger.data',
      [1],
      { message: 'items must be a list; it is text', hint: expect.stringContaining('{{') },
    ],
    [
      'an object',
      '{{ trigger.data }}',
      { a: 1 },
      { code: 'validation', hint: expect.stringContaining('values(…)') },
    ],
    [
      'more than it takes',
      '{{ trigger.data }}',
      Array.from({ length: 10_001 }, () => 1),
      { code: 'too_many_items', message: 'items has 10,001 entries; this loop takes at most 10,000' },
    ],
    ['an expression that fails', '{{ trigger.data.a.b + {} }}', {}, { code: 'expression', field: 'items' }],
    ['an expression that is none', '{{ trigger. }}', {}, { code: 'expression', field: 'items' }],
  ])('fails over %s, before anything runs', async (_name, items, data, error) => {
    const report = await runWorkflow({ definition: looping({ items }, triple, 'l:body>a'), ...given(data) });
    expect(report.result).toMatchObject({ status: 'error', error: { node_id: 'l', ...error } });
    expect(paths(report)).toEqual(['t', 'l', 'after']);
  });

  test.each([[null], [undefined]])('over nothing (%s) has no rounds, and says so', async (data) => {
    const definition = looping({ items: '{{ trigger.data.list }}' }, triple, 'l:body>a');
    const { result, steps } = await runWorkflow({ definition, ...given({ list: data }) });
    expect(result).toMatchObject({ status: 'success', output: { items: [], results: [], errors: [] } });
    expect(steps.l!.warnings).toEqual(['There was nothing to repeat: items is empty']);
    expect(steps.l!.iterations).toEqual({ total: 0, done: 0, failed: 0 });
  });

  test('over an empty list has no rounds and no warning', async () => {
    const { result, steps } = await runWorkflow({ definition: looping({ items: [] }, triple, 'l:body>a') });
    expect(result.status).toBe('success');
    expect(steps.l!.warnings).toBeUndefined();
  });

  test('takes a list with expressions in it', async () => {
    const definition = looping({ items: [1, '{{ trigger.data.n }}'] }, triple, 'l:body>a');
    expect((await runWorkflow({ definition, ...given({ n: 7 }) })).result).toMatchObject({
      output: { results: [3, 21] },
    });
  });

  test.each<[string, Record<string, NodeText>, string, unknown]>([
    ['without a body', {}, '', [null, null]],
    [
      'with one last step: what it gives',
      { ...triple, b: act('pure', { value: '{{ a + 1 }}' }) },
      'l:body>a a>b',
      [4, 7],
    ],
    [
      'with several: each by its key',
      { ...triple, b: act('pure', { value: 1 }) },
      'l:body>a l:body>b',
      [
        { a: 3, b: 1 },
        { a: 6, b: 1 },
      ],
    ],
    [
      'on a way that is only taken sometimes',
      { c: control('if', { condition: 'item == 1' }), ...triple, m: control('merge') },
      'l:body>c c:true>a a>m c:false>m',
      [{ a: 3 }, { c: { result: false } }],
    ],
    ['whose first step is a merge', { m: control('merge') }, 'l:body>m', [{ l: 1 }, { l: 2 }]],
    ['whose step is disabled: the item', { a: act('pure', {}, { disabled: true }) }, 'l:body>a', [1, 2]],
  ])('gives the result of each round %s', async (_name, body, edges, results) => {
    const { result } = await runWorkflow({ definition: looping({ items: [1, 2] }, body, edges) });
    expect(result).toMatchObject({ status: 'success', output: { results } });
  });

  test('that is disabled passes on what comes in', async () => {
    const definition = looping({ items: [1] }, triple, 'l:body>a', { disabled: true });
    const { result, steps } = await runWorkflow({ definition, ...given(4) });
    expect(result).toMatchObject({ status: 'success', output: { data: 4 } });
    expect(steps.a).toBeUndefined();
  });
});

describe('what the body sees', () => {
  const see = (text: string) => act('pure', { value: [text] });

  test.each<[string, string, unknown]>([
    [
      'its item and index',
      '{{ [item, index] }}',
      [
        ['x', 0],
        ['y', 1],
      ],
    ],
    [
      'the same by the key of the loop',
      '{{ [l.item, l.index] }}',
      [
        ['x', 0],
        ['y', 1],
      ],
    ],
    ['what ran before the loop', '{{ before + item }}', ['bx', 'by']],
    ['the trigger', '{{ trigger.data.n }}', [1, 1]],
    ['nothing of what runs beside the loop', '{{ beside }}', [null, null]],
    ['nothing of what comes after it', '{{ after }}', [null, null]],
    ['no results yet', '{{ l.results }}', [null, null]],
    [
      'nothing by step that is outside and beside',
      '{{ [step.before.output, step.beside] }}',
      [
        ['b', null],
        ['b', null],
      ],
    ],
  ])('%s', async (_name, text, results) => {
    const definition = workflow(
      {
        t: trigger(),
        before: act('pure', { value: 'b' }),
        beside: act('pure', { value: 's' }),
        l: control('loop', { items: ['x', 'y'] }),
        a: see(text),
        after: act('pure', { value: '{{ l.results }}' }),
      },
      't>before before>l t>beside l:body>a l:done>after',
    );
    await runEverywhere({ definition }, ({ steps }) =>
      expect(steps.after!.output).toEqual((results as unknown[]).map((each) => [each])),
    );
  });

  test('is only its own round, with as many at the same time', async () => {
    const definition = looping(
      { items: '{{ trigger.data }}', concurrency: 3 },
      {
        a: act('read', { value: '{{ item }}', takes: '{{ 10 - item }}' }),
        b: act('pure', { value: '{{ [a, item, index, c, step.a.output, step.c] }}' }),
        c: act('pure', { value: '{{ b }}' }),
      },
      'l:body>a a>b b>c',
    );
    const list = [0, 1, 2, 3, 4, 5, 6];
    await runEverywhere({ definition, ...given(list) }, ({ result }) =>
      expect(result).toMatchObject({
        output: { results: list.map((n) => [n, n, n, null, n, null]) },
      }),
    );
  });

  test('of two loops, the inner item hides the outer, which the key still names', async () => {
    const definition = workflow(
      {
        t: trigger(),
        o: control('loop', { items: [[1, 2], [3]] }),
        i: control('loop', { items: '{{ item }}' }),
        a: act('pure', { value: '{{ [item, index, o.index, i.item, o.item] }}' }),
        n: act('pure', { value: '{{ [i.results, a] }}' }),
        after: act('pure', { value: '{{ [o.results, i, a, n] }}' }),
      },
      't>o o:body>i i:body>a i:done>n o:done>after',
    );
    const report = await runEverywhere({ definition }, ({ result }) =>
      expect(result.status === 'success' && result.output).toEqual([
        [
          [
            [
              [1, 0, 0, 1, [1, 2]],
              [2, 1, 0, 2, [1, 2]],
            ],
            null,
          ],
          [[[3, 0, 1, 3, [3]]], null],
        ],
        null,
        null,
        null,
      ]),
    );
    expect(paths(report)).toEqual([
      't',
      'o',
      'o[0]/i',
      'o[0]/i[0]/a',
      'o[0]/i[1]/a',
      'o[0]/n',
      'o[1]/i',
      'o[1]/i[0]/a',
      'o[1]/n',
      'after',
    ]);
  });

  test('does not see a node of the same name instead of its item', async () => {
    const definition = workflow(
      {
        t: trigger(),
        x: act('pure', { value: 'outside' }, { key: 'item' }),
        l: control('loop', { items: [1] }),
        y: act('pure', { value: 'inside' }, { key: 'index' }),
        a: act('pure', { value: '{{ [item, index, step.item.output, step.index.output] }}' }),
      },
      't>x x>l l:body>y y>a',
    );
    expect((await runWorkflow({ definition })).steps.a!.output).toEqual([1, 0, 'outside', 'inside']);
  });
});

describe('a loop while a condition holds', () => {
  test('goes on with what the round before gave', async () => {
    const definition = looping(
      { mode: 'while', condition: 'index == 0 || item < 20' },
      { a: act('counter', { value: {} }), b: act('pure', { value: '{{ (item ?? 1) * 3 }}' }) },
      'l:body>a a>b',
    );
    await runEverywhere({ definition }, ({ result, steps }) => {
      expect(result).toMatchObject({
        status: 'success',
        output: { items: [], results: [3, 9, 27], errors: [] },
      });
      expect(steps.l!.iterations).toEqual({ total: 3, done: 3, failed: 0 });
    });
  });

  test.each<[string, Record<string, unknown>, object]>([
    [
      'that never ends',
      { condition: true, max_iterations: 7 },
      { code: 'too_many_iterations', message: 'The condition still holds after 7 rounds' },
    ],
    ['that throws', { condition: 'item.a.b + {}' }, { code: 'condition', field: 'condition' }],
    ['that throws later', { condition: 'index < 2 || {} + 1' }, { code: 'condition', field: 'condition' }],
    ['that is none', { condition: '1 +' }, { code: 'condition', field: 'condition' }],
    ['that is missing', {}, { code: 'condition', field: 'condition' }],
  ])('%s fails', async (_name, config, error) => {
    const definition = looping({ mode: 'while', ...config }, triple, 'l:body>a');
    const { result } = await runWorkflow({ definition });
    expect(result).toMatchObject({ status: 'error', error: { node_id: 'l', ...error } });
  });

  test('that holds as often as it may does not fail', async () => {
    const definition = looping(
      { mode: 'while', condition: 'index < 3', max_iterations: 3 },
      triple,
      'l:body>a',
    );
    expect((await runWorkflow({ definition })).steps.l!.iterations!.total).toBe(3);
  });

  test('decides each round once, though the condition reads the time', async () => {
    const definition = workflow(
      {
        t: trigger(),
        b: act('pure', { value: '{{ now() }}' }),
        l: control('loop', {
          mode: 'while',
          condition: 'isBefore(now(), addTime(b, 1, "second"))',
        }),
        a: act('write', { takes: 400 }),
        after: act('write', { value: '{{ l.results }}' }),
      },
      't>b b>l l:body>a l:done>after',
    );
    const { steps } = await runEverywhere({ definition, down_ms: 5_000 }, ({ result, steps, world }) => {
      expect(result.status).toBe('success');
      const rounds = new Set(world.calls.filter(({ node }) => node === 'a').map(({ path }) => path));
      expect(steps.l!.iterations!.total).toBe(rounds.size);
      expect(steps.after!.output).toHaveLength(rounds.size);
    });
    expect(steps.l!.iterations!.total).toBe(3);
  });
});

describe('items that cannot be computed again', () => {
  test('stay what they were', async () => {
    const definition = workflow(
      {
        t: trigger(),
        l: control('loop', { items: '{{ [uuid(), uuid()] }}' }),
        a: act('write', { value: '{{ item }}' }),
        after: act('write', { value: '{{ l.items }}' }),
      },
      't>l l:body>a l:done>after',
    );
    await runEverywhere({ definition }, ({ result, steps }) => {
      const output = steps.l!.output as { items: string[]; results: string[] };
      expect(result.status).toBe('success');
      expect(output.results).toEqual(output.items);
      expect(steps.after!.output).toEqual(output.items);
    });
  });
});

test('an edge across the border of a body changes nothing', async () => {
  const definition = workflow(
    {
      t: trigger(),
      l: control('loop', { items: [1, 2] }),
      a: act('pure', { value: '{{ item }}' }),
      b: act('pure', { value: 'b' }),
      c: act('pure', { value: '{{ l.results }}' }),
    },
    't>l t>b l:body>a b>a a>c l:done>c a>l',
  );
  const { result } = await runWorkflow({ definition });
  expect(result).toMatchObject({ status: 'success', output: { b: 'b', c: [1, 2] } });
});

test('nodes of a body that wait for each other fail their loop', async () => {
  const definition = looping({ items: [1] }, { a: act('pure'), b: act('pure') }, 'l:body>a a>b b>a');
  expect((await runWorkflow({ definition })).result).toMatchObject({
    error: { code: 'cycle', node_id: 'l' },
  });
});

test('the caller is answered once, by the first round that does', async () => {
  const definition = looping({ items: [1, 2] }, { r: respond('{{ item }}') }, 'l:body>r');
  expect((await runWorkflow({ definition })).answer).toMatchObject({ body: 1 });
});
