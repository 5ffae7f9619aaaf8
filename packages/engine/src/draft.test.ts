import { describe, expect, test } from 'vitest';
import { createEngine, type TestOptions } from './engine.ts';
import {
  act,
  control,
  FakeClock,
  FakeWorld,
  fakeMakers,
  MemoryStorage,
  respond,
  trigger,
  workflow,
} from './testing/index.ts';

function setUp() {
  const clock = new FakeClock();
  const world = new FakeWorld(clock);
  const storage = new MemoryStorage(clock);
  const requests: string[] = [];
  const heard: string[] = [];
  const engine = createEngine({
    storage: storage.process(),
    registry: world.registry,
    clock,
    http: {
      request: ({ url }) => {
        requests.push(url);
        return Promise.resolve({ status: 204, headers: {}, body: new Uint8Array(), url });
      },
    },
    log: { info: () => {}, warn: () => {} },
    makers: fakeMakers(),
    observer: {
      executionStarted: () => heard.push('start'),
      stepSettled: () => heard.push('step'),
      executionFinished: () => heard.push('end'),
    },
  });
  const run = (options: Partial<TestOptions> & Pick<TestOptions, 'definition'>) =>
    engine.test({ workflow: { id: 'w', name: 'W' }, trigger: { data: { n: 1 } }, ...options });
  return { engine, world, storage, requests, heard, run };
}

