import { describe, expect, test } from 'vitest';
import { createEngine } from './engine.ts';
import { HandBack } from './errors.ts';
import { type ExecutionStart, OwnershipLost } from './ports.ts';
import {
  act,
  control,
  FakeClock,
  FakeWorld,
  fakeMakers,
  MemoryStorage,
  respond,
  runEverywhere,
  runWorkflow,
  trigger,
  workflow,
} from './testing/index.ts';

const key = (node: string) => `019a0000-0000-7000-8000-000000000001:${node}`;
const one = (what: string, config: object = {}, more: object = {}, settings: object = {}) =>
  workflow(
    { t: trigger(), a: act(what, { ...config }, more), b: act('pure', { value: '{{a}}' }) },
    't>a a>b',
    settings,
  );

describe('a step that may work later', () => {
  test.each(['read', 'idempotent', 'write'])(
    'is tried again (%s), and the attempts are counted over restarts',
    async (what) => {
      const definition = one(
        what,
        { fails: 2, takes: 5 },
        { retry: { max_attempts: 3, delay_ms: 100, backoff: 'fixed', max_delay_ms: 100 } },
      );
      await runEverywhere({ definition, accepted: true }, ({ result, steps, crash, clock }) => {
        expect(result.status).toBe('success');
        if (crash) return;
        expect(steps.a).toMatchObject({ attempts: 3 });
        expect(steps.a!.repeated).toBeUndefined();
        expect(clock.monotonic()).toBe(5 + 100 + 5 + 100 + 5);
      });
    },
  );

  test('gives up after its last attempt, never more', async () => {
    const definition = one('idempotent', { fails: 99 }, { retry: { max_attempts: 3, delay_ms: 10 } });
    const { world } = await runEverywhere({ definition }, ({ result, world, processes }) => {
      expect(result).toMatchObject({ status: 'error', error: { code: 'busy', status: 503, node_id: 'a' } });
      expect(world.count(key('a'))).toBeLessThanOrEqual(3 + processes - 1);
    });
    expect(world.calls).toHaveLength(3);
  });

  test('is not tried again without being told to', async () => {
    expect((await runWorkflow({ definition: one('read', { fails: 1 }) })).world.calls).toHaveLength(1);
  });

  test('follows the workflow where the node says nothing', async () => {
    const definition = one('read', { fails: 2 }, {}, { retry_policy: 'immediate', max_retries: 2 });
    const { result, clock } = await runWorkflow({ definition });
    expect(result.status).toBe('success');
    expect(clock.monotonic()).toBe(0);
  });

  test('waits as long as the other side asks', async () => {
    const definition = one(
      'read',
      { fails: 1, after_ms: 3_000 },
      { retry: { max_attempts: 2, delay_ms: 10 } },
    );
    const { clock, storage } = await runWorkflow({ definition });
    expect(clock.monotonic()).toBe(3_000);
    expect(storage.writes).toEqual(['finish']);
  });

  test('holds no memory for a long wait', async () => {
    const definition = one(
      'write',
      { fails: 2 },
      { retry: { max_attempts: 3, delay_ms: 3_600_000, max_delay_ms: 3_600_000 } },
    );
    const { storage, processes, clock } = await runEverywhere({ definition }, ({ result, world }) => {
      expect(result.status).toBe('success');
      expect(world.count(key('a'))).toBeGreaterThanOrEqual(3);
    });
    expect(storage.writes.filter((write) => write === 'park')).toHaveLength(2);
    expect(processes).toBe(3);
    expect(clock.monotonic()).toBeGreaterThanOrEqual(7_200_000);
  });

  test('lets the others go on while it waits, and parks when they are done', async () => {
    const definition = workflow(
      {
        t: trigger(),
        a: act('read', { fails: 1 }, { retry: { max_attempts: 2, delay_ms: 60_000 } }),
        w: act('write', { takes: 2_000 }),
        r: respond(),
      },
      't>a t>w w>r',
    );
    const { storage, steps } = await runEverywhere({ definition }, ({ result, world }) => {
      expect(result.status).toBe('success');
      expect(world.count(key('w'))).toBeLessThanOrEqual(2);
    });
    expect(storage.writes.slice(-2)).toEqual(['park', 'finish']);
    expect(steps.a).toMatchObject({ attempts: 2 });
  });

  test('shows what it waits for', async () => {
    const definition = one('write', { fails: 1 }, { retry: { max_attempts: 2, delay_ms: 60_000 } });
    const { storage } = await runWorkflow({ definition });
    expect([...storage.rows.values()][0]!.parked).toMatchObject({
      status: 'waiting',
      steps: [
        { node_id: 't', status: 'success' },
        { node_id: 'a', status: 'waiting', attempts: 1, error: { code: 'busy' } },
      ],
    });
  });

  test('goes on when a person has reconnected the account, however often it may be tried', async () => {
    const parked = await runWorkflow({ definition: one('reconnect', { value: 7 }) });
    expect(parked.result).toMatchObject({ status: 'waiting', resume_at: null });
    expect(parked.steps.a).toMatchObject({ status: 'waiting', error: { code: 'reconnect' } });
  });
});

