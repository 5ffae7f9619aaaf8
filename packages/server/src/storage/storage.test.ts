import { type ExecutionStart, type JournalEntry, OwnershipLost } from '@millrace/engine';
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createQueue, type ExecutionQueue } from '../queue.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { cancelExecutions } from './cancel_executions.ts';
import { createEnds } from './end_hooks.ts';
import { findForgotten, findLost } from './find_lost.ts';
import { handBack } from './hand_back.ts';
import { insertExecutions } from './insert_executions.ts';
import { registerProcess } from './processes.ts';
import { readExecution } from './read_execution.ts';
import { newExecution } from './rows.ts';
import { createStorage, type ExecutionStorage, type Hold } from './storage.ts';
import { takeOver } from './take_over.ts';
import { finishedOf, insertWorkflow, startOf, stepOf, type TestWorkflow } from './testing/fixtures.ts';

let database: TestDatabase;
let queue: ExecutionQueue;
let storage: ExecutionStorage;
let workflow: TestWorkflow;
const owner = newId();

const anybody = { most: 1_000, held: new Map<string, number>() };
beforeAll(async () => {
  database = await createTestDatabase();
  queue = createQueue({ db: database.db, supervise: false, onError: (error) => console.error(error) });
  await queue.start();
  storage = createStorage({ db: database.db, queue });
});
afterAll(async () => {
  await queue.stop();
  await database.drop();
});

const held = (start: ExecutionStart, over: Partial<Hold> = {}): void =>
  storage.hold(start, { owner, accepted: null, priority: 0, save_data: 'all', ...over });

async function newStart(over = {}) {
  workflow ??= await insertWorkflow(database.db);
  const start = startOf(workflow, over);
  held(start);
  return start;
}

const row = (id: string) => readExecution(database.db.engine, workflow.org_id, id);
const rows = async (sql: string, values: unknown[]) => (await database.db.engine.query(sql, values)).rows;
const counters = async (id = workflow.workflow_id) =>
  (await rows('select * from workflow_counters where workflow_id = $1', [id]))[0];

describe('finish', () => {
  test('an execution that was never accepted is one complete insert, numbered and counted', async () => {
    const own = await insertWorkflow(database.db);
    const starts = Array.from({ length: 40 }, () => startOf(own));
    for (const start of starts) held(start);
    await Promise.all(
      starts.map((start, index) =>
        storage.finish(finishedOf(start, { status: index % 4 === 0 ? 'error' : 'success' })),
      ),
    );
    const stored = await rows('select * from workflow_executions where workflow_id = $1 order by number', [
      own.workflow_id,
    ]);
    expect(stored.map(({ number }) => Number(number))).toEqual(
      Array.from({ length: 40 }, (_, index) => index + 1),
    );
    expect(stored[0]).toMatchObject({ trigger: { data: { order: 17 } }, duration_ms: 1.5, version: 1 });
    expect(stored[0].steps).toEqual([stepOf('map')]);
    expect(await counters(own.workflow_id)).toMatchObject({
      execution_count: '40',
      success_count: '30',
      error_count: '10',
    });
  });

  test('an accepted one is updated, its journal dropped, and counted once', async () => {
    const own = await insertWorkflow(database.db);
    const start = startOf(own, { trigger: { data: null } });
    held(start);
    await storage.accept(start, new Date());
    await storage.append(start, [{ kind: 'started', path: 'a', attempt: 1, at: '2026-11-20T00:00:00Z' }]);
    expect(await counters(own.workflow_id)).toMatchObject({ last_number: '1', execution_count: '0' });
    await storage.finish(finishedOf(start, { accepted: true, output: null }));
    const stored = await readExecution(database.db.engine, own.org_id, start.id);
    expect(stored).toMatchObject({ status: 'success', trigger: { data: null }, output: null });
    expect(await rows('select from execution_journal where execution_id = $1', [start.id])).toEqual([]);
    expect(await counters(own.workflow_id)).toMatchObject({
      last_number: '1',
      execution_count: '1',
      success_count: '1',
    });
  });

  test('texts that need escaping come back as they were', async () => {
    const data = { text: 'a "quoted" \\ back\x1e {b,c} NULL \u2028 💡', empty: '', list: [null, '', 'null'] };
    const start = await newStart({ trigger: { data } });
    await storage.finish(finishedOf(start, { output: data, steps: [stepOf('x', { output: data })] }));
    expect(await row(start.id)).toMatchObject({ trigger: { data }, output: data, steps: [{ output: data }] });
  });

  test.each([
    ['none', 'success', false],
    ['none', 'error', false],
    ['errors', 'success', false],
    ['errors', 'error', true],
    ['all', 'success', true],
  ] as const)('with save_data %s the data of a %s are kept: %s', async (save_data, status, keeps) => {
    for (const accepted of [false, true]) {
      const start = await newStart();
      held(start, { save_data });
      if (accepted) await storage.accept(start, new Date());
      await storage.finish(finishedOf(start, { status }));
      const stored = await row(start.id);
      expect(stored?.trigger.data).toEqual(keeps ? { order: 17 } : null);
      expect(stored?.output).toEqual(keeps ? { name: 'Ada' } : null);
      expect('output' in stored!.steps[0]!).toBe(keeps);
    }
  });

  test('data that PostgreSQL refuses end their execution as an error, beside others that succeed', async () => {
    const good = await newStart();
    const bad = await newStart();
    await Promise.all([
      storage.finish(finishedOf(good)),
      storage
        .finish(
          finishedOf(bad, { duration_ms: 'no number' as unknown as number, status: 'nonsense' as 'success' }),
        )
        .catch(() => undefined),
    ]);
    expect(await row(good.id)).toMatchObject({ status: 'success' });
    // A status that does not exist is refused; what replaces it has one, and keeps no data.
    const refused = await newStart();
    await storage.finish(finishedOf(refused, { status: 'nonsense' as 'success' }));
    expect(await row(refused.id)).toMatchObject({
      status: 'error',
      error: { code: 'unstorable' },
      output: null,
    });
  });
});

