/** What the laws found at random, made small: each of these went wrong once. */
import { expect, test } from 'vitest';
import type { WaitResult } from './ports.ts';
import { act, control, runEverywhere, type ScriptedChild, trigger, workflow } from './testing/index.ts';

const two = [{ n: 0 }, { n: 1 }];
const hour = { value: 1, unit: 'hours' };
const twoHours = control('wait', { duration: { value: 2, unit: 'hours' } });
const come: WaitResult = { outcome: 'done', output: 'come' };

test('a signal to a round that another round cuts off does not keep the execution from parking', async () => {
  const definition = workflow(
    {
      t: trigger(),
      l: control('loop', { items: two, concurrency: 2 }),
      w: control('wait', { mode: 'callback', timeout: hour }),
      b: control('break'),
      beside: twoHours,
    },
    't>l l:body>w w>b t>beside',
  );
  await runEverywhere({ definition, react: () => [{ result: come }] }, ({ result, processes, steps }) => {
    expect(result).toMatchObject({ status: 'success', output: { l: { results: ['come'] } } });
    expect(steps.l!.status).toBe('success');
    expect(processes).toBeLessThan(6);
  });
});

test('a merge in a loop for the first arrival does not see what may not have run when the loop leads into it', async () => {
  const definition = workflow(
    {
      t: trigger(),
      l: control('loop', { items: [{ n: 0 }] }),
      a: act('pure', { value: { n: 7 } }),
      m: control('merge', { mode: 'first' }),
      seen: act('pure', { value: { seen: ['{{ a.n }}'] } }),
    },
    't>l l:body>a a>m l:body>m m>seen',
  );
  await runEverywhere({ definition }, ({ result }) =>
    expect(result.status === 'success' && result.output).toMatchObject({ results: [{ seen: [null] }] }),
  );
});

test('a loop in a round that was cut off does not pass for one that ended, in the next process either', async () => {
  const definition = workflow(
    {
      t: trigger(),
      l: control('loop', { items: two, concurrency: 2 }),
      c: control('if', { condition: 'index == 0' }),
      b: control('break'),
      inner: control('loop', { items: [1] }),
      a: act('write'),
      beside: twoHours,
    },
    't>l l:body>c c:true>b l:body>inner inner:body>a t>beside',
  );
  await runEverywhere({ definition }, ({ result, world }) => {
    expect(result.status).toBe('success');
    expect(world.calls).toHaveLength(0);
    for (const { path, status } of result.steps)
      if (path.endsWith('/inner')) expect({ path, status }).toEqual({ path, status: 'skipped' });
  });
});

test('a step that was tried before its round was cut off is not recorded as skipped', async () => {
  const definition = workflow(
    {
      t: trigger(),
      l: control('loop', { items: two, concurrency: 2 }, { on_error: 'continue' }),
      a: act(
        'write',
        { takes: '{{ index * 50 }}', fails: '{{ index == 0 ? 1 : 99 }}' },
        { retry: { max_attempts: 2, delay_ms: 1_000, backoff: 'fixed', max_delay_ms: 1_000, jitter: false } },
      ),
      c: act('rejected', { takes: 100 }),
    },
    't>l l:body>a l:body>c',
  );
  await runEverywhere({ definition }, ({ result, world }) => {
    for (const { path } of world.calls.filter(({ node }) => node === 'a')) {
      const step = result.steps.find((each) => each.path === path);
      expect({ path, status: step?.status ?? 'none' }).not.toEqual({ path, status: 'skipped' });
    }
  });
});

test('what had settled before a wait runs out of time is in the record of the failure', async () => {
  const definition = workflow(
    {
      t: trigger(),
      first: act('pure'),
      a: act('write', { value: 'done' }),
      w: control('wait', { mode: 'callback', timeout: hour }),
    },
    't>first first>a t>w',
  );
  await runEverywhere({ definition }, ({ result, steps }) => {
    expect(result).toMatchObject({ status: 'error', error: { code: 'wait_timed_out', node_id: 'w' } });
    expect(steps.a).toMatchObject({ status: 'success', output: 'done' });
  });
});

