/** Loops that are as large as they may be. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { createEngine } from './engine.ts';
import { mostKept } from './rounds_kept.ts';
import {
  act,
  control,
  engineParts,
  FakeClock,
  FakeWorld,
  fakeMakers,
  MemoryStorage,
  type Report,
  runWorkflow,
  startWith,
  trigger,
  workflow,
} from './testing/index.ts';

type NodeText = ReturnType<typeof act>;

const many = 10_000;
const items = Array.from({ length: many }, (_, n) => ({ n }));
const looping = (config: Record<string, unknown>, body: Record<string, NodeText>, edges: string) =>
  workflow(
    {
      t: trigger(),
      l: control('loop', { items: '{{ trigger.data }}', ...config }),
      ...body,
      after: act('pure', { value: '{{ l.results | count }}' }),
    },
    `t>l l:done>after ${edges}`,
  );
const inRounds = ({ result }: Report) => result.steps.filter(({ path }) => path.includes('/'));

describe('10,000 rounds', () => {
  const pure = {
    a: act('pure', { value: '{{ item.n + index }}' }),
    b: act('pure', { value: '{{ a * 2 }}' }),
  };

  test('are run, and the record leaves out the steps of those that went well', async () => {
    const report = await runWorkflow({
      definition: looping({}, pure, 'l:body>a a>b'),
      trigger: { data: items },
    });
    expect(report.result).toMatchObject({ status: 'success', output: many });
    expect(report.steps.l).toMatchObject({ iterations: { total: many, done: many, failed: 0 } });
    expect(report.result.steps.map(({ path }) => path)).toEqual(['t', 'l', 'after']);
    expect(report.settled).toHaveLength(2 * many + 3);
  });

  test('leave in the record those that failed', async () => {
    const body = {
      c: control('if', { condition: 'item.n % 1000 == 500' }),
      bad: act('broken'),
      ...pure,
    };
    const report = await runWorkflow({
      definition: looping(
        { on_item_error: 'collect', concurrency: 50 },
        body,
        'l:body>c c:true>bad c:false>a a>b',
      ),
      trigger: { data: items },
    });
    expect(report.result.status).toBe('partial_success');
    const failed = inRounds(report).filter(({ status }) => status === 'error');
    expect(failed.map(({ path }) => path)).toEqual(
      Array.from({ length: 10 }, (_, n) => `l[${n * 1000 + 500}]/bad`),
    );
    expect(inRounds(report)).toHaveLength(2 * failed.length);
  });

  test('that all fail do not make a record without end', async () => {
    const report = await runWorkflow({
      definition: looping(
        { on_item_error: 'collect' },
        { a: pure.a, x: pure.b, bad: act('broken') },
        'l:body>a l:body>x x>bad',
      ),
      trigger: { data: items },
    });
    expect(report.steps.l!.iterations).toEqual({ total: many, done: 0, failed: many });
    expect(inRounds(report).length).toBeLessThanOrEqual(2 * mostKept + 3);
    expect(inRounds(report).length).toBeGreaterThan(mostKept);
  });

  test('whose steps give much do not use up what an execution may keep', async () => {
    const text = 'x'.repeat(20_000);
    const body = {
      a: act('pure', { value: { text, n: '{{ item.n }}' } }),
      b: act('pure', { value: '{{ a.n }}' }),
    };
    const report = await runWorkflow({
      definition: looping({}, body, 'l:body>a a>b'),
      trigger: { data: items.slice(0, 6_000) },
    });
    expect(report.result).toMatchObject({ status: 'success', output: 6_000 });
  });

  test('that give more than can be kept fail their loop, not the process', async () => {
    const body = { a: act('pure', { value: 'x'.repeat(100_000) }) };
    const report = await runWorkflow({
      definition: looping({}, body, 'l:body>a'),
      trigger: { data: items.slice(0, 200) },
    });
    expect(report.result).toMatchObject({
      status: 'error',
      error: { code: 'output_too_large', node_id: 'l' },
    });
    expect(report.steps.l!.iterations!.done).toBeLessThan(110);
  });

  test('that wait for outside one after the other are parked with few steps', async () => {
    const definition = looping(
      { items: '{{ trigger.data }}' },
      { a: pure.a, w: control('wait', { duration: { value: 1, unit: 'hours' } }) },
      'l:body>a a>w',
    );
    const count = 1_500;
    const { storage, result } = await runWorkflow({ definition, trigger: { data: items.slice(0, 40) } });
    expect(result).toMatchObject({ status: 'success', output: 40 });
    expect(storage.writes.filter((write) => write === 'park')).toHaveLength(40);
    const wide = looping(
      {},
      {
        ...pure,
        c: control('if', { condition: `index == ${count}` }),
        w: control('wait', { mode: 'callback' }),
      },
      'l:body>a a>b b>c c:true>w',
    );
    const parked = await runWorkflow({ definition: wide, trigger: { data: items } });
    const { steps } = [...parked.storage.rows.values()][0]!.parked!;
    expect(steps).toHaveLength(1_000);
    expect(steps.slice(0, 2).map(({ path }) => path)).toEqual(['t', 'l']);
    expect(steps.at(-1)).toMatchObject({ path: `l[${count}]/w`, status: 'waiting' });
  });

  test('show what failed long ago to whoever looks at them while they wait', async () => {
    const definition = looping(
      { on_item_error: 'collect' },
      {
        c: control('if', { condition: 'item.n % 500 == 100' }),
        bad: act('broken'),
        ...pure,
        d: control('if', { condition: 'index == 2999' }),
        w: control('wait', { mode: 'callback' }),
      },
      'l:body>c c:true>bad c:false>a a>b b>d d:true>w',
    );
    const { storage } = await runWorkflow({ definition, trigger: { data: items.slice(0, 3_000) } });
    const { steps } = [...storage.rows.values()][0]!.parked!;
    const failed = steps.filter(({ status, path }) => status === 'error' && path.includes('/'));
    expect(failed.map(({ path }) => path)).toEqual(
      [100, 600, 1100, 1600, 2100, 2600].map((n) => `l[${n}]/bad`),
    );
    expect(steps.length).toBeLessThanOrEqual(2_000);
    expect(steps.at(-1)).toMatchObject({ path: 'l[2999]/w', status: 'waiting' });
  });

  test('that all fail are shown by the latest of them', async () => {
    const definition = looping(
      { on_item_error: 'collect' },
      { c: control('if', { condition: 'index < 2999' }), bad: act('broken'), w: control('approval') },
      'l:body>c c:true>bad c:false>w',
    );
    const { storage } = await runWorkflow({ definition, trigger: { data: items.slice(0, 3_000) } });
    const { steps } = [...storage.rows.values()][0]!.parked!;
    const failed = steps.filter(({ status, path }) => status === 'error' && path.includes('/'));
    expect(failed).toHaveLength(1_000);
    expect(failed.at(-1)!.path).toBe('l[2998]/bad');
  });

  test('hold nothing of those that are over, also where many run at the same time', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const held = (): number => {
      collect();
      return process.memoryUsage().heapUsed;
    };
    let settled = 0;
    let most = 0;
    const observer = {
      stepSettled() {
        settled++;
        if (settled % 500 === 0) most = Math.max(most, held());
      },
    };
    const clock = new FakeClock();
    const parts = engineParts(clock, new FakeWorld(clock));
    const engine = createEngine({ ...parts, storage: new MemoryStorage(clock).process(), observer });
    const large = act('pure', { value: '{{ padStart(index, 200000, "0") }}' });
    const definition = looping(
      { items: '{{ range(0, 900) }}', concurrency: 50 },
      { a: large, b: act('pure', { value: 1 }) },
      'l:body>a a>b',
    );
    const before = held();
    expect(await engine.run(startWith(definition), { accepted: false })).toMatchObject({ status: 'success' });
    // 180 MB were given; 25 MB may be kept for the record, 10 MB for what the loop gives.
    expect(settled).toBeGreaterThan(1_500);
    expect((most - before) / 1_000_000).toBeLessThan(60);
  });

  test('let others have their turn', async () => {
    const clock = new FakeClock();
    let ms = 0;
    const slow = {
      now: () => clock.now(),
      sleep: (time: number, signal?: AbortSignal) => clock.sleep(time, signal),
      after: (time: number, act: () => void) => clock.after(time, act),
      monotonic: () => {
        ms++;
        return ms;
      },
    };
    const engine = createEngine({
      storage: new MemoryStorage(clock).process(),
      registry: new FakeWorld(clock).registry,
      clock: slow,
      makers: fakeMakers(),
      http: { request: () => Promise.reject(new Error('The fake apps use no HTTP')) },
      log: { info: () => {}, warn: () => {} },
    });
    const definition = looping({}, pure, 'l:body>a a>b');
    definition.config.timeout_seconds = 86_400;
    let turns = 0;
    const count = () => {
      turns++;
      next = setImmediate(count);
    };
    let next = setImmediate(count);
    await engine.test({ workflow: { id: 'w', name: 'W' }, definition, trigger: { data: items } });
    clearImmediate(next);
    expect(turns).toBeGreaterThan(1_000);
  });
});
