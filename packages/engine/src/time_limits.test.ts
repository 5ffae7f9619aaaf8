import { describe, expect, test } from 'vitest';
import { act, engineOn, FakeClock, runWorkflow, startWith, trigger, workflow } from './testing/index.ts';

const one = (what: string, config: object = {}, more: object = {}, settings: object = {}) =>
  workflow(
    { t: trigger(), a: act(what, { ...config }, more), b: act('pure', { value: '{{a}}' }) },
    't>a a>b',
    settings,
  );

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
      after: clock.after.bind(clock),
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
    const result = await engine.run(startWith(definition), { accepted: false });
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
