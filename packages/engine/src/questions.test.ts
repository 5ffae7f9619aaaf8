import { describe, expect, test } from 'vitest';
import {
  act,
  control,
  engineOn,
  FakeClock,
  runEverywhere,
  runWorkflow,
  startWith,
  trigger,
  workflow,
} from './testing/index.ts';

const key = (node: string) => `019a0000-0000-7000-8000-000000000001:${node}`;
const one = (what: string, config: object = {}, more: object = {}) =>
  workflow(
    { t: trigger(), a: act(what, { ...config }, more), b: act('pure', { value: '{{a}}' }) },
    't>a a>b',
  );
/** Dies when the step has begun and its end is not known. */
const inFlight = { write: 2, when: 'after' } as const;

describe('a step that was cut off', () => {
  const definition = one('irreversible', { takes: 10 });

  test('and cannot be undone is not run again: a person is asked', async () => {
    const { result, steps, world } = await runWorkflow({ definition }, inFlight);
    expect(result).toMatchObject({ status: 'waiting', resume_at: null });
    expect(steps.a).toMatchObject({
      status: 'waiting',
      attempts: 1,
      error: { code: 'unknown_outcome', message: expect.stringContaining('Did it happen?') },
    });
    expect(world.calls).toHaveLength(0);
  });

  test('runs again when they say so', async () => {
    const given = { definition, answers: { a: 'again' as const } };
    await runEverywhere(given, ({ result }) =>
      expect(result).toMatchObject({ status: 'success', output: { done: 'irreversible' } }),
    );
    const { steps } = await runWorkflow(given, inFlight);
    expect(steps.a).toMatchObject({ status: 'success', attempts: 2, repeated: true });
  });

  test('and again, and is asked about again', async () => {
    const given = { definition, answers: { a: 'again' as const } };
    const { result, steps, world } = await runWorkflow(
      given,
      inFlight,
      { write: 2, when: 'after' },
      { write: 2, when: 'after' },
    );
    expect(result.status).toBe('success');
    expect(steps.a!.attempts).toBeGreaterThanOrEqual(2);
    expect(world.count(key('a'))).toBeGreaterThanOrEqual(1);
  });

  test('is done when they say so, with its input in the record', async () => {
    const given = { definition, answers: { a: { output: 'done by hand' } } };
    const { result, steps, world } = await runWorkflow(given, inFlight);
    expect(result).toMatchObject({ status: 'success', output: 'done by hand' });
    expect(steps.a).toMatchObject({
      status: 'success',
      output: 'done by hand',
      input: { do: 'irreversible' },
    });
    expect(steps.a!.repeated).toBeUndefined();
    expect(world.calls).toHaveLength(0);
  });

  test('ends the execution when they say so', async () => {
    const { result, steps, world } = await runWorkflow({ definition, answers: { a: 'stop' } }, inFlight);
    expect(result).toMatchObject({
      status: 'error',
      error: { code: 'stopped_by_person', message: 'A person stopped the execution at "a"', node_id: 'a' },
    });
    expect(steps).toMatchObject({ a: { status: 'error' }, b: { status: 'skipped' } });
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
      inFlight,
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
    const done = await runWorkflow({ definition: slow, answers: { a: { output: 1 } } });
    expect(done.result).toMatchObject({ status: 'success', output: 1 });
  });

  test('is asked about at once, while another branch goes on', async () => {
    const both = workflow(
      {
        t: trigger(),
        a: act('irreversible', { takes: 60_000 }, { timeout_seconds: 1 }),
        x: act('read', { takes: 20_000 }),
        e: act('write', { value: '{{ a }}' }),
      },
      't>a t>x a>e',
    );
    const { result, world, storage } = await runWorkflow({ definition: both, answers: { a: { output: 1 } } });
    expect(result.status).toBe('success');
    expect(storage.writes).not.toContain('park');
    expect(world.calls.find(({ node }) => node === 'e')!.at).toEqual(new Date('2026-11-20T10:00:01.000Z'));
  });

  test('in a round is asked about there', async () => {
    const loop = workflow(
      {
        t: trigger(),
        l: control('loop', { items: [1, 2, 3], concurrency: 2 }),
        a: act('irreversible', { value: '{{ item }}', takes: 10 }),
        after: act('pure', { value: '{{ l.results }}' }),
      },
      't>l l:body>a l:done>after',
    );
    await runEverywhere({ definition: loop, answers: { a: 'again' } }, ({ result }) =>
      expect(result).toMatchObject({ status: 'success', output: [1, 2, 3] }),
    );
  });
});

describe('a step whose account has to be reconnected', () => {
  const definition = one('reconnect', { value: 7 });

  test('waits for a person, however often it may be tried', async () => {
    const { result, steps } = await runWorkflow({ definition });
    expect(result).toMatchObject({ status: 'waiting', resume_at: null });
    expect(steps.a).toMatchObject({
      status: 'waiting',
      attempts: 1,
      error: { code: 'reconnect', message: 'The token has expired' },
    });
  });

  test('goes on when they have done it', async () => {
    await runEverywhere({ definition, answers: { a: 'again' } }, ({ result }) =>
      expect(result).toMatchObject({ status: 'success', output: 7 }),
    );
    const { steps } = await runWorkflow({ definition, answers: { a: 'again' } });
    expect(steps.a).toMatchObject({ attempts: 2 });
    expect(steps.a!.repeated).toBeUndefined();
  });

  test('and can no longer be resolved by then has taken the answer all the same', async () => {
    const later = workflow(
      {
        t: trigger(),
        a: act('write', { value: "{{ parseJson('{') }}" }, { on_error: 'continue' }),
        w: control('wait', { mode: 'callback' }),
      },
      't>a a>w',
    );
    const { engine, storage } = engineOn(new FakeClock());
    const start = { ...startWith(later), fence: 1 };
    await storage.process().accept(start, start.created_at);
    const asked = { path: 'a', attempt: 1 } as const;
    const wait = {
      kind: 'question',
      failure: { message: 'The token has expired', code: 'reconnect' },
    } as const;
    const parked = await engine.run(start, {
      accepted: true,
      journal: [
        { ...asked, kind: 'waiting', at: start.created_at.toISOString(), wait },
        { ...asked, kind: 'signalled', result: { outcome: 'repeat' } },
      ],
    });
    // Otherwise it would be found unanswered each time that the execution parks, and be queued again for ever.
    expect(parked).toMatchObject({ status: 'waiting' });
    expect('journal' in parked && parked.journal).toMatchObject([
      { kind: 'settled', path: 'a', step: { status: 'error' } },
      { kind: 'waiting', path: 'w' },
    ]);
  });
});
