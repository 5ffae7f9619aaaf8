import { describe, expect, test } from 'vitest';
import { act, control, type Report, runEverywhere, runWorkflow, trigger, workflow } from './testing/index.ts';

type NodeText = ReturnType<typeof act>;

const looping = (
  config: Record<string, unknown>,
  body: Record<string, NodeText>,
  edges: string,
  more: Partial<NodeText> = {},
) =>
  workflow(
    {
      t: trigger(),
      l: control('loop', { items: '{{ trigger.data }}', ...config }, more),
      ...body,
      after: act('pure', { value: '{{ l }}' }),
    },
    `t>l l:done>after ${edges}`,
  );

const data = (...items: unknown[]) => ({ trigger: { data: items } });
const bodyPaths = ({ result }: Report) =>
  result.steps.map(({ path }) => path).filter((path) => path.includes('/'));
const when = (condition: string) => control('if', { condition });
/** An effect that takes as long as its item says. */
const effect = (more: Partial<NodeText> = {}) =>
  act('write', { value: '{{ item }}', takes: '{{ item.takes ?? 5 }}', fails: '{{ item.fails ?? 0 }}' }, more);

describe('continue', () => {
  const body = {
    a: act('pure', { value: '{{ item }}' }),
    c: when('item == 2'),
    go: control('continue'),
    b: act('pure', { value: '{{ item * 10 }}' }),
  };

  test('ends its round with what led to it, and goes on with the next', async () => {
    const definition = looping({}, body, 'l:body>a a>c c:true>go c:false>b');
    const report = await runEverywhere({ definition, ...data(1, 2, 3) }, ({ result, steps }) => {
      expect(result).toMatchObject({ status: 'success', output: { results: [10, { result: true }, 30] } });
      expect(steps.l!.iterations).toEqual({ total: 3, done: 3, failed: 0 });
    });
    expect(bodyPaths(report).filter((path) => path.startsWith('l[1]'))).toEqual([
      'l[1]/a',
      'l[1]/c',
      'l[1]/go',
    ]);
  });

  test('cuts off what runs beside it in its round, and lets an effect that began end', async () => {
    const definition = looping(
      {},
      {
        go: control('continue'),
        x: act('write', { takes: 10 }),
        slow: act('read', { takes: 60_000 }),
        begun: act('write', { takes: 500 }),
        never: act('write'),
      },
      'l:body>x x>go l:body>slow l:body>begun begun>never slow>never',
    );
    const { result, steps, world, clock } = await runEverywhere(
      { definition, ...data(1, 2) },
      ({ result, world }) => {
        expect(result).toMatchObject({
          status: 'success',
          output: { results: [{ done: 'write' }, { done: 'write' }] },
        });
        expect(world.calls.filter(({ node }) => node === 'never')).toEqual([]);
      },
    );
    expect(result.duration_ms).toBe(2 * 500);
    expect(steps.slow).toMatchObject({ status: 'skipped', path: 'l[1]/slow' });
    expect(steps.begun).toMatchObject({ status: 'success', path: 'l[1]/begun' });
    expect(world.calls.filter(({ node }) => node === 'begun')).toHaveLength(2);
    expect(clock.pending).toBe(0);
  });

  test.each(['break', 'continue'] as const)('outside of a loop (%s) fails its step', async (kind) => {
    const definition = workflow({ t: trigger(), go: control(kind) }, 't>go');
    expect((await runWorkflow({ definition })).result).toMatchObject({
      status: 'error',
      error: { code: 'not_in_loop', node_id: 'go' },
    });
  });
});

describe('break', () => {
  const body = { a: effect(), c: when('a.last == true'), stop: control('break') };
  const edges = 'l:body>a a>c c:true>stop';

  test('ends the loop with the rounds so far', async () => {
    const definition = looping({}, body, edges);
    const report = await runEverywhere(
      { definition, ...data({ n: 0 }, { last: true }, { n: 2 }) },
      ({ result, world, steps }) => {
        expect(result).toMatchObject({
          status: 'success',
          output: { items: [{}, {}, {}], results: [{ result: false }, { result: true }], errors: [] },
        });
        expect(steps.l!.iterations).toEqual({ total: 3, done: 2, failed: 0 });
        expect(new Set(world.calls.map(({ path }) => path))).toEqual(new Set(['l[0]/a', 'l[1]/a']));
      },
    );
    expect(bodyPaths(report)).not.toContain('l[2]/a');
  });

  test('lets rounds before it finish, cuts off those after it, and counts the lowest that broke', async () => {
    const definition = looping({ concurrency: 4 }, body, edges);
    const items = [
      { takes: 100 },
      { takes: 60, last: true },
      { takes: 30, last: true },
      { takes: 80 },
      { takes: 1 },
    ];
    await runEverywhere({ definition, ...data(...items) }, ({ result, world }) => {
      expect(result).toMatchObject({
        status: 'success',
        output: { results: [{ result: false }, { result: true }] },
      });
      expect(world.calls.some(({ path }) => path.startsWith('l[4]'))).toBe(false);
    });
  });

  test('of an inner loop goes on with the outer', async () => {
    const definition = workflow(
      {
        t: trigger(),
        o: control('loop', { items: [1, 2] }),
        i: control('loop', { items: [1, 2, 3] }),
        c: when('item == 2'),
        stop: control('break'),
        a: act('pure', { value: '{{ [o.index, item] }}' }),
        n: act('pure', { value: '{{ i.results }}' }),
        after: act('pure', { value: '{{ o.results }}' }),
      },
      't>o o:body>i i:body>c c:true>stop c:false>a i:done>n o:done>after',
    );
    await runEverywhere({ definition }, ({ result }) =>
      expect(result).toMatchObject({
        status: 'success',
        output: [
          [[0, 1], { result: true }],
          [[1, 1], { result: true }],
        ],
      }),
    );
  });
});