describe('a test run', () => {
  const every = ['read', 'idempotent', 'write', 'irreversible', 'dynamic', 'rejected', 'reconnect', 'http'];

  test('calls nothing, writes nothing and tells nobody, whatever the nodes do', async () => {
    const { run, world, storage, requests, heard } = setUp();
    const nodes = Object.fromEntries(every.map((what) => [what, act(what)]));
    const definition = workflow({ t: trigger(), ...nodes }, every.map((what) => `t>${what}`).join(' '));
    const result = await run({ definition });
    expect(result.status).toBe('success');
    expect(
      result.steps
        .filter((step) => step.mocked)
        .map((step) => step.node_id)
        .sort(),
    ).toEqual([...every].sort());
    expect([world.calls, storage.writes, requests, heard]).toEqual([[], [], [], []]);
  });

  test('an action that only pretends to compute has no way out', async () => {
    const { run, world, requests } = setUp();
    world.actions.liar = { ...world.actions.http!, local: true };
    const result = await run({ definition: workflow({ t: trigger(), a: act('liar') }, 't>a') });
    expect(result).toMatchObject({ status: 'error', error: { code: 'local_action' } });
    expect(requests).toEqual([]);
  });

  test('really computes what only computes', async () => {
    const { run } = setUp();
    const definition = workflow(
      {
        t: trigger(),
        c: control('if', { condition: 'trigger.data.n == 1' }),
        a: act('pure', { value: { n: '{{trigger.data.n}}' } }),
        r: respond('{{a.n}}'),
      },
      't>c c:true>a a>r',
    );
    const result = await run({ definition });
    expect(result).toMatchObject({ status: 'success', output: { status: 200, body: 1 } });
    expect(result.steps.some((step) => step.mocked)).toBe(false);
  });

  test('takes a mock by key or id before one made from the schema', async () => {
    const { run } = setUp();
    const definition = workflow(
      {
        t: trigger(),
        a: act('write', {}, { key: 'order' }),
        b: act('write'),
        c: act('promise_kept'),
        d: act('pure', { value: ['{{order.id}}', '{{b.id}}'] }),
      },
      't>a a>b b>c c>d',
    );
    const result = await run({ definition, mocks: { order: { id: 7 }, b: { id: 8 } } });
    expect(result.output).toEqual([7, 8]);
    const made = result.steps.find((step) => step.node_id === 'c')!;
    expect(made).toMatchObject({
      mocked: true,
      output: { id: expect.any(Number), name: expect.any(String) },
    });
    expect(made.warnings).toBeUndefined();
  });

  test('still finds what is wrong with a configuration', async () => {
    const { run } = setUp();
    const result = await run({
      definition: workflow({ t: trigger(), a: act('write', { takes: 'x' }) }, 't>a'),
    });
    expect(result).toMatchObject({ status: 'error', error: { code: 'validation', field: 'takes' } });
  });

  test('stops at a node, and runs only what leads to it', async () => {
    const { run } = setUp();
    const definition = workflow(
      { t: trigger(), a: act('pure', { value: 1 }), b: act('pure', { value: 2 }), side: act('pure') },
      't>a a>b t>side',
    );
    const result = await run({ definition, stop_at: 'a' });
    expect(result).toMatchObject({ status: 'success', output: 1 });
    expect(result.steps.map((step) => step.node_id)).toEqual(['t', 'a']);
    await expect(run({ definition, stop_at: 'nowhere' })).rejects.toThrow('There is no node "nowhere"');
  });

  test('ends although something would have waited', async () => {
    const { run, world } = setUp();
    const definition = workflow(
      {
        t: trigger(),
        a: act('reconnect'),
        b: act('write', { fails: 9 }, { retry: { max_attempts: 10, delay_ms: 3_600_000 } }),
      },
      't>a a>b',
    );
    expect((await run({ definition })).status).toBe('success');
    expect(world.calls).toEqual([]);
  });

  test('survives mocks that cannot be stored and names like those of objects', async () => {
    const { run } = setUp();
    const definition = workflow({ t: trigger(), a: act('write', {}, { key: 'toString' }) }, 't>a');
    expect((await run({ definition })).status).toBe('success');
    expect(await run({ definition, mocks: { a: { bad: 'x\0' } } })).toMatchObject({
      status: 'error',
      error: { code: 'output_unstorable_text' },
    });
  });

  test('really loops, and waits for nothing', async () => {
    const { run, storage, requests, heard } = setUp();
    const definition = workflow(
      {
        t: trigger(),
        l: control('loop', { items: [1, 2, 3], concurrency: 2 }),
        a: act('write', { value: '{{ item }}' }),
        d: control('wait', { duration: { value: 3, unit: 'days' } }),
        c: control('wait', { mode: 'callback' }),
        ev: control('wait', { mode: 'event', event_type: 'order.paid' }),
        p: control('approval', { title: '{{ item }}' }),
        s: control('sub_workflow', { workflow_id: 'other' }),
        r: act('pure', {
          value: { a: '{{ a.id }}', c: '{{ c }}', ev: '{{ ev.n }}', p: '{{ p.decision }}', s: '{{ s }}' },
        }),
        done: act('pure', { value: '{{ l.results }}' }),
      },
      't>l l:body>a a>d d>c c>ev ev>p p:approved>s s>r l:done>done',
    );
    const result = await run({ definition, mocks: { a: { id: 7 }, ev: { n: 2 } } });
    expect(result).toMatchObject({ status: 'success', duration_ms: 0 });
    expect(result.output).toEqual([1, 2, 3].map(() => ({ a: 7, c: {}, ev: 2, p: 'approved', s: {} })));
    const waits = result.steps.filter(({ node_id }) => ['d', 'c', 'ev', 'p', 's'].includes(node_id));
    expect(waits).toHaveLength(15);
    expect(waits.every(({ mocked, status }) => mocked && status === 'success')).toBe(true);
    expect(waits.some((step) => 'execution_id' in step || 'approval_id' in step)).toBe(false);
    expect([storage.writes, requests, heard]).toEqual([[], [], []]);
  });

  test.each([
    ['rejected', 'no'],
    ['timeout', 'late'],
    ['approved', 'yes'],
    ['nonsense', 'no'],
  ])('takes the path of an approval whose mock says %s', async (decision, node) => {
    const { run } = setUp();
    const definition = workflow(
      { t: trigger(), p: control('approval'), yes: act('pure'), no: act('pure'), late: act('pure') },
      't>p p:approved>yes p:rejected>no p:timeout>late',
    );
    const result = await run({ definition, mocks: { p: { decision } } });
    expect(result.steps.filter(({ status }) => status === 'success').map(({ node_id }) => node_id)).toEqual([
      't',
      'p',
      node,
    ]);
  });

  test('still finds what is wrong with a wait', async () => {
    const { run } = setUp();
    const definition = workflow(
      { t: trigger(), w: control('wait', { duration: { value: 400, unit: 'days' } }) },
      't>w',
    );
    expect(await run({ definition })).toMatchObject({ status: 'error', error: { code: 'wait_too_long' } });
  });

  test.each([
    ['a', ['t', 'l', 'l[0]/a', 'l[1]/a']],
    ['l', ['t', 'l', 'l[0]/a', 'l[0]/b', 'l[1]/a', 'l[1]/b']],
    ['after', ['t', 'l', 'l[0]/a', 'l[0]/b', 'l[1]/a', 'l[1]/b', 'after']],
  ])('stops at %s with the loops that lead there', async (stop_at, paths) => {
    const { run } = setUp();
    const definition = workflow(
      {
        t: trigger(),
        l: control('loop', { items: [1, 2] }),
        a: act('pure'),
        b: act('pure'),
        after: act('pure'),
        more: act('pure'),
      },
      't>l l:body>a a>b l:done>after after>more',
    );
    const result = await run({ definition, stop_at });
    expect(result.steps.map(({ path }) => path)).toEqual(paths);
  });
});

