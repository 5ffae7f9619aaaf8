import type { DefinitionInput } from '@millrace/core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { readExecution } from '../storage/read_execution.ts';
import type { TestWorkflow } from '../storage/testing/fixtures.ts';
import {
  deploy,
  line,
  manual,
  map,
  post,
  type Recorder,
  respond,
  startRecorder,
  startRuntime,
  type TestRuntime,
  until,
} from '../storage/testing/runtime.ts';
import { startWorker } from '../storage/testing/start_worker.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import type { RuntimeDeps } from './runtime.ts';

// Several processes on one database: one takes requests, others run what it took.

let database: TestDatabase;
let outside: Recorder;
const stops: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  outside = await startRecorder(4_000);
});
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});
afterAll(async () => {
  await outside.close();
  await database.drop();
});

async function runtime(role: 'api' | 'worker', over: Partial<RuntimeDeps> = {}): Promise<TestRuntime> {
  const env = { role, public_url: 'http://millrace.test', encryption_key: new Uint8Array(32) };
  const started = await startRuntime(database.db, {
    env,
    heartbeat_ms: 200,
    stale_after_ms: 1_500,
    drain_ms: 100,
    ...over,
  });
  stops.push(() => started.stop());
  return started;
}

type Node = DefinitionInput['nodes'][number];

const ask = (workflow: TestWorkflow, data: unknown = {}) => ({
  ...workflow,
  trigger_type: 'manual' as const,
  trigger: { data },
  triggered_by: null,
});
const read = (workflow: TestWorkflow, id: string) => readExecution(database.db.engine, workflow.org_id, id);
const statusOf = async (workflow: TestWorkflow, id: string) => (await read(workflow, id))?.status;
const control = (id: string, subtype: 'wait' | 'loop', config: Record<string, unknown>): Node => ({
  id,
  type: 'control',
  subtype,
  config,
});

describe('a worker whose clock is off', () => {
  test.each([
    ['an hour ahead', 3_600_000],
    ['an hour behind', -3_600_000],
  ])(
    'by %s waits as long as it should, keeps what it runs, and writes the time that it is',
    async (_, off) => {
      const api = await runtime('api');
      const shifted = await startWorker(database.url, { clock_off_ms: off });
      stops.push(shifted.end);
      const path = `/fail/${off}`;
      const workflow = await deploy(
        database.db,
        line(
          manual,
          post('slow', `${outside.url}/slow/clock${off}`),
          control('pause', 'wait', { mode: 'delay', duration: { value: 6, unit: 'seconds' } }),
          post('again', outside.url + path, {
            retry: {
              max_attempts: 2,
              delay_ms: 5_500,
              max_delay_ms: 10_000,
              backoff: 'fixed',
              retry_on: ['any'],
              jitter: false,
            },
          }),
        ),
      );
      const since = performance.now();
      const { execution_id } = await api.execute(ask(workflow));
      await until('it runs there', () => outside.count(`/slow/clock${off}`) === 1);
      // Another one that judges who is alive, and would take what the first one runs.
      await runtime('worker', { slots: 1 });
      await until('it ends', async () => (await statusOf(workflow, execution_id)) === 'success', 40_000);
      expect(performance.now() - since).toBeGreaterThan(4_000 + 6_000 + 5_000);
      expect([outside.count(`/slow/clock${off}`), outside.count(path)]).toEqual([1, 2]);
      const ended = await read(workflow, execution_id);
      for (const step of ended!.steps)
        if (step.started_at) expect(Math.abs(Date.parse(step.started_at) - Date.now())).toBeLessThan(120_000);
      const { rows } = await database.db.engine.query<{ recoveries: number; off: number }>(
        `select recoveries, abs(extract(epoch from now() - created_at))::float8 + abs(extract(epoch from now() - finished_at))::float8 as off
         from workflow_executions where id = $1`,
        [execution_id],
      );
      expect(rows[0]!.recoveries).toBe(0);
      expect(rows[0]!.off).toBeLessThan(120);
    },
  );
});

