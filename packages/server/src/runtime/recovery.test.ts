import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Database, openDatabase } from '../db/client.ts';
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
  startRecorder,
  startRuntime,
  type TestRuntime,
  until,
} from '../storage/testing/runtime.ts';
import { startWorker } from '../storage/testing/start_worker.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { disarmTrigger } from '../triggers/arm.ts';

let database: TestDatabase;
let outside: Recorder;
const stops: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  outside = await startRecorder(3_000);
});
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});
afterAll(async () => {
  await outside.close();
  await database.drop();
});

const quick = { heartbeat_ms: 200, stale_after_ms: 1_500 };

async function runtime(over: RuntimeOver = {}, db: Database = database.db): Promise<TestRuntime> {
  const started = await startRuntime(db, { ...quick, ...over });
  stops.push(() => started.stop());
  return started;
}

const ask = (workflow: TestWorkflow, data: unknown = {}) => ({
  ...workflow,
  trigger_type: 'manual' as const,
  trigger: { data },
  triggered_by: null,
});
const read = (workflow: TestWorkflow, id: string) => readExecution(database.db.engine, workflow.org_id, id);

async function worker(): Promise<ChildProcess> {
  const started = await startWorker(database.url);
  stops.push(started.end);
  return started.child;
}

describe('a worker that is killed', () => {
  test('in the middle of a step: another one goes on, and what was done is not done again', async () => {
    const api = await runtime({ env: { role: 'api' } });
    const child = await worker();
    const steps = [
      post('first', `${outside.url}/done`),
      post('second', `${outside.url}/slow/killed`),
      post('third', `${outside.url}/last`),
    ];
    const workflow = await deploy(database.db, line(manual, ...steps));
    const { execution_id } = await api.execute(ask(workflow));
    await until('the second step runs', () => outside.count('/slow/killed') === 1);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await runtime({ env: { role: 'worker' } });
    await until('it ends', async () => (await read(workflow, execution_id))?.finished_at != null, 15_000);
    const ended = await read(workflow, execution_id);
    expect(ended).toMatchObject({ status: 'success' });
    expect(outside.count('/done')).toBe(1);
    expect(outside.count('/last')).toBe(1);
    // The step in flight is repeated, says so, and carries the same key.
    expect(outside.count('/slow/killed')).toBe(2);
    expect(ended?.steps.find((step) => step.node_id === 'second')).toMatchObject({
      repeated: true,
      attempts: 2,
    });
  });

  test('an execution that ends its process again and again is ended, with what is known, and can be run again', async () => {
    const api = await runtime({ env: { role: 'api' } });
    const workflow = await deploy(database.db, line(manual, post('first', `${outside.url}/poison`)));
    const { execution_id } = await api.execute(ask(workflow));
    await database.db.engine.query('update workflow_executions set recoveries = 5 where id = $1', [
      execution_id,
    ]);
    const host = await runtime();
    await until('it ends', async () => (await read(workflow, execution_id))?.finished_at != null);
    expect(await read(workflow, execution_id)).toMatchObject({
      status: 'error',
      error: { code: 'process_ended' },
    });
    expect(outside.count('/poison')).toBe(0);
    const again = { execution_id, org_id: workflow.org_id, triggered_by: null, version: 'original' } as const;
    const { execution_id: next } = await host.retry({ ...again, from: 'failed' });
    await until('it ends well', async () => (await read(workflow, next))?.status === 'success');
    expect(outside.count('/poison')).toBe(1);
  });

  test('one that somebody cancelled meanwhile does nothing more', async () => {
    const api = await runtime({ env: { role: 'api' } });
    const workflow = await deploy(database.db, line(manual, post('first', `${outside.url}/cancelled`)));
    const { execution_id } = await api.execute(ask(workflow));
    await database.db.engine.query('update workflow_executions set cancel_requested = true where id = $1', [
      execution_id,
    ]);
    await runtime();
    await until('it ends', async () => (await read(workflow, execution_id))?.finished_at != null);
    expect(await read(workflow, execution_id)).toMatchObject({ status: 'cancelled' });
    expect(outside.count('/cancelled')).toBe(0);
  });

  test('one whose workflow cannot be read any more is ended too', async () => {
    const api = await runtime({ env: { role: 'api' } });
    const workflow = await deploy(database.db, line(manual, map({ a: 'a' })));
    const { execution_id } = await api.execute(ask(workflow));
    await database.db.engine.query('update workflow_executions set recoveries = 5 where id = $1', [
      execution_id,
    ]);
    const openDefinition = () => Promise.reject(new Error('its key is gone'));
    await runtime({ secrets: { openDefinition, decrypt: openDefinition } });
    await until('it ends', async () => (await read(workflow, execution_id))?.finished_at != null);
    expect(await read(workflow, execution_id)).toMatchObject({
      status: 'error',
      error: { code: 'process_ended' },
    });
  });
});

