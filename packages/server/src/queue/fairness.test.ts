import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { queuedStart } from '../gates/queued_start.ts';
import { newId } from '../new_id.ts';
import { createQueue, type ExecutionQueue } from '../queue.ts';
import { createEnds } from '../storage/end_hooks.ts';
import { insertQueued } from '../storage/insert_queued.ts';
import { insertWorkflow, startOf, type TestWorkflow } from '../storage/testing/fixtures.ts';
import { deploy, line, manual, map, startRuntime, until } from '../storage/testing/runtime.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';

let database: TestDatabase;
let queue: ExecutionQueue;
const owner = newId();
const ends = createEnds([]);
beforeAll(async () => {
  database = await createTestDatabase();
  queue = createQueue({ db: database.db, supervise: false, onError: console.error });
  await queue.start();
  await database.db.engine.query(
    "insert into processes (id, role, host, pid) values ($1, 'worker', 'test', 1)",
    [owner],
  );
});
afterEach(async () => {
  await database.db.engine.query("delete from pgboss.job where name = 'executions'");
});
afterAll(async () => {
  await queue.stop();
  await database.drop();
});

const nobody = new Map<string, number>();
const take = async (limit: number, most = 1_000, held: ReadonlyMap<string, number> = nobody) =>
  queue.take(owner, limit, { most, held });
const organizations = (count: number) =>
  Promise.all(Array.from({ length: count }, () => insertWorkflow(database.db)));
/** Queues so many of an organization; their numbers are their trigger data. */
const enqueue = (workflow: TestWorkflow, count: number, priority = 0, start_after?: Date) =>
  database.db.asEngine(async (tx) => {
    const starts = Array.from({ length: count }, (_, n) =>
      queuedStart(startOf(workflow, { id: newId(), trigger: { data: { n } } }), priority),
    );
    if (!start_after) return insertQueued(tx, { queue, ends }, starts);
    await insertQueued(tx, { queue: { insert: async () => undefined }, ends }, starts);
    await queue.insert(
      tx,
      starts.map(({ row: { id, fence, org_id } }) => ({
        execution_id: id,
        fence,
        org_id,
        priority,
        start_after,
      })),
    );
  });
const countsOf = (claimed: readonly { org_id: string }[]) =>
  new Map([...Map.groupBy(claimed, ({ org_id }) => org_id)].map(([org_id, rows]) => [org_id, rows.length]));

describe('organizations share what is taken', () => {
  test('a thousand jobs of one do not come before the two of another', async () => {
    const [busy, calm] = (await organizations(2)) as [TestWorkflow, TestWorkflow];
    await enqueue(busy, 1_000);
    await enqueue(calm, 2);
    expect(countsOf(await take(10))).toEqual(
      new Map([
        [busy.org_id, 8],
        [calm.org_id, 2],
      ]),
    );
    expect(countsOf(await take(10))).toEqual(new Map([[busy.org_id, 10]]));
  });

  test('five busy ones and one that comes last: it has its part of the very next round', async () => {
    const busy = await organizations(5);
    for (const workflow of busy) await enqueue(workflow, 300);
    await take(100);
    const [late] = (await organizations(1)) as [TestWorkflow];
    await enqueue(late, 1);
    const counts = countsOf(await take(6));
    expect(counts.get(late.org_id)).toBe(1);
    expect([...counts.values()]).toEqual([1, 1, 1, 1, 1, 1]);
  });

  test('nobody gets more than its slots allow, and what is left goes to the others', async () => {
    const [first, second] = (await organizations(2)) as [TestWorkflow, TestWorkflow];
    await enqueue(first, 50);
    await enqueue(second, 50);
    const counts = countsOf(await take(20, 8, new Map([[first.org_id, 6]])));
    expect(counts).toEqual(
      new Map([
        [first.org_id, 2],
        [second.org_id, 8],
      ]),
    );
    expect(
      await take(
        20,
        8,
        new Map([
          [first.org_id, 8],
          [second.org_id, 9],
        ]),
      ),
    ).toEqual([]);
  });

  test('with more organizations than the round has places each comes in its turn', async () => {
    const many = await organizations(12);
    for (const workflow of many) await enqueue(workflow, 1);
    const taken = [...(await take(5)), ...(await take(5)), ...(await take(5))];
    expect(countsOf(taken).size).toBe(12);
  });

  test('with one place only, three busy ones take turns, whatever the priorities of each', async () => {
    const busy = await organizations(3);
    for (const [index, workflow] of busy.entries()) await enqueue(workflow, 20, index * 50);
    const turns: string[] = [];
    for (let n = 0; n < 12; n += 1) turns.push(...(await take(1)).map(({ org_id }) => org_id));
    for (let n = 0; n < 12; n += 3) expect(new Set(turns.slice(n, n + 3)).size).toBe(3);
  });

  test('who holds least comes first where there are more organizations than places', async () => {
    const [first, second, third] = (await organizations(3)) as [TestWorkflow, TestWorkflow, TestWorkflow];
    for (const workflow of [first, second, third]) await enqueue(workflow, 5);
    const held = new Map([
      [first.org_id, 4],
      [second.org_id, 1],
      [third.org_id, 6],
    ]);
    expect(countsOf(await take(1, 1_000, held))).toEqual(new Map([[second.org_id, 1]]));
  });

  test('several that take at once get each job once, all of them together', async () => {
    const busy = await organizations(3);
    for (const workflow of busy) await enqueue(workflow, 40);
    const taken = (await Promise.all(Array.from({ length: 6 }, () => take(50)))).flat();
    const rest = await take(200);
    const ids = [...taken, ...rest].map(({ id }) => id);
    expect(ids).toHaveLength(120);
    expect(new Set(ids).size).toBe(120);
  });
});