describe('a step that was cut off', () => {
  const definition = one('irreversible', { takes: 10 });

  test('and cannot be undone is not run again: a person is asked', async () => {
    const { result, steps, world } = await runWorkflow({ definition }, { write: 2, when: 'after' });
    expect(result).toMatchObject({ status: 'waiting', resume_at: null });
    expect(steps.a).toMatchObject({
      status: 'waiting',
      error: { code: 'unknown_outcome', message: expect.stringContaining('Did it happen?') },
    });
    expect(world.calls).toHaveLength(0);
  });

  test('runs again when they say so', async () => {
    const given = { definition, answers: { a: 'again' as const } };
    await runEverywhere(given, ({ result }) =>
      expect(result).toMatchObject({ status: 'success', output: { done: 'irreversible' } }),
    );
    const { steps } = await runWorkflow(given, { write: 2, when: 'after' });
    expect(steps.a).toMatchObject({ attempts: 2 });
  });

  test('is done when they say so', async () => {
    const { result, world } = await runWorkflow(
      { definition, answers: { a: { output: 'done by hand' } } },
      { write: 2, when: 'after' },
    );
    expect(result).toMatchObject({ status: 'success', output: 'done by hand' });
    expect(world.calls).toHaveLength(0);
  });

  test.each([
    ['irreversible', 'repeat', 'success', 1],
    ['write', 'ask', 'waiting', 0],
    ['write', 'skip', 'success', 0],
    ['idempotent', undefined, 'success', 1],
  ] as const)('does as its node says: %s, %s', async (what, on_unknown, status, calls) => {
    const { result, world, steps } = await runWorkflow(
      { definition: one(what, { takes: 10 }, { on_unknown }) },
      { write: 2, when: 'after' },
    );
    expect(result.status).toBe(status);
    expect(world.calls).toHaveLength(calls);
    if (on_unknown === 'skip')
      expect(steps.a).toMatchObject({ status: 'skipped', output: null, warnings: [expect.any(String)] });
  });

  test('by its time limit is asked about as well, when it cannot be undone', async () => {
    const slow = one('irreversible', { takes: 60_000 }, { timeout_seconds: 1, retry: { max_attempts: 3 } });
    const { result, world } = await runWorkflow({ definition: slow });
    expect(result).toMatchObject({ status: 'waiting', resume_at: null });
    expect(world.calls).toHaveLength(1);
  });
});

