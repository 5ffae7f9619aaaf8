import { describe, expect, test } from 'vitest';
import { createEngine, type TestOptions } from './engine.ts';
import {
  act,
  control,
  FakeClock,
  FakeWorld,
  fakeMakers,
  MemoryStorage,
  trigger,
  workflow,
} from './testing/index.ts';

function setUp() {
  const clock = new FakeClock();
  const world = new FakeWorld(clock);
  const engine = createEngine({
    storage: new MemoryStorage(clock).process(),
    registry: world.registry,
    clock,
    http: { request: () => Promise.reject(new Error('went out')) },
    log: { info: () => {}, warn: () => {} },
    makers: fakeMakers(),
  });
  return (options: Partial<TestOptions> & Pick<TestOptions, 'definition'>) =>
    engine.test({ workflow: { id: 'w', name: 'W' }, trigger: { data: { n: 1 } }, ...options });
}

const told = (steps: readonly { node_id: string; status: string; kept?: boolean | undefined }[]) =>
  steps.map(({ node_id, status, kept }) => `${node_id}:${kept ? 'kept' : status}`).join(' ');

const line = workflow(
  {
    t: trigger(),
    a: act('write'),
    b: act('pure', {
      value: { of: '{{ a.id }}', n: '{{ trigger.data.n }}', step: '{{ step.a.output.id }}' },
    }),
    c: act('pure', { value: '{{ b.of }}' }),
    side: act('write'),
  },
  't>a a>b b>c t>side',
);