describe('one node', () => {
  const definition = workflow({ t: trigger() }, '');
  const nodeOf = (text: ReturnType<typeof act>) => workflow({ t: trigger(), x: text }, '').nodes[1]!;

  test('runs for real, with what is known of the others', async () => {
    const { engine, world, storage, heard } = setUp();
    const options = {
      workflow: { id: 'w', name: 'W' },
      definition,
      input_context: { trigger: { data: { n: 2 } }, order: { id: 5 } },
    };
    const node = nodeOf(
      act(
        'write',
        { value: ['{{order.id}}', '{{trigger.data.n}}', '{{step.order.output.id}}'] },
        { disabled: true },
      ),
    );
    expect(await engine.runNode({ ...options, node })).toEqual({
      status: 'success',
      output: [5, 2, 5],
      error: null,
      duration_ms: 0,
    });
    expect(world.calls).toHaveLength(1);
    expect([storage.writes, heard]).toEqual([[], []]);
  });

  test('reaches out where it reaches out', async () => {
    const { engine, requests } = setUp();
    const result = await engine.runNode({
      workflow: { id: 'w', name: 'W' },
      definition,
      node: nodeOf(act('http')),
      input_context: {},
    });
    expect(result).toMatchObject({ status: 'success', output: 204 });
    expect(requests).toEqual(['https://example.com']);
  });

  test('says what went wrong, and is not tried again', async () => {
    const { engine, world } = setUp();
    const node = nodeOf(act('write', { fails: 1 }, { on_error: 'continue', retry: { max_attempts: 5 } }));
    const result = await engine.runNode({
      workflow: { id: 'w', name: 'W' },
      definition,
      node,
      input_context: {},
    });
    expect(result).toMatchObject({ status: 'error', output: null, error: { code: 'busy', node_id: 'x' } });
    expect(world.calls).toHaveLength(1);
  });

  test('can be cancelled', async () => {
    const { engine } = setUp();
    const signal = AbortSignal.abort();
    const result = await engine.runNode({
      workflow: { id: 'w', name: 'W' },
      definition,
      node: nodeOf(act('write')),
      input_context: {},
      signal,
    });
    expect(result.status).toBe('cancelled');
  });

  test('may be one that steers the flow', async () => {
    const { engine } = setUp();
    const node = nodeOf(control('if', { condition: 'order.total > 10' }));
    const result = await engine.runNode({
      workflow: { id: 'w', name: 'W' },
      definition,
      node,
      input_context: { order: { total: 11 } },
    });
    expect(result).toMatchObject({ status: 'success', output: { result: true } });
  });

  test.each(['loop', 'break', 'continue', 'wait', 'approval', 'sub_workflow'] as const)(
    'cannot be a %s',
    async (kind) => {
      const { engine, world } = setUp();
      const options = { workflow: { id: 'w', name: 'W' }, definition, input_context: {} };
      await expect(engine.runNode({ ...options, node: nodeOf(control(kind)) })).rejects.toMatchObject({
        code: 'not_alone',
        message: expect.stringContaining('cannot run alone'),
      });
      expect(world.calls).toEqual([]);
    },
  );
});

