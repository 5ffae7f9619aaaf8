import { describe, expect, test } from 'vitest';
import { act, respond, runEverywhere, runWorkflow, trigger, workflow } from './testing/index.ts';

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

  test.each([
    ['rejected', ['timeout', 'connection', 'rate_limit', 'server_error'], 1],
    ['rejected', ['any'], 3],
    ['idempotent', ['timeout', 'connection', 'rate_limit'], 1],
    ['idempotent', ['server_error'], 3],
  ] as const)('only for what its node names: %s, %s', async (what, retry_on, calls) => {
    const retry = { max_attempts: 3, delay_ms: 10, retry_on };
    const { world, result } = await runWorkflow({
      definition: one(what, { fails: what === 'rejected' ? 0 : 99 }, { retry }),
    });
    expect(result.status).toBe('error');
    expect(world.calls).toHaveLength(calls);
  });

  test('never does again what has succeeded, whatever is wrong with its output', async () => {
    const retry = { max_attempts: 3, delay_ms: 10, retry_on: ['any'] };
    const definition = one('write', { value: '{{ "x" }}' }, { retry });
    definition.nodes[1]!.config.value = 'a\0b';
    const { world, result } = await runWorkflow({ definition });
    expect(result).toMatchObject({ status: 'error', error: { code: 'output_unstorable_text' } });
    expect(world.calls).toHaveLength(1);
  });
});