describe('a round that fails', () => {
  const failing = { a: effect({ retry: { max_attempts: 1 } }) };
  const items = [{ n: 0 }, { n: 1, fails: 99 }, { n: 2 }];

  test('stops the loop and the execution, and says which item it was', async () => {
    const definition = looping({}, failing, 'l:body>a');
    await runEverywhere({ definition, ...data(...items) }, ({ result, steps, world }) => {
      expect(result).toMatchObject({
        status: 'error',
        output: null,
        error: {
          message: 'Item 1: Try later',
          code: 'busy',
          status: 503,
          node_id: 'a',
          details: { index: 1 },
        },
      });
      expect(steps.l).toMatchObject({ status: 'error', iterations: { total: 3, done: 1, failed: 1 } });
      expect(steps.a).toMatchObject({ path: 'l[1]/a', status: 'error', error: { message: 'Try later' } });
      expect(steps.after!.status).toBe('skipped');
      expect(world.calls.some(({ path }) => path === 'l[2]/a')).toBe(false);
    });
  });

  test.each([
    ['branch', 'l:error>handled', 'success'],
    ['branch', '', 'partial_success'],
    ['continue', 'l:done>handled', 'partial_success'],
  ] as const)('is handled by the loop that is told to (%s %s)', async (on_error, edge, status) => {
    const definition = looping(
      {},
      { ...failing, handled: act('pure', { value: '{{ l.error }}' }) },
      `l:body>a ${edge}`,
      { on_error },
    );
    const { result, steps } = await runEverywhere({ definition, ...data(...items) }, ({ result }) =>
      expect(result.status).toBe(status),
    );
    expect(steps.l).toMatchObject({ status: 'error', error: { node_id: 'a' } });
    if (edge)
      expect(steps.handled!.output).toMatchObject({
        message: 'Item 1: Try later',
        node_id: 'a',
        code: 'busy',
      });
    expect(result.status).toBe(status);
  });

  test('is noted where errors are collected, and the others run', async () => {
    const definition = looping({ on_item_error: 'collect' }, failing, 'l:body>a');
    await runEverywhere({ definition, ...data(...items) }, ({ result, steps }) => {
      expect(result).toMatchObject({
        status: 'partial_success',
        output: {
          results: [items[0], null, items[2]],
          errors: [
            {
              index: 1,
              error: { message: 'Try later', code: 'busy', status: 503, node_id: 'a', details: null },
            },
          ],
        },
      });
      expect(steps.l).toMatchObject({ status: 'success', iterations: { total: 3, done: 2, failed: 1 } });
    });
  });

  test('is no failure where its step goes on by itself', async () => {
    const definition = looping(
      {},
      { a: effect({ on_error: 'branch' }), e: act('pure', { value: '{{ a.error.code }}' }) },
      'l:body>a a:error>e',
    );
    const { result } = await runEverywhere({ definition, ...data(...items) }, () => {});
    expect(result).toMatchObject({ status: 'success', output: { results: [items[0], 'busy', items[2]] } });
  });

  test('cuts off the others at the same time', async () => {
    const definition = looping({ concurrency: 3 }, { ...failing, b: act('write') }, 'l:body>a a>b');
    const given = data({ takes: 200 }, { takes: 20, fails: 99 }, { takes: 50 }, { takes: 1 });
    const { world, steps } = await runEverywhere({ definition, ...given }, ({ result }) =>
      expect(result).toMatchObject({ status: 'error', error: { message: 'Item 1: Try later' } }),
    );
    expect(world.calls.map(({ path }) => path)).toEqual(['l[0]/a', 'l[1]/a', 'l[2]/a']);
    expect(steps.l!.iterations).toEqual({ total: 4, done: 0, failed: 1 });
  });

  test('of a loop in a loop names both', async () => {
    const definition = workflow(
      {
        t: trigger(),
        o: control('loop', { items: [[1], [2]] }),
        i: control('loop', { items: '{{ item }}' }),
        a: act('rejected'),
      },
      't>o o:body>i i:body>a',
    );
    expect((await runWorkflow({ definition })).result).toMatchObject({
      status: 'error',
      error: { message: 'Item 0: Item 0: They said no', node_id: 'a', details: { field: 'email', index: 0 } },
    });
  });
});

