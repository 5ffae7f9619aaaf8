import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { insertExecutions } from '../storage/insert_executions.ts';
import { newExecution } from '../storage/rows.ts';
import { insertWorkflow, startOf, type TestWorkflow } from '../storage/testing/fixtures.ts';
import { deploy, line, map, startRuntime, type TestRuntime, until } from '../storage/testing/runtime.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { disarmTrigger } from './arm.ts';

let database: TestDatabase;
let one: TestRuntime;
let two: TestRuntime;
beforeAll(async () => {
  database = await createTestDatabase();
  [one, two] = await Promise.all([startRuntime(database.db), startRuntime(database.db)]);
});
afterAll(async () => {
  await Promise.all([one.stop(), two.stop()]);
  await database.drop();
});

const listens = (event_type: string, filters: unknown[] = []) =>
  line(
    { id: 'start', type: 'trigger', subtype: 'event', config: { event_type, filters } },
    map({ total: 'order.total' }),
  );
const executions = async ({ workflow_id }: TestWorkflow) =>
  (await database.db.engine.query('select * from workflow_executions where workflow_id = $1', [workflow_id]))
    .rows;
/** An execution that is parked at a wait for such an event. */
async function waitsFor(event_type: string, match: unknown[], org_id?: string): Promise<string> {
  const workflow = await insertWorkflow(database.db, { ...(org_id ? { org_id } : {}) });
  const start = startOf(workflow);
  await insertExecutions(database.db.engine, [{ ...newExecution(start, null), status: 'waiting' }]);
  await database.db.engine.query(
    `insert into waits (execution_id, path, org_id, attempt, kind, event_type, match, expires_at)
     values ($1, 'wait', $2, 1, 'event', $3, $4, now() + interval '1 hour')`,
    [start.id, start.org_id, event_type, JSON.stringify(match)],
  );
  return start.id;
}
const data = { order: { total: 120, country: 'DE' } };

describe('an event', () => {
  test.each([
    ['no filter', [], 1],
    ['a filter that holds', [{ path: 'order.total', op: 'greater', value: 100 }], 1],
    [
      'filters of which one fails',
      [
        { path: 'order.total', op: 'greater', value: 100 },
        { path: 'order.country', op: 'equals', value: 'FR' },
      ],
      0,
    ],
    ['a filter on what is not there', [{ path: 'order.nothing', op: 'equals', value: 1 }], 0],
    ['a filter that cannot be applied', [{ path: 'order.country', op: 'greater', value: 100 }], 0],
  ])('with %s', async (name, filters, matched) => {
    const type = name.replaceAll(' ', '_');
    const workflow = await deploy(database.db, listens(type, filters));
    const answer = await one.publishEvent({ org_id: workflow.org_id, type, data, triggered_by: 'k1' });
    expect(answer).toEqual({ event_id: expect.any(String), matched });
    expect(await executions(workflow)).toHaveLength(matched);
    if (matched === 0) return;
    await until('it ends', async () => (await executions(workflow))[0].status === 'success');
    expect((await executions(workflow))[0]).toMatchObject({
      trigger_type: 'event',
      triggered_by: 'k1',
      trigger: { data },
      output: { total: 120 },
    });
  });

  test('starts every workflow that listens in its organization, and none of another', async () => {
    const first = await deploy(database.db, listens('order.created'));
    const second = await deploy(database.db, listens('order.created'), { org_id: first.org_id });
    const foreign = await deploy(database.db, listens('order.created'));
    const answer = await one.publishEvent({
      org_id: first.org_id,
      type: 'order.created',
      data,
      triggered_by: null,
    });
    expect(answer.matched).toBe(2);
    expect(
      [await executions(first), await executions(second), await executions(foreign)].map(
        ({ length }) => length,
      ),
    ).toEqual([1, 1, 0]);
    await database.db.asEngine((tx) => disarmTrigger(tx, second.workflow_id));
    await until('the pause is heard', async () => {
      const { matched } = await two.publishEvent({
        org_id: first.org_id,
        type: 'order.created',
        data,
        triggered_by: null,
      });
      return matched === 1;
    });
  });

  test('with the same id twenty times, in two processes, starts once; with other data it is refused', async () => {
    const workflow = await deploy(database.db, listens('paid'));
    const event = { org_id: workflow.org_id, type: 'paid', data, id: 'evt-1', triggered_by: null };
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => (index % 2 ? one : two).publishEvent(event)),
    );
    for (const answer of answers) expect(answer).toEqual({ event_id: 'evt-1', matched: 1 });
    expect(await executions(workflow)).toHaveLength(1);
    await expect(one.publishEvent({ ...event, data: { other: true } })).rejects.toMatchObject({
      code: 'idempotency_conflict',
    });
  });

  test('what waits for it goes on with its data, counted with what it starts, and once for one id', async () => {
    const listening = await deploy(database.db, listens('shipped'));
    const { org_id } = listening;
    const waiting = await Promise.all([
      waitsFor('shipped', [{ path: 'order.country', value: 'DE' }], org_id),
      waitsFor('shipped', [{ path: 'order.country', value: 'FR' }], org_id),
      waitsFor('shipped', []),
    ]);
    const event = { org_id, type: 'shipped', data, id: 'evt-2', triggered_by: null };
    const answers = await Promise.all([one, two, one].map((host) => host.publishEvent(event)));
    for (const answer of answers) expect(answer).toEqual({ event_id: 'evt-2', matched: 2 });
    const { rows } = await database.db.engine.query(
      'select execution_id, state, result from waits where execution_id = any($1)',
      [waiting],
    );
    const byId = new Map(rows.map((row) => [row.execution_id, row]));
    expect(waiting.map((id) => byId.get(id)?.state === 'open')).toEqual([false, true, true]);
    expect(byId.get(waiting[0]).result).toEqual({ outcome: 'done', output: data });
    expect(await executions(listening)).toHaveLength(1);
  });

  test('data that nobody can keep are refused', async () => {
    const workflow = await deploy(database.db, listens('bad'));
    const bad = one.publishEvent({ org_id: workflow.org_id, type: 'bad', data: 'a\0b', triggered_by: null });
    await expect(bad).rejects.toMatchObject({ code: 'validation_failed' });
    expect(await executions(workflow)).toEqual([]);
  });
});