describe('work', () => {
  test('is shared: both workers take part, and each execution happens once', async () => {
    const api = await runtime('api');
    await runtime('worker', { slots: 5 });
    await runtime('worker', { slots: 5 });
    const workflow = await deploy(database.db, line(manual, post('effect', `${outside.url}/shared`)));
    const started = await Promise.all(Array.from({ length: 60 }, () => api.execute(ask(workflow))));
    await until('all end', async () => {
      const { rows } = await database.db.engine.query(
        `select from workflow_executions where workflow_id = $1 and status = 'success'`,
        [workflow.workflow_id],
      );
      return rows.length === started.length;
    });
    expect(outside.count('/shared')).toBe(60);
    const { rows } = await database.db.engine.query(
      'select distinct owner from workflow_executions where workflow_id = $1',
      [workflow.workflow_id],
    );
    expect(rows).toHaveLength(2);
  });

  test('is answered by a Respond node while it goes on elsewhere', async () => {
    const api = await runtime('api');
    await runtime('worker');
    const steps = [
      respond({ status: 201, body: { text: '{{ trigger.data.a }}' } }),
      post('slow', `${outside.url}/slow/on`),
    ];
    const workflow = await deploy(database.db, line(manual, ...steps));
    const answer = await api.execute({ ...ask(workflow, { a: 'ü' }), wait: 'response' });
    expect(answer).toMatchObject({ status: 'running', response: { status: 201, body: { text: 'ü' } } });
    expect(await statusOf(workflow, answer.execution_id)).toBe('running');
  });
});

describe('a cancellation', () => {
  const slow = (path: string) => post('slow', `${outside.url}/slow/${path}`);
  const loop = () => ({
    nodes: [
      manual,
      control('each', 'loop', { items: '{{ range(0, 1000) }}', concurrency: 3 }),
      slow('cancelled-round'),
    ],
    edges: [
      { source: 'start', target: 'each' },
      { source: 'each', sourceHandle: 'body', target: 'slow' },
    ],
  });

  test.each([
    ['a call', () => line(manual, slow('cancelled-call')), '/slow/cancelled-call', 1],
    ['a loop', loop, '/slow/cancelled-round', 3],
  ])(
    'of %s in another process ends it at once, and nothing more is called',
    async (_what, definition, path, calls) => {
      const api = await runtime('api');
      await runtime('worker');
      const workflow = await deploy(database.db, definition());
      const { execution_id } = await api.execute(ask(workflow));
      await until('it runs', () => outside.count(path) === calls);
      await api.cancel(workflow.org_id, execution_id);
      // The calls would be answered after four seconds.
      await until('it ends', async () => (await statusOf(workflow, execution_id)) === 'cancelled', 3_000);
      expect(outside.count(path)).toBe(calls);
      const ended = await read(workflow, execution_id);
      expect(ended?.steps.filter(({ status }) => status === 'running')).toEqual([]);
    },
  );

  test('of one that waits ends it, and whoever waits for its end is told', async () => {
    const api = await runtime('api');
    const other = await runtime('api');
    await runtime('worker');
    const pause = control('pause', 'wait', { mode: 'delay', duration: { value: 3, unit: 'days' } });
    const workflow = await deploy(database.db, line(manual, pause));
    const idempotency = { scope: 'test', key: 'cancelled' };
    const answer = api.execute({ ...ask(workflow), idempotency, wait: 'finished' });
    let id = '';
    await until('it waits', async () => {
      const { rows } = await database.db.engine.query<{ id: string }>(
        `select id from workflow_executions where workflow_id = $1 and status = 'waiting'`,
        [workflow.workflow_id],
      );
      id = rows[0]?.id ?? '';
      return id !== '';
    });
    expect(await other.cancel(workflow.org_id, id)).toMatchObject({ status: 'cancelled' });
    expect(await answer).toMatchObject({ execution_id: id, status: 'cancelled' });
  });
});

test('a call that ends a wait reaches the process that runs another branch of the execution', async () => {
  const api = await runtime('api');
  await runtime('worker');
  const workflow = await deploy(database.db, {
    nodes: [
      manual,
      post('slow', `${outside.url}/slow/branch`),
      control('called', 'wait', { mode: 'callback' }),
      post('after', `${outside.url}/after-call`),
      map({ from: 'body' }),
    ],
    edges: [
      { source: 'start', target: 'slow' },
      { source: 'start', target: 'called' },
      { source: 'called', target: 'after' },
    ],
  });
  const { execution_id } = await api.execute(ask(workflow));
  await until('both branches are under way', () => outside.count('/slow/branch') === 1);
  await until('it can be called', async () => {
    const { rows } = await database.db.engine.query('select from waits where execution_id = $1', [
      execution_id,
    ]);
    return rows.length === 1;
  });
  const url = api.signals.resumeUrl({ id: execution_id, org_id: workflow.org_id }, 'called', 'callback');
  const found = await api.signals.findWait(url.split('/').at(-1)!, 'callback');
  await api.signals.resume(found!, { from: 'outside' });
  // The slow branch is answered after four seconds.
  await until('the branch behind the wait goes on', () => outside.count('/after-call') === 1, 3_000);
  expect(await statusOf(workflow, execution_id)).toBe('running');
  await until('it ends', async () => (await statusOf(workflow, execution_id)) === 'success');
  expect(outside.count('/slow/branch')).toBe(1);
});