describe('a process that was silent too long', () => {
  test('stops what others took over and goes on under a new id; nothing is written twice', async () => {
    const frozen = await runtime();
    const workflow = await deploy(
      database.db,
      line(manual, post('slow', `${outside.url}/slow/frozen`), post('after', `${outside.url}/after-frozen`)),
    );
    const { execution_id } = await frozen.execute(ask(workflow));
    await until('it runs', () => outside.count('/slow/frozen') === 1);
    // As another process does it that found this one's heartbeat stale.
    await database.db.engine.query('delete from processes');
    await until('it ends', async () => (await read(workflow, execution_id))?.finished_at != null, 15_000);
    const ended = await read(workflow, execution_id);
    expect(ended).toMatchObject({ status: 'success' });
    expect(outside.count('/after-frozen')).toBe(1);
    expect((await frozen.execute({ ...ask(workflow), wait: null })).status).toBe('running');
  });
});

describe('a caller that waits', () => {
  test('is told the end also when another process took the execution over', async () => {
    const first = await runtime();
    await runtime({ env: { role: 'worker' } });
    const workflow = await deploy(database.db, line(manual, post('slow', `${outside.url}/slow/waited`)));
    const answer = first.execute({ ...ask(workflow), wait: 'finished' });
    await until('it runs', () => outside.count('/slow/waited') === 1);
    await database.db.engine.query(
      'delete from processes where id = (select owner from workflow_executions where workflow_id = $1)',
      [workflow.workflow_id],
    );
    expect(await answer).toMatchObject({ status: 'success', finished: { status: 'success' } });
  });
});

describe('a process that is frozen', () => {
  test('begins no effect that it had committed to: meanwhile another process did it and went on', async () => {
    const child = await worker();
    const api = await runtime({ env: { role: 'api' } });
    const effects = [post('first', `${outside.url}/slow/freeze`), post('second', `${outside.url}/once`)];
    const workflow = await deploy(database.db, line(manual, ...effects));
    const { execution_id } = await api.execute(ask(workflow));
    await until('the first step runs', () => outside.count('/slow/freeze') === 1);
    // Its next write stays in PostgreSQL until it is frozen: it never hears that it was committed.
    const lock = await database.db.owner.connect();
    stops.push(async () => lock.release(true));
    await lock.query('begin');
    await lock.query('select from millrace.workflow_executions where id = $1 for update', [execution_id]);
    await until('it writes', async () => {
      const { rows } = await database.db.owner.query(
        `select from pg_stat_activity where wait_event_type = 'Lock' and query like '%execution_journal%'`,
      );
      return rows.length > 0;
    });
    child.kill('SIGSTOP');
    await lock.query('commit');
    await runtime({ env: { role: 'worker' } });
    await until('another one ends it', async () => (await read(workflow, execution_id))?.finished_at != null);
    const before = await database.db.engine.query('select id from processes where pid = $1', [child.pid]);
    expect([before.rows, outside.count('/once')]).toEqual([[], 1]);
    // Its heartbeat does not tell it for a moment that it was given up.
    await lock.query('begin');
    await lock.query('lock table millrace.processes in share mode');
    child.kill('SIGCONT');
    await new Promise((resolve) => setTimeout(resolve, 500));
    await lock.query('commit');
    await until('it is back under a new id', async () => {
      const { rows } = await database.db.engine.query('select from processes where pid = $1', [child.pid]);
      return rows.length === 1;
    });
    const { execution_id: next } = await api.execute(ask(workflow));
    await until('the next one ends', async () => (await read(workflow, next))?.finished_at != null);
    expect(outside.count('/once')).toBe(2);
  });
});

describe('a job that is lost', () => {
  test('a start finds executions without an owner and a job', async () => {
    const api = await runtime({ env: { role: 'api' } });
    const workflow = await deploy(database.db, line(manual, map({ a: 'a' })));
    const { execution_id } = await api.execute(ask(workflow));
    await database.db.owner.query('delete from pgboss.job');
    await database.db.engine.query(
      `update workflow_executions set created_at = now() - interval '1 minute' where id = $1`,
      [execution_id],
    );
    await runtime();
    await until('it ends', async () => (await read(workflow, execution_id))?.status === 'success');
  });
});