describe('a mock that fails', () => {
  const failing = { $error: { message: 'Down for maintenance', code: 'http_status', status: 503 } };

  test('fails its step as the mock says, marked as mocked, and nothing goes out', async () => {
    const { run, world, requests } = setUp();
    const definition = workflow({ t: trigger(), a: act('write', { value: 3 }), b: act('pure') }, 't>a a>b');
    const result = await run({ definition, mocks: { a: failing } });
    expect(result).toMatchObject({
      status: 'error',
      error: { message: 'Down for maintenance', code: 'http_status', status: 503, node_id: 'a' },
    });
    const step = result.steps.find(({ node_id }) => node_id === 'a');
    expect(step).toMatchObject({ status: 'error', mocked: true, input: { value: 3 } });
    expect([world.calls, requests]).toEqual([[], []]);
  });

  test('takes the error path, or goes on, where the node says so', async () => {
    const { run } = setUp();
    const definition = workflow(
      {
        t: trigger(),
        a: act('write', {}, { on_error: 'branch' }),
        w: control('wait', { mode: 'callback' }, { on_error: 'continue' }),
        ok: act('pure'),
        caught: act('pure', { value: '{{ a.error.message }}' }),
        after: act('pure'),
      },
      't>a a>ok a:error>caught t>w w>after',
    );
    const result = await run({ definition, mocks: { a: failing, w: { $error: 'Nobody called' } } });
    const by = Object.fromEntries(result.steps.map((step) => [step.node_id, step]));
    expect(by.caught).toMatchObject({ status: 'success', output: 'Down for maintenance' });
    expect(by.ok?.status).not.toBe('success');
    expect(by.w).toMatchObject({ status: 'error', mocked: true, error: { message: 'Nobody called' } });
    expect(by.after).toMatchObject({ status: 'success' });
  });
});

describe('a test with a fixed time', () => {
  const definition = workflow(
    {
      t: trigger(),
      a: act('pure', { value: ['{{ now() }}', '{{ uuid() }}', '{{ uuid() }}', '{{ execution.id }}'] }),
    },
    't>a',
  );

  test('gives the same every time, and that time', async () => {
    const at = new Date('2026-01-15T10:00:00Z');
    const outputs: unknown[] = [];
    for (let time = 0; time < 3; time++) outputs.push((await setUp().run({ definition, at })).output);
    expect(outputs[0]).toEqual(outputs[1]);
    expect(outputs[1]).toEqual(outputs[2]);
    const [now, first, second] = outputs[0] as string[];
    expect([now, first]).toEqual(['2026-01-15T10:00:00.000Z', expect.stringMatching(/^[0-9a-f-]{36}$/)]);
    expect(first).not.toBe(second);
  });

  test('gives others at another time, and without one', async () => {
    const { run } = setUp();
    const uuids = async (at?: Date) => ((await run({ definition, at })).output as string[])[1];
    const [one, two] = [new Date(1), new Date(2)];
    expect(new Set([await uuids(one), await uuids(two), await uuids(), await uuids()]).size).toBe(4);
  });
});