describe('time limits', () => {
  test.each([[false], [true]])('of a step (deaf to its signal: %s)', async (deaf) => {
    const definition = one('read', { takes: 600_000, deaf }, { timeout_seconds: 2 });
    const { result, clock } = await runWorkflow({ definition });
    expect(result).toMatchObject({
      status: 'error',
      error: { code: 'timeout', message: 'It took longer than 2 s', node_id: 'a' },
    });
    expect(result.duration_ms).toBe(2_000);
    expect(clock.pending).toBe(deaf ? 1 : 0);
  });

  test('are 30 seconds without a setting', async () => {
    expect((await runWorkflow({ definition: one('read', { takes: 600_000 }) })).result.duration_ms).toBe(
      30_000,
    );
  });

  test('of an operation itself are left to it', async () => {
    const definition = one('read', { takes: 100_000, timeout_seconds: 120 });
    expect((await runWorkflow({ definition })).result.status).toBe('success');
  });

  test('are retried like other things that may work later', async () => {
    const definition = one(
      'idempotent',
      { takes: 3_000 },
      { timeout_seconds: 1, retry: { max_attempts: 2, delay_ms: 0 } },
    );
    expect((await runWorkflow({ definition })).world.calls).toHaveLength(2);
  });

  test('of the workflow end it, whatever runs', async () => {
    const definition = workflow(
      {
        t: trigger(),
        a: act('write', { takes: 600_000, deaf: true }, { timeout_seconds: 3_600 }),
        b: act('write'),
      },
      't>a a>b',
      { timeout_seconds: 10 },
    );
    const { result, steps, world } = await runWorkflow({ definition });
    expect(result).toMatchObject({ status: 'timed_out', error: { code: 'timeout' }, duration_ms: 10_000 });
    expect(steps).toMatchObject({
      a: { status: 'error', error: { code: 'cancelled' } },
      b: { status: 'skipped' },
    });
    expect(world.calls).toHaveLength(1);
  });

  test('of the workflow hold for computing too', async () => {
    const clock = new FakeClock();
    let spent = 0;
    const slow = Object.assign(Object.create(clock), {
      now: () => clock.now(),
      sleep: clock.sleep.bind(clock),
      monotonic: () => {
        spent += 500;
        return spent;
      },
    });
    const nodes = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`n${n}`, act('pure')]));
    const definition = workflow(
      { t: trigger(), ...nodes },
      Object.keys(nodes)
        .map((name) => `t>${name}`)
        .join(' '),
      { timeout_seconds: 5 },
    );
    const { engine } = engineOn(slow);
    const result = await engine.run(startOf(definition), { accepted: false });
    expect(result.status).toBe('timed_out');
  });

  test('do not count the time that an execution was parked', async () => {
    const definition = one(
      'write',
      { fails: 1, takes: 1_000 },
      { retry: { max_attempts: 2, delay_ms: 3_600_000, max_delay_ms: 3_600_000 } },
      { timeout_seconds: 5 },
    );
    expect((await runWorkflow({ definition })).result.status).toBe('success');
  });
});

describe('cancelling', () => {
  const definition = workflow(
    {
      t: trigger(),
      a: act('write', { takes: 100 }),
      b: act('write', { takes: 100 }),
      c: act('read', { takes: 500, deaf: true }),
      d: act('pure'),
    },
    't>a a>b t>c b>d c>d',
  );

  test.each([0, 50, 100, 150, 200, 300, 499])(
    'after %d ms stops what runs and starts nothing more',
    async (cancel_at) => {
      const { result, world } = await runEverywhere(
        { definition, latency_ms: 1, cancel_at },
        ({ result, steps, clock, world }) => {
          if (result.status !== 'cancelled') return;
          expect(
            Object.values(steps).every((step) => ['success', 'error', 'skipped'].includes(step.status)),
          ).toBe(true);
          expect(steps.d!.status).toBe('skipped');
          const ended = clock.now();
          expect(world.calls.every((call) => call.at <= ended)).toBe(true);
        },
      );
      expect(result).toMatchObject({ status: 'cancelled', error: { code: 'cancelled' }, output: null });
      expect(world.calls.some((call) => call.node === 'd')).toBe(false);
    },
  );

  test('before it began', async () => {
    const { engine, storage, world } = engineOn(new FakeClock());
    const result = await engine.run(startOf(definition), { accepted: false, signal: AbortSignal.abort() });
    expect(result.status).toBe('cancelled');
    expect(storage.writes).toEqual(['finish']);
    expect(world.calls).toHaveLength(0);
  });

  test('says of an effect that nobody knows whether it happened', async () => {
    const { steps } = await runWorkflow({ definition, cancel_at: 50 });
    expect(steps.a!.error!.message).toContain('it is not known whether it happened');
    expect(steps.c!.error!.message).not.toContain('not known');
  });
});

