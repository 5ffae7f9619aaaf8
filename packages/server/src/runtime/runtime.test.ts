import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../db/client.ts';
import { readExecution } from '../storage/read_execution.ts';
import type { TestWorkflow } from '../storage/testing/fixtures.ts';
import {
  deploy,
  line,
  manual,
  map,
  post,
  type Recorder,
  type RuntimeOver,
  respond,
  startRecorder,
  startRuntime,
  type TestRuntime,
  until,
  webhook,
} from '../storage/testing/runtime.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { notifyChanged } from '../triggers/arm.ts';

let database: TestDatabase;
let db: Database;
let outside: Recorder;
const running: TestRuntime[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  db = database.db;
  outside = await startRecorder();
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((runtime) => runtime.stop()));
});
afterAll(async () => {
  await outside.close();
  await database.drop();
});

async function runtime(over: RuntimeOver = {}): Promise<TestRuntime> {
  const started = await startRuntime(db, over);
  running.push(started);
  return started;
}

const read = (workflow: TestWorkflow, id: string) => readExecution(db.engine, workflow.org_id, id);
const all = async (workflow: TestWorkflow) =>
  (
    await db.engine.query('select * from workflow_executions where workflow_id = $1 order by number', [
      workflow.workflow_id,
    ])
  ).rows;
const ask = (workflow: TestWorkflow, data: unknown = {}) => ({
  ...workflow,
  trigger_type: 'manual' as const,
  trigger: { data },
  triggered_by: 'u1',
});
const three = line(manual, map({ name: 'customer.name', total: 'total' }));
const order = { customer: { name: 'Ada' }, total: 12 };

describe('execute', () => {
  test('answers after the commit, and the row is complete', async () => {
    const host = await runtime();
    const workflow = await deploy(db, three);
    const answer = await host.execute({ ...ask(workflow, order), wait: 'finished' });
    expect(answer).toMatchObject({ status: 'success', finished: { output: { name: 'Ada', total: 12 } } });
    expect(await read(workflow, answer.execution_id)).toMatchObject({
      status: 'success',
      output: { name: 'Ada', total: 12 },
      triggered_by: 'u1',
      trigger: { data: order },
    });
  });

  test('without waiting there is a row when it answers', async () => {
    const host = await runtime();
    const quick = await deploy(db, three);
    const slow = await deploy(db, line(manual, post('call', `${outside.url}/slow/1`)));
    const answers = await Promise.all([host.execute(ask(quick, order)), host.execute(ask(slow))]);
    expect(await read(quick, answers[0].execution_id)).toMatchObject({ status: 'success' });
    expect(await read(slow, answers[1].execution_id)).toMatchObject({ status: 'running' });
    await until(
      'the slow one ends',
      async () => (await read(slow, answers[1].execution_id))?.status === 'success',
    );
  });

  test('a respond node answers as its author wrote it', async () => {
    const host = await runtime();
    const workflow = await deploy(
      db,
      line(
        manual,
        respond({ status: 201, headers: { 'x-a': 'b' }, body: { hello: '{{ trigger.data.name }}' } }),
      ),
    );
    const answer = await host.execute({ ...ask(workflow, { name: 'Ada' }), wait: 'response' });
    expect(answer.response).toEqual({ status: 201, headers: { 'x-a': 'b' }, body: { hello: 'Ada' } });
  });

  test('what has no room goes through the queue, in order, and a caller who waits gets its end', async () => {
    const host = await runtime({ slots: 1 });
    const workflow = await deploy(db, line(manual, post('call', `${outside.url}/slow/2`)));
    const first = host.execute({ ...ask(workflow), wait: 'finished' });
    await until('the first runs', () => outside.count('/slow/2') === 1);
    const second = await host.execute(ask(workflow));
    expect(second.status).toBe('queued');
    const third = await host.execute({ ...ask(workflow), wait: 'finished' });
    expect(third).toMatchObject({ status: 'success', finished: { output: { status: 200 } } });
    expect((await first).status).toBe('success');
    expect((await all(workflow)).map(({ status }) => status)).toEqual(['success', 'success', 'success']);
  });

  test.each([
    ['an unknown workflow', () => ({ workflow_id: '01930000-0000-7000-8000-000000000000' }), 'not_found'],
    ["another organization's", () => ({ org_id: '01930000-0000-7000-8000-000000000000' }), 'not_found'],
    ['data with NUL', () => ({ trigger: { data: { a: 'x\0y' } } }), 'validation_failed'],
    [
      'data too deep',
      () => ({ trigger: { data: JSON.parse('['.repeat(150) + ']'.repeat(150)) } }),
      'validation_failed',
    ],
  ])('%s is refused and nothing is written', async (_what, over, code) => {
    const host = await runtime();
    const workflow = await deploy(db, three);
    await expect(host.execute({ ...ask(workflow), ...over() })).rejects.toMatchObject({ code });
    expect(await all(workflow)).toEqual([]);
  });

  test('a paused workflow does not run, in every process, as soon as the change is heard', async () => {
    const hosts = [await runtime(), await runtime()];
    const workflow = await deploy(db, three);
    for (const host of hosts) await host.execute(ask(workflow, order));
    await db.asEngine(async (tx) => {
      await tx.query(`update integration_workflows set status = 'paused', enabled = false where id = $1`, [
        workflow.workflow_id,
      ]);
      await notifyChanged(tx, 'test');
    });
    for (const host of hosts)
      await until('it is refused', () =>
        host.execute(ask(workflow)).then(
          () => false,
          (error) => error.code === 'not_active',
        ),
      );
  });
});