/** A way to the database that can be closed: a restart of PostgreSQL as its clients see it. */
async function cuttable(
  url: string,
): Promise<{ url: string; cut(): void; hush(): void; mend(): Promise<void>; close(): Promise<void> }> {
  const target = new URL(url);
  const host = target.searchParams.get('host') ?? decodeURIComponent(target.hostname);
  const socket_dir = host.startsWith('/') ? host : null;
  const sockets = new Set<Socket>();
  const open = (): Server =>
    createServer((client) => {
      const server = socket_dir
        ? connect(`${socket_dir}/.s.PGSQL.${target.searchParams.get('port') ?? (target.port || 5432)}`)
        : connect(Number(target.port || 5432), target.hostname);
      for (const socket of [client, server]) {
        sockets.add(socket);
        socket.on('error', () => undefined);
        socket.on('close', () => {
          sockets.delete(socket);
          client.destroy();
          server.destroy();
        });
      }
      client.pipe(server).pipe(client);
    });
  let server = open();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as { port: number };
  const through = new URL(url);
  through.searchParams.delete('host');
  through.searchParams.delete('port');
  through.hostname = '127.0.0.1';
  through.port = String(port);
  const cut = (): void => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: through.toString(),
    cut,
    /** The connections that there are stay open and carry nothing any more. */
    hush() {
      for (const socket of sockets) socket.unpipe().pause();
    },
    async mend() {
      server = open();
      await once(server.listen(port, '127.0.0.1'), 'listening');
    },
    async close() {
      cut();
    },
  };
}

describe('connections that carry nothing any more', () => {
  test('are replaced: a process that only takes requests goes on, and hears of what was paused meanwhile', async () => {
    const way = await cuttable(database.url);
    stops.push(() => way.close());
    const db = openDatabase({ url: way.url, pool_size: 2, engine_timeout_ms: 500 });
    stops.push(() => db.close());
    const api = await runtime({ env: { role: 'api' } }, db);
    const [kept, paused] = [
      await deploy(database.db, line(manual, map({ a: 'a' }))),
      await deploy(database.db, line(manual, map({ a: 'a' }))),
    ];
    await api.execute(ask(paused));
    way.hush();
    await database.db.asEngine(async (tx) => {
      await tx.query(`update integration_workflows set status = 'paused' where id = $1`, [
        paused.workflow_id,
      ]);
      await disarmTrigger(tx, paused.workflow_id);
    });
    const answer = (workflow: TestWorkflow) =>
      api.execute(ask(workflow)).then(
        ({ status }) => status,
        ({ code }: { code: string }) => code,
      );
    await until('it hears of the pause', async () => (await answer(paused)) === 'not_active');
    await until('it takes requests', async () => (await answer(kept)) === 'queued');
  });
});

describe('a database that is away', () => {
  test('callers are told so at once, nothing dies, and everything goes on when it is back', async () => {
    const way = await cuttable(database.url);
    stops.push(() => way.close());
    const db = openDatabase({ url: way.url, pool_size: 5 });
    stops.push(() => db.close());
    const host = await runtime({ stale_after_ms: 20_000 }, db);
    const quickly = await deploy(database.db, line(manual, map({ a: 'a' })));
    const slowly = await deploy(
      database.db,
      line(manual, post('slow', `${outside.url}/slow/away`), post('after', `${outside.url}/after-away`)),
    );
    await host.execute(ask(quickly));
    const { execution_id } = await host.execute(ask(slowly));
    await until('it runs', () => outside.count('/slow/away') === 1);
    way.cut();
    const since = Date.now();
    await expect(host.execute({ ...ask(quickly), wait: 'finished' })).rejects.toMatchObject({
      code: 'unavailable',
      details: { headers: { 'retry-after': '2' } },
    });
    expect(Date.now() - since).toBeLessThan(4_000);
    await until('it is not ready', () => !host.ready(), 3_000);
    await expect(host.execute(ask(quickly))).rejects.toMatchObject({ code: 'unavailable' });
    await until(
      'the step answered meanwhile',
      () => outside.requests.some(({ path }) => path === '/slow/away') && Date.now() - since > 4_500,
    );
    await way.mend();
    await until('it is ready again', () => host.ready());
    expect(await host.execute({ ...ask(quickly, { a: 1 }), wait: 'finished' })).toMatchObject({
      status: 'success',
    });
    await until(
      'the execution from before ends',
      async () => (await read(slowly, execution_id))?.status === 'success',
    );
    expect([outside.count('/slow/away'), outside.count('/after-away')]).toEqual([1, 1]);
  });
});
