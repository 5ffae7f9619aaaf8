import { describe, expect, test } from 'vitest';
import { createEngine } from './engine.ts';
import { HandBack } from './errors.ts';
import { OwnershipLost } from './ports.ts';
import {
  act,
  control,
  engineOn,
  engineParts,
  FakeClock,
  runEverywhere,
  runWorkflow,
  startWith,
  trigger,
  workflow,
} from './testing/index.ts';

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
    const result = await engine.run(startWith(definition), { accepted: false, signal: AbortSignal.abort() });
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
    const parked = await engine.run(startWith(definition), { accepted: false, signal: stop.signal });
    expect(parked).toMatchObject({
      status: 'queued',
      steps: [{ node_id: 't' }, { node_id: 'a', status: 'success' }],
    });
    expect(world.calls.map((call) => call.node)).toEqual(['a']);
    const taken = storage.takeOver(startWith(definition).id)!;
    const other = createEngine({ ...engineParts(clock, world), storage: storage.process() });
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
    clock.sleep(50).then(() => storage.takeOver(startWith(definition).id));
    await expect(engine.run(startWith(definition), { accepted: false })).rejects.toThrow(OwnershipLost);
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
      after: clock.after.bind(clock),
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
      startWith(
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

describe('an execution that goes on elsewhere and ends there', () => {
  test('keeps in its record what had run before, though nobody came to it again', async () => {
    const definition = workflow(
      {
        t: trigger(),
        w: control('wait', { mode: 'callback', timeout: { value: 1, unit: 'hours' } }),
        a: act('write'),
        l: control('loop', { items: [1, 2] }),
        b: act('write', { value: '{{ item }}' }),
        c: act('write'),
      },
      't>w t>a t>l l:body>b l:done>c',
    );
    const { result } = await runEverywhere({ definition }, ({ result, world }) => {
      expect(result).toMatchObject({ status: 'error', error: { code: 'wait_timed_out' } });
      const ran = new Set(world.calls.map(({ path }) => path));
      const done = result.steps.filter(({ status }) => status === 'success').map(({ path }) => path);
      for (const path of ran) expect(done).toContain(path);
      expect(new Set(result.steps.map(({ path }) => path)).size).toBe(result.steps.length);
    });
    expect(result.steps.map(({ path, status }) => `${path} ${status}`)).toEqual([
      't success',
      'w error',
      'a success',
      'l success',
      'l[0]/b success',
      'l[1]/b success',
      'c success',
    ]);
  });
});