describe('fencing', () => {
  const takenOver = async () => {
    const start = await newStart();
    await storage.accept(start, new Date());
    await database.db.asEngine((tx) => handBack(tx, { owner, ids: [start.id], as_recovery: true }));
    return start;
  };

  test.each([
    ['finish', (start: ReturnType<typeof startOf>) => storage.finish(finishedOf(start))],
    [
      'append',
      (start: ReturnType<typeof startOf>) =>
        storage.append(start, [{ kind: 'settled', path: 'a', attempt: 1, step: stepOf('a') }]),
    ],
    [
      'park',
      (start: ReturnType<typeof startOf>) =>
        storage.park({
          start,
          accepted: true,
          status: 'waiting',
          steps: [],
          journal: [],
          resume_at: null,
          duration_ms: 0,
        }),
    ],
  ])('%s of an owner that lost the execution touches nothing and says so', async (_what, write) => {
    const start = await takenOver();
    await expect(write(start)).rejects.toBeInstanceOf(OwnershipLost);
    expect(await row(start.id)).toMatchObject({ status: 'queued', fence: 1, steps: [] });
    expect(await rows('select from execution_journal where execution_id = $1', [start.id])).toEqual([]);
  });

  test('in one batch the lost execution is refused and the others are written', async () => {
    const lost = await takenOver();
    const ours = await newStart();
    await storage.accept(ours, new Date());
    const results = await Promise.allSettled([
      storage.finish(finishedOf(lost)),
      storage.finish(finishedOf(ours)),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect(await row(ours.id)).toMatchObject({ status: 'success' });
  });

  test('a late write is refused beside one of the same process that took the execution back', async () => {
    const now = await newStart({ fence: 2 });
    const late = { ...now, fence: 0 };
    for (const start of [now, late]) held(start, { accepted: Promise.resolve() });
    await database.db.asEngine((tx) => insertExecutions(tx, [newExecution(now, owner)]));
    const entry = (path: string): JournalEntry => ({ kind: 'settled', path, attempt: 1, step: stepOf(path) });
    const written = await Promise.allSettled([
      storage.append(late, [entry('late')]),
      storage.append(now, [entry('now')]),
    ]);
    expect(written.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect(await rows('select path from execution_journal where execution_id = $1', [now.id])).toEqual([
      { path: 'now' },
    ]);
    const ended = await Promise.allSettled([
      storage.finish(finishedOf(late, { output: 'late' })),
      storage.finish(finishedOf(now, { output: 'now' })),
    ]);
    expect(ended.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect(await row(now.id)).toMatchObject({ status: 'success', output: 'now' });
  });
});

describe('parking and claiming', () => {
  test('a parked execution is claimed once when it is due, with its journal and a higher fence', async () => {
    const start = await newStart();
    const settled = { kind: 'settled' as const, path: 'a', attempt: 1, step: stepOf('a') };
    const resume_at = new Date(Date.now() - 1_000);
    await storage.park({
      start,
      accepted: false,
      status: 'waiting',
      steps: [stepOf('a')],
      journal: [settled],
      resume_at,
      duration_ms: 5,
    });
    expect(await row(start.id)).toMatchObject({ status: 'waiting', steps: [{ path: 'a' }], duration_ms: 5 });
    const next = newId();
    const claims = (await Promise.all([1, 2, 3].map(() => queue.take(next, 10, anybody)))).flat();
    expect(claims).toHaveLength(1);
    expect(claims[0]).toMatchObject({
      id: start.id,
      fence: 1,
      journal: [settled],
      duration_ms: 5,
      trigger: { data: { order: 17 } },
    });
    await expect(storage.finish(finishedOf(start))).rejects.toBeInstanceOf(OwnershipLost);
  });

  test.each([
    ['in the future', new Date(Date.now() + 60_000)],
    ['never by itself', null],
  ])('one that resumes %s is not claimed now', async (_when, resume_at) => {
    const start = await newStart();
    await storage.park({
      start,
      accepted: false,
      status: 'waiting',
      steps: [],
      journal: [],
      resume_at,
      duration_ms: 0,
    });
    expect(await queue.take(owner, 10, anybody)).toEqual([]);
  });

  test('the organizations to ignore are passed over', async () => {
    const start = await newStart();
    await storage.park({
      start,
      accepted: false,
      status: 'queued',
      steps: [],
      journal: [],
      resume_at: null,
      duration_ms: 0,
    });
    expect(await queue.take(owner, 10, { most: 1, held: new Map([[workflow.org_id, 1]]) })).toEqual([]);
    expect(await queue.take(owner, 10, { most: 1, held: new Map([[newId(), 1]]) })).toHaveLength(1);
  });
});

describe('owners that died', () => {
  test("their running executions are queued once, whoever does it, and nobody else's", async () => {
    const [dead, alive] = [newId(), newId()];
    await database.db.asEngine((tx) => registerProcess(tx, { id: alive, role: 'all', host: 'here', pid: 1 }));
    await database.db.asEngine((tx) => registerProcess(tx, { id: dead, role: 'all', host: 'here', pid: 2 }));
    await rows(`update processes set heartbeat_at = now() - interval '11 seconds' where id = $1`, [dead]);
    const of = async (by: string) => {
      const start = await newStart();
      held(start, { owner: by });
      await storage.accept(start, new Date());
      return start.id;
    };
    const lost = [await of(dead), await of(dead)];
    const kept = await of(alive);
    const freed = await Promise.all(
      [1, 2, 3].map(() =>
        database.db.asEngine(async (tx) => {
          const jobs = await takeOver(tx, { self: alive, stale_after_s: 10 });
          await queue.insert(tx, jobs);
          return jobs;
        }),
      ),
    );
    expect(
      freed
        .flat()
        .map((job) => job.execution_id)
        .filter((id) => [...lost, kept].includes(id))
        .sort(),
    ).toEqual(lost.sort());
    expect(await row(kept)).toMatchObject({ status: 'running' });
    const claimed = await queue.take(alive, 100, anybody);
    expect(claimed.filter(({ id }) => lost.includes(id))).toMatchObject([
      { recoveries: 1, fence: 2 },
      { recoveries: 1, fence: 2 },
    ]);
  });

  test('what this process is said to run and does not is found', async () => {
    const me = newId();
    const starts = [await newStart(), await newStart()];
    for (const start of starts) {
      held(start, { owner: me });
      await storage.accept(start, new Date());
    }
    expect(await findForgotten(database.db.engine, me, [starts[0]!.id])).toEqual([starts[1]!.id]);
  });

  test('a queued execution whose job is gone is found, one whose job is there is not', async () => {
    const park = async () => {
      const start = await newStart();
      await storage.park({
        start,
        accepted: false,
        status: 'queued',
        steps: [],
        journal: [],
        resume_at: null,
        duration_ms: 0,
      });
      return start.id;
    };
    const gone = await park();
    await rows(`delete from pgboss.job where data ->> 'execution_id' = $1`, [gone]);
    const there = await park();
    const lost = await database.db.asEngine((tx) => findLost(tx, 'executions', -1));
    const ids = lost.map((job) => job.execution_id);
    expect(ids).toContain(gone);
    expect(ids).not.toContain(there);
  });
});

describe('cancelling', () => {
  const cancel = (id: string) => database.db.asEngine((tx) => cancelExecutions(tx, createEnds([]), [id]));

  test('one that nobody runs is over at once and never claimed', async () => {
    const start = await newStart();
    await storage.park({
      start,
      accepted: false,
      status: 'queued',
      steps: [],
      journal: [],
      resume_at: null,
      duration_ms: 0,
    });
    expect(await cancel(start.id)).toMatchObject({
      running: [],
      ended: [{ id: start.id, status: 'cancelled', parent: null }],
    });
    expect(await row(start.id)).toMatchObject({ status: 'cancelled', error: { code: 'cancelled' } });
    const claimed = await queue.take(owner, 100, anybody);
    expect(claimed.map(({ id }) => id)).not.toContain(start.id);
  });

  test('one that parks while it is being cancelled is queued, and whoever takes it knows', async () => {
    const start = await newStart();
    await storage.accept(start, new Date());
    await cancel(start.id);
    const resume_at = new Date(Date.now() + 3_600_000);
    await storage.park({
      start,
      accepted: true,
      status: 'waiting',
      steps: [],
      journal: [],
      resume_at,
      duration_ms: 0,
    });
    expect(await row(start.id)).toMatchObject({ status: 'queued' });
    const claimed = await queue.take(newId(), 100, anybody);
    expect(claimed.find(({ id }) => id === start.id)).toMatchObject({ cancel_requested: true });
  });

  test('one that runs is marked; a finished one is left alone', async () => {
    const start = await newStart();
    await storage.accept(start, new Date());
    expect(await cancel(start.id)).toEqual({ running: [start.id], ended: [] });
    await storage.finish(finishedOf(start, { status: 'cancelled' }));
    expect(await cancel(start.id)).toEqual({ running: [], ended: [] });
  });
});

describe('a connection that breaks', () => {
  test('while executions are written: every one is there once, whatever was cut off', async () => {
    const own = await insertWorkflow(database.db);
    const stop = new AbortController();
    const cutter = (async () => {
      while (!stop.signal.aborted) {
        await database.db.owner
          .query(
            `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
          )
          .catch(() => undefined);
        // Longer than it takes to connect, else nothing would ever get through.
        await new Promise((resolve) => setTimeout(resolve, 40 + Math.random() * 60));
      }
    })();
    const starts = Array.from({ length: 300 }, () => startOf(own));
    const one = async (start: (typeof starts)[number], index: number) => {
      await new Promise((resolve) => setTimeout(resolve, index * 4));
      held(start);
      if (index % 3 === 0) {
        await storage.accept(start, new Date());
        await storage.append(start, [{ kind: 'settled', path: 'a', attempt: 1, step: stepOf('a') }]);
      }
      await storage.finish(finishedOf(start));
    };
    await Promise.all(starts.map(one));
    stop.abort();
    await cutter;
    const stored = await rows(
      'select id, number, status from workflow_executions where workflow_id = $1 order by number',
      [own.workflow_id],
    );
    expect(stored).toHaveLength(300);
    expect(stored.every(({ status }) => status === 'success')).toBe(true);
    expect(new Set(stored.map(({ number }) => number)).size).toBe(300);
    expect(await counters(own.workflow_id)).toMatchObject({ execution_count: '300', success_count: '300' });
  });
});
