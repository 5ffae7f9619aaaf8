import { describe, expect, test } from 'vitest';
import { act, control, respond, runEverywhere, runWorkflow, trigger, workflow } from './testing/index.ts';

const key = (node: string) => `019a0000-0000-7000-8000-000000000001:${node}`;

describe('local first, commit once', () => {
  const w1 = workflow(
    { t: trigger(), a: act('pure', { value: { id: '{{trigger.data.n}}' } }), r: respond('{{a}}') },
    't>a a>r',
  );

  test('an execution that only computes and answers is written once, by its end', async () => {
    const { storage } = await runEverywhere({ definition: w1 }, ({ result, answer, steps, crash }) => {
      expect(result).toMatchObject({ status: 'success', output: { status: 200, body: { id: 1 } } });
      if (crash?.when !== 'after') expect(answer).toMatchObject({ status: 200, body: { id: 1 } });
      expect(Object.values(steps).map((step) => [step.node_id, step.status])).toEqual([
        ['t', 'success'],
        ['a', 'success'],
        ['r', 'success'],
      ]);
    });
    expect(storage.writes).toEqual(['finish']);
  });

  test('reads are not written before something else is', async () => {
    const definition = workflow({ t: trigger(), a: act('read'), b: act('read') }, 't>a a>b');
    const { storage, world } = await runEverywhere({ definition }, ({ result }) => {
      expect(result.status).toBe('success');
    });
    expect(storage.writes).toEqual(['finish']);
    expect(world.calls).toHaveLength(2);
  });

  test('acceptance and start are durable before an effect, its result before the next one', async () => {
    const definition = workflow({ t: trigger(), a: act('write'), b: act('write') }, 't>a a>b');
    const { storage, world } = await runEverywhere({ definition, latency_ms: 3 }, ({ result, world }) => {
      expect(result).toMatchObject({ status: 'success', output: { done: 'write' } });
      for (const node of ['a', 'b']) expect(world.count(key(node))).toBeLessThanOrEqual(2);
    });
    // The result of a leaves together with the start of b.
    expect(storage.writes).toEqual(['accept', 'append', 'append', 'finish']);
    expect(world.calls).toHaveLength(2);
  });

  test('a read before an effect is made durable with its start, so that both stay of one piece', async () => {
    const definition = workflow(
      { t: trigger(), a: act('read'), b: act('write', { value: '{{a}}' }) },
      't>a a>b',
    );
    const { storage } = await runEverywhere({ definition }, ({ result }) =>
      expect(result.status).toBe('success'),
    );
    expect(storage.writes).toEqual(['accept', 'append', 'finish']);
  });

  test('effects that start together are written together', async () => {
    const nodes = Object.fromEntries(
      Array.from({ length: 20 }, (_, n) => [`n${n}`, act('write', { takes: n })]),
    );
    const edges = Object.keys(nodes)
      .map((name) => `t>${name}`)
      .join(' ');
    const { storage } = await runWorkflow({
      definition: workflow({ t: trigger(), ...nodes }, edges),
      latency_ms: 100,
    });
    expect(storage.writes).toEqual(['accept', 'append', 'append', 'finish']);
  });

  test('an accepted execution is not accepted again', async () => {
    const definition = workflow({ t: trigger(), a: act('write') }, 't>a');
    const { storage } = await runEverywhere({ definition, accepted: true }, ({ result }) => {
      expect(result.status).toBe('success');
    });
    expect(storage.writes).toEqual(['accept', 'append', 'finish']);
  });

  test('a step that was cut off is repeated with the same key and says so', async () => {
    const definition = workflow({ t: trigger(), a: act('write', { takes: 10 }) }, 't>a');
    const { steps, world } = await runWorkflow({ definition }, { write: 2, when: 'after' });
    expect(steps.a).toMatchObject({ status: 'success', attempts: 2, repeated: true });
    expect(world.calls.map((call) => call.key)).toEqual([key('a')]);
  });

  test('what reads the time is remembered before an effect', async () => {
    const definition = workflow(
      { t: trigger(), a: act('pure', { value: 'now' }), b: act('write', { value: '{{a}}' }) },
      't>a a>b',
    );
    const { storage } = await runWorkflow({ definition }, { write: 3, when: 'before' });
    expect([...storage.rows.values()][0]!.finished!.status).toBe('success');
    const stopped = await runWorkflow({ definition, accepted: true }, { write: 2, when: 'before' });
    expect(stopped.storage.writes.filter((write) => write === 'append')).toHaveLength(2);
  });
});