describe('a test that begins in the middle', () => {
  test('runs from there on with what was kept, and nothing else', async () => {
    const result = await setUp()({ definition: line, start_at: 'b', kept: { a: { id: 7 } } });
    expect(told(result.steps)).toBe('t:kept a:kept b:success c:success');
    expect(result).toMatchObject({ status: 'success', output: 7 });
    expect(result.steps[2]!.output).toEqual({ of: 7, n: 1, step: 7 });
  });

  test('runs one node alone, and tells of no other of which nothing is known', async () => {
    const run = setUp();
    const alone = await run({ definition: line, start_at: 'c', stop_at: 'c', kept: { b: { of: 9 } } });
    expect(told(alone.steps)).toBe('t:kept b:kept c:success');
    expect(alone.output).toBe(9);
    const unknown = await run({ definition: line, start_at: 'c', stop_at: 'c' });
    expect(told(unknown.steps)).toBe('t:kept c:success');
    expect(unknown.output).toEqual({ of: 'pure' });
  });

  test('sees through steps of which nothing was kept', async () => {
    const definition = workflow(
      { t: trigger(), a: act('write'), b: act('write'), c: act('pure', { value: '{{ a.id }}' }) },
      't>a a>b b>c',
    );
    const result = await setUp()({ definition, start_at: 'c', kept: { a: { id: 7 } } });
    expect(result.output).toBe(7);
  });

  test('takes what a join needs from the other branch, or nothing where that took another way', async () => {
    const definition = workflow(
      {
        t: trigger(),
        a: act('pure', { value: 'a' }),
        c: control('if', { condition: true }),
        b: act('write'),
        no: act('write'),
        j: control('merge', { mode: 'all' }),
        e: act('pure', { value: '{{ j }}' }),
      },
      't>a t>c c:true>b c:false>no a>j b>j no>j j>e',
    );
    const result = await setUp()({ definition, start_at: 'a', kept: { b: { id: 2 } } });
    expect(result.output).toEqual({ a: 'a', b: { id: 2 } });
    expect(told(result.steps)).toBe('t:kept a:success b:kept j:success e:success');
  });

  test('begins on a branch that was not taken, and behind a condition that was kept', async () => {
    const definition = workflow(
      {
        t: trigger(),
        c: control('if', { condition: 'trigger.data.n == 1' }),
        yes: act('pure', { value: 'yes' }),
        no: act('pure', { value: 'no' }),
        end: control('merge', { mode: 'first' }),
      },
      't>c c:true>yes c:false>no yes>end no>end',
    );
    const result = await setUp()({ definition, start_at: 'no', kept: { c: { result: true } } });
    expect(told(result.steps)).toBe('t:kept c:kept no:success end:success');
    expect(result.output).toBe('no');
  });

  test('runs a loop with its body, and what follows a loop that was kept', async () => {
    const definition = workflow(
      {
        t: trigger(),
        a: act('write'),
        l: control('loop', { items: '{{ a.list }}' }),
        x: act('pure', { value: '{{ item * 2 }}' }),
        e: act('pure', { value: '{{ l.results }}' }),
      },
      't>a a>l l:body>x l:done>e',
    );
    const run = setUp();
    const whole = await run({ definition, start_at: 'l', kept: { a: { list: [1, 2] } } });
    expect(whole.output).toEqual([2, 4]);
    const after = await run({
      definition,
      start_at: 'e',
      kept: { l: { items: [1], results: [5], errors: [] } },
    });
    expect(after.output).toEqual([5]);
    expect(told(after.steps)).toBe('t:kept l:kept e:success');
  });

  test('runs one node of a body for one item, also of loops in loops', async () => {
    const definition = workflow(
      {
        t: trigger(),
        l: control('loop', { items: [[1], [2]] }),
        m: control('loop', { items: '{{ item }}' }),
        x: act('write'),
        y: act('pure', {
          value: { item: '{{ item }}', outer: '{{ l.item }}', at: '{{ m.index }}', x: '{{ x.id }}' },
        }),
      },
      't>l l:body>m m:body>x x>y',
    );
    const kept = { l: { item: [1, 2], index: 3 }, m: { item: 2, index: 1 }, x: { id: 5 } };
    const result = await setUp()({ definition, start_at: 'y', stop_at: 'y', kept });
    expect(result.output).toEqual({ item: 2, outer: [1, 2], at: 1, x: 5 });
    expect(told(result.steps)).toBe('t:kept x:kept y:success');
  });

  test('ends after a failure as any other does', async () => {
    const definition = workflow(
      { t: trigger(), a: act('write'), b: act('write', { takes: 'x' }), c: act('pure') },
      't>a a>b b>c',
    );
    const result = await setUp()({ definition, start_at: 'b', kept: { a: {} } });
    expect(result).toMatchObject({ status: 'error', error: { node_id: 'b' } });
    expect(told(result.steps)).toBe('t:kept a:kept b:error c:skipped');
  });

  test.each<[Partial<TestOptions>, RegExp]>([
    [{ start_at: 'nowhere' }, /no node "nowhere"/],
    [{ start_at: 'b', stop_at: 'a' }, /does not come after/],
  ])('refuses %j', async (options, words) => {
    await expect(setUp()({ definition: line, ...options })).rejects.toThrow(words);
  });
});

describe('a mock of a node that steers the flow', () => {
  const definition = workflow(
    {
      t: trigger(),
      c: control('if', { condition: 'trigger.data.n == 1' }),
      l: control('loop', { items: [1, 2] }),
      x: act('write'),
      no: act('pure', { value: 'no' }),
      s: control('stop', { status: 'success' }),
    },
    't>c c:true>l l:body>x c:false>no l:done>s',
  );

  test('says which way is taken', async () => {
    const result = await setUp()({ definition, mocks: { c: { result: false } } });
    expect(result.output).toBe('no');
    expect(result.steps.find(({ node_id }) => node_id === 'c')).toMatchObject({
      mocked: true,
      handle: 'false',
    });
  });

  test('stands for all rounds of a loop; what ends the execution still does', async () => {
    const result = await setUp()({ definition, mocks: { l: { results: [5] }, s: { any: 1 } } });
    expect(told(result.steps)).toBe('t:success c:success l:success no:skipped s:success');
    expect(result.steps.find(({ node_id }) => node_id === 'l')).toMatchObject({ output: { results: [5] } });
  });

  test('can let it fail', async () => {
    const mocks = { c: { $error: { message: 'no way', code: 'x' } } };
    expect(await setUp()({ definition, mocks })).toMatchObject({
      status: 'error',
      error: { message: 'no way' },
    });
  });
});