test('what comes after a wait that its round cut off does not run, in the next process either', async () => {
  const definition = workflow(
    {
      t: trigger(),
      l: control('loop', { items: two }),
      w: control('wait', { mode: 'callback', timeout: hour }),
      m: control('merge', { mode: 'append' }),
      c: control('if', { condition: 'index == 0' }),
      b: control('continue'),
    },
    't>l l:body>w w>m l:body>m l:body>c c:true>b',
  );
  const react = ({ path }: { path: string }) => (path === 'l[1]/w' ? [{ result: come }] : []);
  await runEverywhere({ definition, react }, ({ result }) => {
    expect(result.status).toBe('success');
    const merged = result.steps
      .filter(({ path }) => path.endsWith('/m'))
      .map(({ path, output }) => [path, output]);
    expect(merged).toEqual([['l[1]/m', expect.arrayContaining(['come'])]]);
  });
});

test('a step that its round cut off between two attempts does not end the round in the next process', async () => {
  const again = { max_attempts: 3, delay_ms: 0, backoff: 'fixed' as const, max_delay_ms: 0, jitter: false };
  const definition = workflow(
    {
      t: trigger(),
      l: control('loop', { items: two, on_item_error: 'collect' }),
      a: act('idempotent', { fails: 1 }, { retry: again }),
      w: control('wait', { mode: 'callback', timeout: hour }),
    },
    't>l l:body>a l:body>w',
  );
  const refused: WaitResult = { outcome: 'failed', failure: { message: 'Not today', code: 'refused' } };
  for (const latency_ms of [0, 30])
    await runEverywhere({ definition, latency_ms, react: () => [{ result: refused }] }, ({ steps }) => {
      const { errors } = steps.l!.output as { errors: { error: { message: string } }[] };
      expect(errors.map(({ error }) => error.message)).toEqual(['Not today', 'Not today']);
    });
});

test('a failure that the end of the execution kept from being tried again is followed by nothing, in the next process either', async () => {
  const again = { max_attempts: 3, delay_ms: 0, backoff: 'fixed' as const, max_delay_ms: 0, jitter: false };
  const definition = workflow(
    {
      t: trigger(),
      a: act('write', { fails: 2 }, { retry: again, on_error: 'continue' }),
      m: control('merge', { mode: 'first' }),
      gone: control('sub_workflow', { workflow_id: 'other', wait: false, input: {} }),
      beside: act('idempotent', { takes: 5 }),
    },
    't>a a>m t>gone t>beside',
  );
  const failure = { message: 'The workflow was deleted', code: 'workflow_gone' };
  const children = (): ScriptedChild => ({ after_ms: 'not_started', result: { outcome: 'failed', failure } });
  await runEverywhere({ definition, children }, ({ result, steps }) => {
    expect(result).toMatchObject({ status: 'error', error: { code: 'workflow_gone' } });
    expect(steps.m!.status).toBe('skipped');
  });
});

test('a loop in a round that was cut off while it waited does not pass for one that ended, in the next process either', async () => {
  const definition = workflow(
    {
      t: trigger(),
      l: control('loop', { items: two, concurrency: 2 }),
      c: control('if', { condition: 'index == 0' }),
      b: control('break'),
      inner: control('loop', { items: [1] }),
      w: control('wait', { mode: 'callback', timeout: hour }),
      after: act('pure'),
      beside: twoHours,
    },
    't>l l:body>c c:true>b l:body>inner inner:body>w inner:done>after t>beside',
  );
  await runEverywhere({ definition }, ({ result }) => {
    expect(result.status).toBe('success');
    for (const { path, status } of result.steps)
      if (/inner$|after$/.test(path)) expect({ path, status }).toEqual({ path, status: 'skipped' });
  });
});

test('a round that ended while a step of it was under way is over when that step has failed, to be tried again or not', async () => {
  const again = { max_attempts: 3, delay_ms: 0, backoff: 'fixed' as const, max_delay_ms: 0, jitter: false };
  const definition = workflow(
    {
      t: trigger(),
      l: control('loop', { items: two }),
      a: act('write', { takes: 20, fails: 2 }, { retry: again }),
      b: act('write'),
      c: control('continue'),
    },
    't>l l:body>a l:body>b b>c',
  );
  await runEverywhere({ definition }, ({ result, steps }) => {
    expect(result.status).toBe('success');
    expect(steps.l!.output).toMatchObject({ results: [{ done: 'write' }, { done: 'write' }], errors: [] });
  });
});