describe('an execution that ends in a loop', () => {
  test('by stop, stops at once', async () => {
    const definition = looping(
      { concurrency: 2 },
      {
        c: when('index == 1'),
        s: control('stop', { status: 'error', message: 'enough' }),
        a: act('write', { takes: 50 }),
      },
      'l:body>c c:true>s c:false>a',
    );
    await runEverywhere({ definition, ...data(1, 2, 3) }, ({ result, steps, world }) => {
      expect(result).toMatchObject({
        status: 'error',
        error: { code: 'stopped', message: 'enough', node_id: 's' },
      });
      expect(steps.l).toMatchObject({ status: 'error', error: { code: 'cancelled' } });
      expect(world.calls.every(({ path }) => path === 'l[0]/a')).toBe(true);
    });
  });

  test.each([0, 3, 7, 12, 20])(
    'because it is cancelled after %d ms, leaves nothing running',
    async (cancel_at) => {
      const definition = looping(
        { concurrency: 2 },
        { a: effect(), b: act('read', { takes: 60_000 }) },
        'l:body>a a>b',
      );
      await runEverywhere(
        { definition, cancel_at, latency_ms: 2, ...data(1, 2, 3, 4) },
        ({ result, clock, steps }) => {
          expect(result.status).toBe('cancelled');
          expect(result.steps.every(({ status }) => ['success', 'error', 'skipped'].includes(status))).toBe(
            true,
          );
          expect(steps.after!.status).toBe('skipped');
          expect(clock.pending).toBe(0);
        },
      );
    },
  );

  test('because its time is over, does so too', async () => {
    const definition = {
      ...looping({}, { a: act('read', { takes: 7_000 }) }, 'l:body>a'),
      config: { timeout_seconds: 10 },
    };
    const { result, steps } = await runWorkflow({ definition, ...data(1, 2, 3) });
    expect(result).toMatchObject({ status: 'timed_out', duration_ms: 10_000 });
    expect(steps.l).toMatchObject({ status: 'error', iterations: { total: 3, done: 1, failed: 0 } });
  });
});

describe('rounds at the same time', () => {
  test.each([
    [1, 60],
    [2, 30],
    [6, 10],
    [50, 10],
  ])('up to %d take %d ms', async (concurrency, ms) => {
    const definition = looping({ concurrency }, { a: effect() }, 'l:body>a');
    const items = Array.from({ length: 6 }, (_, n) => ({ n, takes: 10 }));
    const { world, clock } = await runEverywhere({ definition, ...data(...items) }, ({ result }) =>
      expect(result).toMatchObject({ status: 'success', output: { results: items } }),
    );
    expect(clock.monotonic()).toBe(ms);
    expect(world.calls.map(({ path }) => path)).toEqual(items.map(({ n }) => `l[${n}]/a`));
  });

  test('of loops in loops are at most 500 together: what is inside goes on with fewer at a time', async () => {
    const list = (length: number) => Array.from({ length }, () => ({ takes: 10 }));
    const wide = (items: unknown[]) => control('loop', { items, concurrency: 50 });
    const definition = workflow(
      { t: trigger(), a: wide(list(60)), b: wide(list(20)), c: wide(list(3)), e: effect() },
      't>a a:body>b b:body>c c:body>e',
    );
    const { result, clock } = await runWorkflow({ definition });
    expect(result.status).toBe('success');
    // 50 and then 10 of the first, of each 10 and then 10 of the second, of each one of the third at a time.
    expect(clock.monotonic()).toBe(2 * 2 * 3 * 10);
  });

  test('that fail, break and are retried give the same to an effect that was begun with it', async () => {
    const definition = looping(
      { concurrency: 3, on_item_error: 'collect' },
      {
        a: effect({ retry: { max_attempts: 2, delay_ms: 10, jitter: false } }),
        r: act('rejected'),
        c: when('item.last == true'),
        stop: control('break'),
      },
      'l:body>a l:body>c c:true>stop a>r',
    );
    const withEffect = {
      ...definition,
      nodes: definition.nodes.map((node) =>
        node.id === 'after' ? { ...node, config: { do: 'write', value: '{{ l }}' } } : node,
      ),
    };
    const items = [{ takes: 9, fails: 1 }, { takes: 4 }, { takes: 7, last: true }, { takes: 1 }];
    await runEverywhere({ definition: withEffect, down_ms: 3, ...data(...items) }, ({ result, steps }) => {
      expect(result.status).toBe('partial_success');
      expect(steps.after!.output).toEqual(steps.l!.output);
    });
  });
});