describe('the graph', () => {
  test('branches run at the same time and a join waits for both', async () => {
    const definition = workflow(
      {
        t: trigger(),
        a: act('write', { takes: 100 }),
        b: act('write', { takes: 60 }),
        j: control('merge'),
        c: act('pure', { value: '{{j}}' }),
      },
      't>a t>b a>j b>j j>c',
    );
    const { clock } = await runEverywhere({ definition }, ({ result }) => {
      expect(result).toMatchObject({
        status: 'success',
        output: { a: { done: 'write' }, b: { done: 'write' } },
      });
    });
    expect(clock.monotonic()).toBe(100);
  });

  test('a condition takes one way and skips the other', async () => {
    const definition = workflow(
      {
        t: trigger(),
        c: control('if', { condition: 'trigger.data.n == 1' }),
        yes: act('write'),
        no: act('write'),
        j: control('merge'),
      },
      't>c c:true>yes c:false>no yes>j no>j',
    );
    await runEverywhere({ definition }, ({ steps, world, result }) => {
      expect(steps).toMatchObject({
        c: { status: 'success', handle: 'true', output: { result: true } },
        yes: { status: 'success' },
        no: { status: 'skipped' },
      });
      expect(result).toMatchObject({ output: { yes: { done: 'write' } } });
      expect(world.count(key('no'))).toBe(0);
    });
  });

  test.each([
    [1, 'case_0', { case: 'one', index: 0 }],
    [2, 'case_1', { case: 'case 2', index: 1 }],
    [9, 'else', { case: 'else', index: -1 }],
  ])('a switch of %s takes %s', async (n, handle, output) => {
    const cases = [
      { label: 'one', condition: 'trigger.data.n == 1' },
      { condition: 'trigger.data.n == 2' },
      { condition: 'trigger.data.n == 2' },
    ];
    const definition = workflow({ t: trigger(), s: control('switch', { cases }) }, 't>s');
    const { steps } = await runWorkflow({ definition, trigger: { data: { n } } });
    expect(steps.s).toMatchObject({ status: 'success', handle, output });
  });

  test.each([
    [{ n: 5, country: 'DE' }, 'case_0', { case: 'Big, near', index: 0 }],
    [{ n: 5, country: 'US' }, 'case_1', { case: 'case 2', index: 1 }],
    [{ n: 1, country: 'US' }, 'else', { case: 'else', index: -1 }],
  ])('a switch whose cases have rows and groups, of %j, takes %s', async (data, handle, output) => {
    const near = { left: 'trigger.data.country', op: 'in', right: 'DE, FR' };
    const home = { left: 'trigger.data.country', op: 'equals', right: 'home' };
    const conditions = [
      { left: 'trigger.data.n', op: 'greater', right: 2 },
      { combine: 'any', conditions: [near, home] },
    ];
    const cases = [
      { label: 'Big, near', conditions },
      { conditions, combine: 'any' },
    ];
    const definition = workflow({ t: trigger(), s: control('switch', { cases }) }, 't>s');
    const { steps } = await runWorkflow({ definition, trigger: { data } });
    expect(steps.s).toMatchObject({ status: 'success', handle, output });
  });

  test('the first of two branches fires a merge that wants one, and a restart does not change which', async () => {
    const definition = workflow(
      {
        t: trigger(),
        slow: act('write', { takes: 100 }),
        fast: act('read', { takes: 50 }),
        m: control('merge', { mode: 'first' }),
        w: act('write', { value: '{{m}}' }),
        // Keeps it going while both branches are in the journal.
        tail: act('write', { takes: 200 }),
        end: act('write'),
      },
      't>slow t>fast slow>m fast>m m>w t>tail tail>end',
    );
    const { steps, clock } = await runEverywhere({ definition }, ({ steps, result }) => {
      expect(result.status).toBe('success');
      expect(steps.w!.output).toEqual(steps.m!.output);
    });
    expect(steps.m).toMatchObject({ output: { done: 'read' } });
    expect(clock.monotonic()).toBe(200);
  });

  test('append makes one list', async () => {
    const definition = workflow(
      {
        t: trigger(),
        a: act('pure', { value: [1, 2] }),
        b: act('pure', { value: 3 }),
        m: control('merge', { mode: 'append' }),
      },
      't>a t>b a>m b>m',
    );
    expect((await runWorkflow({ definition })).result).toMatchObject({ output: [1, 2, 3] });
  });

  test('a disabled node is passed through', async () => {
    const definition = workflow(
      {
        t: trigger(),
        a: act('pure', { value: { x: 5 } }),
        off: act('write', {}, { disabled: true }),
        b: act('pure', { value: '{{off.x}}' }),
      },
      't>a a>off off>b',
    );
    await runEverywhere({ definition }, ({ steps, world, result }) => {
      expect(steps.off).toMatchObject({ status: 'skipped', output: { x: 5 } });
      expect(result).toMatchObject({ status: 'success', output: 5 });
      expect(world.calls).toHaveLength(0);
    });
  });

  test('stop ends everything with success or an error', async () => {
    const make = (config: object) =>
      workflow({ t: trigger(), s: control('stop', { ...config }), a: act('pure') }, 't>s t>a');
    await runEverywhere(
      { definition: make({ status: 'error', message: 'No {{trigger.data.n}}' }) },
      ({ result, steps }) => {
        expect(result).toMatchObject({
          status: 'error',
          error: { message: 'No 1', code: 'stopped', node_id: 's' },
          output: null,
        });
        expect(steps.a).toMatchObject({ status: 'skipped' });
      },
    );
    expect((await runWorkflow({ definition: make({}) })).result).toMatchObject({
      status: 'success',
      error: null,
    });
  });

  test.each([
    [7, '7'],
    [{ a: 1 }, '{"a":1}'],
    [null, 'Stopped with an error'],
  ])('stop says %j as %s', async (n, message) => {
    const definition = workflow(
      { t: trigger(), s: control('stop', { status: 'error', message: '{{ trigger.data.n }}' }) },
      't>s',
    );
    expect((await runWorkflow({ definition, trigger: { data: { n } } })).result).toMatchObject({
      error: { message },
    });
  });

  test('a stop that was reached ends a resumed execution again', async () => {
    const definition = workflow(
      {
        t: trigger(),
        q: act('read', { takes: 5 }),
        s: control('stop', { message: '{{ now() }}' }),
        w: act('write', { takes: 10 }),
        next: act('write'),
      },
      't>q q>s t>w w>next',
    );
    await runEverywhere({ definition, accepted: true }, ({ result, world }) => {
      expect(result.status).toBe('success');
      expect(world.count(key('next'))).toBe(0);
    });
  });

  test('several last steps give their outputs by key', async () => {
    const definition = workflow(
      { t: trigger(), a: act('pure', { value: 1 }), b: act('pure', { value: 2 }) },
      't>a t>b',
    );
    expect((await runWorkflow({ definition })).result).toMatchObject({ output: { a: 1, b: 2 } });
  });

  test('expressions see what ran before, and null for what did not', async () => {
    const definition = workflow(
      {
        t: trigger(),
        c: control('if', { condition: false }),
        a: act('pure', { value: 1 }),
        b: act('pure', { value: 2 }),
        s: act('scope'),
      },
      't>c c:true>a c:false>b b>s a>s',
    );
    const { result } = await runWorkflow({
      definition,
      trigger: { data: { x: 1 }, query: { q: '1' } },
      variables: { region: 'eu' },
    });
    expect(result).toMatchObject({
      output: {
        trigger: { data: { x: 1 }, payload: { x: 1 }, query: { q: '1' }, headers: {}, method: null },
        c: { result: false },
        a: null,
        b: 2,
        s: null,
        variables: { region: 'eu' },
        workflow: { id: 'workflow', name: 'Test', version: 1 },
        execution: { trigger_type: 'webhook' },
      },
    });
  });

  test('a node does not see what runs beside it, whenever that ends', async () => {
    const definition = workflow(
      {
        t: trigger(),
        fast: act('pure', { value: 1 }),
        later: act('read', { takes: 10 }),
        b: act('pure', { value: { seen: '{{fast}}' } }),
      },
      't>fast t>later later>b',
    );
    expect((await runWorkflow({ definition })).steps.b).toMatchObject({ output: { seen: null } });
  });

  test('an execution never gets stuck: a circle, a missing trigger, an unknown operation', async () => {
    const circle = workflow({ t: trigger(), a: act('pure'), b: act('pure') }, 't>a a>b b>a');
    expect((await runWorkflow({ definition: circle })).result).toMatchObject({
      status: 'error',
      error: { code: 'cycle', message: expect.stringMatching(/a → b|b → a/) },
    });
    const none = workflow({ a: act('pure') }, '');
    expect((await runWorkflow({ definition: none })).result).toMatchObject({
      status: 'error',
      error: { code: 'no_trigger' },
    });
    const unknown = workflow({ t: trigger(), a: act('no_such') }, 't>a');
    expect((await runWorkflow({ definition: unknown })).result).toMatchObject({
      status: 'error',
      error: { code: 'unknown_operation', node_id: 'a' },
    });
  });

  test('a thousand nodes in a row', async () => {
    const names = Array.from({ length: 999 }, (_, n) => `n${n}`);
    const nodes = Object.fromEntries(names.map((name) => [name, act('pure', { value: 1 })]));
    const edges = names.map((name, n) => `${n === 0 ? 't' : `n${n - 1}`}>${name}`).join(' ');
    const { result } = await runWorkflow({ definition: workflow({ t: trigger(), ...nodes }, edges) });
    expect(result).toMatchObject({ status: 'success', output: 1 });
    expect(result.steps).toHaveLength(1_000);
  });
});