describe('a process that stops', () => {
  test('finishes what runs, starts nothing, and hands the rest back', async () => {
    const clock = new FakeClock();
    const { engine, storage, world } = engineOn(clock);
    const definition = workflow(
      { t: trigger(), a: act('write', { takes: 100 }), b: act('write') },
      't>a a>b',
    );
    const stop = new AbortController();
    clock.sleep(50).then(() => stop.abort(new HandBack()));
    const parked = await engine.run(startOf(definition), { accepted: false, signal: stop.signal });
    expect(parked).toMatchObject({
      status: 'queued',
      steps: [{ node_id: 't' }, { node_id: 'a', status: 'success' }],
    });
    expect(world.calls.map((call) => call.node)).toEqual(['a']);
    const taken = storage.takeOver(startOf(definition).id)!;
    const other = createEngine({ ...parts(clock, world), storage: storage.process() });
    expect((await other.run(taken.start, { accepted: true, journal: taken.journal })).status).toBe('success');
    expect(world.calls.map((call) => call.node)).toEqual(['a', 'b']);
  });

  test('that lost an execution to another stops without writing', async () => {
    const clock = new FakeClock();
    const { engine, storage, world } = engineOn(clock);
    const definition = workflow(
      { t: trigger(), a: act('write', { takes: 100 }), b: act('write') },
      't>a a>b',
    );
    clock.sleep(50).then(() => storage.takeOver(startOf(definition).id));
    await expect(engine.run(startOf(definition), { accepted: false })).rejects.toThrow(OwnershipLost);
    expect(world.calls.map((call) => call.node)).toEqual(['a']);
    expect(storage.writes).toEqual(['accept', 'append']);
    expect(clock.pending).toBe(0);
  });

  test('yields between many local steps', async () => {
    const clock = new FakeClock();
    let ms = 0;
    const slow = Object.assign(Object.create(clock), {
      now: () => clock.now(),
      sleep: clock.sleep.bind(clock),
      monotonic: () => {
        ms += 3;
        return ms;
      },
    });
    const nodes = Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`n${n}`, act('pure')]));
    const { engine } = engineOn(slow);
    let turns = 0;
    const count = () => {
      turns++;
      setImmediate(count).unref();
    };
    const counting = setImmediate(count);
    await engine.run(
      startOf(
        workflow(
          { t: trigger(), ...nodes },
          Object.keys(nodes)
            .map((name) => `t>${name}`)
            .join(' '),
        ),
      ),
      { accepted: false },
    );
    clearImmediate(counting);
    expect(turns).toBeGreaterThan(5);
  });
});