describe('within an organization', () => {
  test('the higher priority goes first, and of one priority what came first', async () => {
    const [workflow, other] = (await organizations(2)) as [TestWorkflow, TestWorkflow];
    await enqueue(workflow, 3, 0);
    await enqueue(workflow, 3, -5);
    await enqueue(workflow, 3, 7);
    await enqueue(other, 1, 100);
    const order: unknown[] = [];
    for (let taken = await take(1, 1_000, new Map([[other.org_id, 1_000]])); taken.length > 0; ) {
      order.push((taken[0]!.trigger.data as { n: number }).n);
      taken = await take(1, 1_000, new Map([[other.org_id, 1_000]]));
    }
    expect(order).toEqual([0, 1, 2, 0, 1, 2, 0, 1, 2]);
    const { rows } = await database.db.engine.query(
      `select priority from pgboss.job where name = 'executions'`,
    );
    expect(rows).toEqual([{ priority: 100 }]);
  });

  test('what is due later is not taken, and does not hide what is due now behind it', async () => {
    const [workflow] = (await organizations(1)) as [TestWorkflow];
    await enqueue(workflow, 20, 5, new Date(Date.now() + 3_600_000));
    await enqueue(workflow, 2, 0);
    expect(await take(10)).toHaveLength(2);
    expect(await take(10)).toEqual([]);
    expect(await queue.queuedOf(workflow.org_id, 100)).toBe(0);
  });

  test('how much waits is counted by organization, up to the limit', async () => {
    const [first, second] = (await organizations(2)) as [TestWorkflow, TestWorkflow];
    await enqueue(first, 30, 0);
    await enqueue(first, 30, 4);
    await enqueue(second, 3);
    expect(await queue.queuedOf(first.org_id, 100)).toBe(60);
    expect(await queue.queuedOf(first.org_id, 10)).toBe(10);
    expect(await queue.queuedOf(second.org_id, 10)).toBe(3);
  });
});

describe('two processes', () => {
  test('an organization whose queue is full is told to wait; another one is served meanwhile', async () => {
    const api = await startRuntime(database.db, { env: { role: 'api' }, max_queued: 20 });
    const busy = await deploy(database.db, line(manual, map({ a: 'a' })));
    const calm = await deploy(database.db, line(manual, map({ a: 'a' })));
    const ask = (workflow: TestWorkflow) =>
      api.execute({ ...workflow, trigger_type: 'manual', trigger: { data: {} }, triggered_by: null });
    for (let n = 0; n < 20; n += 1) expect((await ask(busy)).status).toBe('queued');
    await expect(ask(busy)).rejects.toMatchObject({
      code: 'overloaded',
      status: 429,
      message: expect.stringContaining('20'),
      details: { headers: { 'retry-after': expect.stringMatching(/^\d+$/) } },
    });
    const event = { org_id: busy.org_id, type: 'fair', data: {}, triggered_by: null };
    await deploy(
      database.db,
      line(
        { id: 'start', type: 'trigger', subtype: 'event', config: { event_type: 'fair' } },
        map({ a: 'a' }),
      ),
      { org_id: busy.org_id },
    );
    await expect(api.publishEvent(event)).rejects.toMatchObject({ code: 'overloaded' });
    expect((await ask(calm)).status).toBe('queued');
    const worker = await startRuntime(database.db, { env: { role: 'worker' } });
    await until('all have ended', async () => {
      const { rows } = await database.db.engine.query(
        `select from workflow_executions where workflow_id = any($1) and status <> 'success'`,
        [[busy.workflow_id, calm.workflow_id]],
      );
      return rows.length === 0;
    });
    await until('there is room again', () =>
      ask(busy).then(
        () => true,
        () => false,
      ),
    );
    await worker.stop();
    await api.stop();
  });
});