describe('idempotency keys', () => {
  test('fifty at once start one execution, in two processes', async () => {
    const hosts = [await runtime(), await runtime()];
    const workflow = await deploy(db, three);
    const request = {
      ...ask(workflow, order),
      idempotency: { scope: 'execute', key: 'k1', request_hash: 'a' },
    };
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => hosts[index % 2]!.execute(request)),
    );
    expect(new Set(answers.map(({ execution_id }) => execution_id)).size).toBe(1);
    expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
    await until('it ends', async () => (await all(workflow))[0]?.status === 'success');
    expect(await all(workflow)).toHaveLength(1);
  });

  test('another body with the same key is refused; waiting again gives the same end', async () => {
    const host = await runtime();
    const workflow = await deploy(db, three);
    const request = {
      ...ask(workflow, order),
      wait: 'finished' as const,
      idempotency: { scope: 'execute', key: 'k2', request_hash: 'a' },
    };
    const first = await host.execute(request);
    const again = await host.execute(request);
    expect(again).toMatchObject({
      execution_id: first.execution_id,
      replayed: true,
      finished: { output: { name: 'Ada' } },
    });
    const other = { ...request, idempotency: { ...request.idempotency, request_hash: 'b' } };
    await expect(host.execute(other)).rejects.toMatchObject({ code: 'idempotency_conflict' });
  });
});

describe('cancelling', () => {
  test('reaches an execution in another process within two seconds', async () => {
    const [one, two] = [await runtime(), await runtime()];
    const workflow = await deploy(
      db,
      line(manual, post('call', `${outside.url}/slow/cancel`), post('never', `${outside.url}/never`)),
    );
    const { execution_id } = await one.execute(ask(workflow));
    await until('it calls', () => outside.count('/slow/cancel') === 1);
    await two.cancel(workflow.org_id, execution_id);
    await until(
      'it is cancelled',
      async () => (await read(workflow, execution_id))?.status === 'cancelled',
      2_000,
    );
    expect(outside.count('/never')).toBe(0);
    await expect(two.cancel(workflow.org_id, execution_id)).rejects.toMatchObject({
      code: 'already_finished',
    });
  });

  test('of a queued one ends it at once; of a foreign one there is none', async () => {
    const host = await runtime({ env: { role: 'api' } });
    const workflow = await deploy(db, three);
    const { execution_id, status } = await host.execute(ask(workflow));
    expect(status).toBe('queued');
    await expect(host.cancel('01930000-0000-7000-8000-000000000000', execution_id)).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await host.cancel(workflow.org_id, execution_id)).toMatchObject({ status: 'cancelled' });
    const worker = await runtime();
    expect(worker.ready()).toBe(true);
    expect(await read(workflow, execution_id)).toMatchObject({ status: 'cancelled' });
  });
});

describe('retry', () => {
  test('from the failed step keeps what succeeded, and does not call it again', async () => {
    const host = await runtime();
    const workflow = await deploy(
      db,
      line(manual, post('good', `${outside.url}/good`), post('bad', `${outside.url}/fail/1`)),
    );
    const first = await host.execute({ ...ask(workflow), wait: 'finished' });
    expect(first.status).toBe('error');
    const again = await host.retry({
      org_id: workflow.org_id,
      execution_id: first.execution_id,
      from: 'failed',
      version: 'original',
      triggered_by: 'u1',
    });
    await until(
      'the retry ends',
      async () => (await read(workflow, again.execution_id))?.finished_at != null,
    );
    expect(await read(workflow, again.execution_id)).toMatchObject({
      status: 'success',
      retry_of: first.execution_id,
      trigger_type: 'retry',
    });
    expect([outside.count('/good'), outside.count('/fail/1')]).toEqual([1, 2]);
    const start = await host.retry({
      org_id: workflow.org_id,
      execution_id: first.execution_id,
      from: 'start',
      version: 'current',
      triggered_by: 'u1',
    });
    await until(
      'the retry from the start ends',
      async () => (await read(workflow, start.execution_id))?.finished_at != null,
    );
    expect(outside.count('/good')).toBe(2);
  });

  test.each([
    ['success', 'nothing_failed'],
    ['missing', 'not_found'],
  ])('of one that is %s is refused', async (kind, code) => {
    const host = await runtime();
    const workflow = await deploy(db, three);
    const { execution_id } = await host.execute({ ...ask(workflow, order), wait: 'finished' });
    const id = kind === 'missing' ? workflow.workflow_id : execution_id;
    await expect(
      host.retry({
        org_id: workflow.org_id,
        execution_id: id,
        from: 'failed',
        version: 'original',
        triggered_by: null,
      }),
    ).rejects.toMatchObject({ code });
  });
});