describe('the answer to the caller', () => {
  test('comes with the end when nothing is left to do', async () => {
    const definition = workflow({ t: trigger(), w: act('write'), r: respond({ id: 5 }, 201) }, 't>w w>r');
    const { storage, answer } = await runWorkflow({ definition });
    expect(answer).toMatchObject({ status: 201, body: { id: 5 } });
    expect(storage.writes).toEqual(['accept', 'append', 'finish']);
  });

  test('comes after acceptance and journal when work remains, and does not wait for that work', async () => {
    const definition = workflow(
      { t: trigger(), q: act('read', { takes: 5 }), r: respond('{{q}}'), w: act('read', { takes: 10_000 }) },
      't>q q>r q>w',
    );
    const order: string[] = [];
    const { engine, storage, clock } = engineOn(new FakeClock());
    await engine.run(startOf(definition), {
      accepted: false,
      onResponse: () => order.push(`answered at ${clock.monotonic()} after ${storage.writes}`),
    });
    expect(order).toEqual(['answered at 5 after accept,append']);
    expect([...storage.rows.values()][0]!.finished!.status).toBe('success');
  });

  test('is given before a long wait', async () => {
    const definition = workflow(
      {
        t: trigger(),
        r: respond(),
        a: act('write', { fails: 1 }, { retry: { max_attempts: 2, delay_ms: 60_000 } }),
      },
      't>r r>a',
    );
    const { answer, storage } = await runWorkflow({ definition });
    expect(answer).toMatchObject({ status: 200, body: 'ok' });
    expect(storage.writes.at(-1)).toBe('finish');
  });

  test('is the first of several', async () => {
    const definition = workflow({ t: trigger(), r: respond(1), s: respond(2) }, 't>r r>s');
    expect((await runWorkflow({ definition })).answer).toMatchObject({ body: 1 });
  });

  test('is not given when nothing could be written', async () => {
    const { engine, storage } = engineOn(new FakeClock(), { write: 1, when: 'before' });
    let answered = false;
    const definition = workflow({ t: trigger(), r: respond() }, 't>r');
    await expect(
      engine.run(startOf(definition), {
        accepted: false,
        onResponse: () => {
          answered = true;
        },
      }),
    ).rejects.toThrow('dead');
    expect(answered).toBe(false);
    expect(storage.rows.size).toBe(0);
  });

  test('that cannot be delivered changes nothing', async () => {
    const { engine } = engineOn(new FakeClock());
    const definition = workflow({ t: trigger(), r: respond() }, 't>r');
    const result = await engine.run(startOf(definition), {
      accepted: false,
      onResponse: () => {
        throw new Error('gone');
      },
    });
    expect(result.status).toBe('success');
  });
});

describe('who watches', () => {
  test('hears each fact once, the end after its commit', async () => {
    const heard: string[] = [];
    const clock = new FakeClock();
    const { storage, world } = engineOn(clock);
    const engine = createEngine({
      ...parts(clock, world),
      storage: storage.process(),
      observer: {
        executionStarted: () => heard.push('start'),
        stepStarted: (_start, { node_id }) => heard.push(`${node_id} begins`),
        stepSettled: (_start, { node_id, status }) => heard.push(`${node_id} ${status}`),
        executionFinished: ({ status }) => heard.push(`${status} after ${storage.writes.at(-1)}`),
      },
    });
    const definition = workflow(
      {
        t: trigger(),
        c: control('if', { condition: true }),
        a: act('pure'),
        no: act('write'),
        w: act('write'),
      },
      't>c c:true>a c:false>no a>w',
    );
    await engine.run(startOf(definition), { accepted: false });
    expect(heard).toEqual(
      [
        'start',
        't success',
        'c begins',
        'no skipped',
        'c success',
        'a begins',
        'a success',
        'w begins',
        'w success',
        'success after finish',
      ].sort((a, b) => heard.indexOf(a) - heard.indexOf(b)),
    );
    expect(heard).toHaveLength(10);
    expect(heard.indexOf('w begins')).toBeLessThan(heard.indexOf('w success'));
  });
});

function parts(clock: FakeClock, world: FakeWorld) {
  return {
    clock,
    registry: world.registry,
    http: { request: () => Promise.reject(new Error('The fake apps use no HTTP')) },
    log: { info: () => {}, warn: () => {} },
    makers: fakeMakers(),
  };
}

function engineOn(clock: FakeClock, crash: Parameters<MemoryStorage['process']>[0] = null) {
  const storage = new MemoryStorage(clock);
  const world = new FakeWorld(clock);
  return {
    clock,
    storage,
    world,
    engine: createEngine({ ...parts(clock, world), storage: storage.process(crash) }),
  };
}

function startOf(definition: ExecutionStart['definition']): ExecutionStart {
  return {
    id: '019a0000-0000-7000-8000-000000000001',
    org_id: 'org',
    workflow_id: 'workflow',
    workflow_name: 'Test',
    version: 1,
    definition,
    trigger_type: 'webhook',
    trigger: { data: {} },
    triggered_by: null,
    retry_of: null,
    variables: {},
    created_at: new Date(0),
    fence: 0,
    parent: null,
    depth: 0,
  };
}