describe('two organizations', () => {
  test('one that fills the queue does not keep the other waiting', async () => {
    const host = await runtime({ slots: 5 });
    const busy = await deploy(db, line(manual, post('call', `${outside.url}/slow/busy`)));
    const other = await deploy(db, line(manual, post('call', `${outside.url}/other`)));
    await Promise.all(Array.from({ length: 20 }, () => host.execute(ask(busy))));
    const answers = await Promise.all([1, 2, 3].map(() => host.execute({ ...ask(other), wait: 'finished' })));
    expect(answers.map(({ status }) => status)).toEqual(['success', 'success', 'success']);
    const left = (await all(busy)).filter(({ status }) => status === 'queued');
    expect(left.length).toBeGreaterThan(0);
    for (const { id } of await all(busy)) await host.cancel(busy.org_id, id).catch(() => undefined);
  });
});

describe('an api process and a worker process', () => {
  test('what the one accepts the other runs, and the caller gets the end', async () => {
    const api = await runtime({ env: { role: 'api' } });
    await runtime({ env: { role: 'worker' } });
    const workflow = await deploy(db, line(manual, respond({ status: 202, headers: {}, body: 'later' })));
    const answer = await api.execute({ ...ask(workflow), wait: 'response' });
    expect(answer.response).toMatchObject({ status: 202, body: 'later' });
  });
});

describe('stopping', () => {
  test('a step that runs is finished, the rest goes on elsewhere, and no effect happens twice', async () => {
    const first = await runtime();
    const workflow = await deploy(
      db,
      line(manual, post('a', `${outside.url}/slow/stop`), post('b', `${outside.url}/after-stop`)),
    );
    const { execution_id } = await first.execute(ask(workflow));
    await until('it calls', () => outside.count('/slow/stop') === 1);
    running.splice(0);
    await first.stop();
    expect(['queued', 'success']).toContain((await read(workflow, execution_id))?.status);
    await runtime();
    await until('it ends', async () => (await read(workflow, execution_id))?.status === 'success');
    expect([outside.count('/slow/stop'), outside.count('/after-stop')]).toEqual([1, 1]);
  });
});

describe('a connection that is cut', () => {
  test('every accepted execution ends once, whatever happened to the connections', async () => {
    const host = await runtime();
    const workflow = await deploy(db, three);
    await host.execute(ask(workflow, order));
    const stop = new AbortController();
    const cutter = (async () => {
      while (!stop.signal.aborted) {
        await db.owner
          .query(
            `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
          )
          .catch(() => undefined);
        await new Promise((resolve) => setTimeout(resolve, 80));
      }
    })();
    const accepted: string[] = [];
    await Promise.all(
      Array.from({ length: 200 }, async (_, index) => {
        await new Promise((resolve) => setTimeout(resolve, index * 8));
        const request = { ...ask(workflow, order), wait: index % 2 ? ('finished' as const) : null };
        const answer = await host.execute(request).catch(() => null);
        if (answer) accepted.push(answer.execution_id);
      }),
    );
    stop.abort();
    await cutter;
    await until('all are over', async () =>
      (await all(workflow)).every(({ finished_at }) => finished_at !== null),
    );
    const stored = new Map((await all(workflow)).map((row) => [row.id, row.status]));
    expect(accepted.length).toBeGreaterThan(100);
    expect(accepted.filter((id) => stored.get(id) !== 'success')).toEqual([]);
    const { rows } = await db.engine.query(
      'select execution_count from workflow_counters where workflow_id = $1',
      [workflow.workflow_id],
    );
    expect(Number(rows[0].execution_count)).toBe(stored.size);
  });
});

describe('test mode and single nodes', () => {
  test('a test calls nothing and writes nothing; one node is run for real', async () => {
    const host = await runtime();
    const definition = line(webhook(), post('call', `${outside.url}/test-mode`));
    const { parseDefinition } = await import('@millrace/core');
    const parsed = parseDefinition(definition);
    const draft = {
      org_id: '01930000-0000-7000-8000-000000000001',
      workflow: { id: '01930000-0000-7000-8000-000000000002', name: 'x' },
      definition: parsed,
    };
    const result = await host.test({
      ...draft,
      input: order,
      mocks: { [parsed.nodes[1]!.key]: { status: 299 } },
    });
    expect(result).toMatchObject({ status: 'success', output: { status: 299 } });
    expect(outside.count('/test-mode')).toBe(0);
    const single = await host.runNode({ ...draft, node: parsed.nodes[1]!, input_context: {} });
    expect(single).toMatchObject({ status: 'success', output: { status: 200 } });
    expect(outside.count('/test-mode')).toBe(1);
  });
});
