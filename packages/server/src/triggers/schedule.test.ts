import { parseDefinition } from '@millrace/core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { TestWorkflow } from '../storage/testing/fixtures.ts';
import { deploy, line, map, startRuntime, type TestRuntime, until } from '../storage/testing/runtime.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { armTrigger, disarmTrigger } from './arm.ts';

let database: TestDatabase;
const running: TestRuntime[] = [];
beforeAll(async () => {
  database = await createTestDatabase();
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((runtime) => runtime.stop()));
});
afterAll(() => database.drop());

const runtimes = async (count: number): Promise<void> => {
  running.push(...(await Promise.all(Array.from({ length: count }, () => startRuntime(database.db)))));
};
const scheduled = (config: Record<string, unknown>, settings = {}) => ({
  ...line({ id: 'start', type: 'trigger', subtype: 'schedule', config }, map({ at: 'scheduled_at' })),
  config: settings,
});
const everySecond = { schedule_type: 'interval', interval: { value: 1, unit: 'seconds' } };
const yearly = { schedule_type: 'cron', cron: '0 0 1 1 *' };
const query = async (sql: string, values: unknown[]) => (await database.db.engine.query(sql, values)).rows;
const executions = (workflow: TestWorkflow) =>
  query(
    'select id, status, trigger, created_at, output from workflow_executions where workflow_id = $1 order by number',
    [workflow.workflow_id],
  );
const firings = (workflow: TestWorkflow) =>
  query('select due_at, execution_id from schedule_firings where workflow_id = $1 order by due_at', [
    workflow.workflow_id,
  ]);
/** As if the schedule had been due that long ago. */
const overdue = (workflow: TestWorkflow, seconds: number) =>
  query(
    `update schedules set next_due_at = date_trunc('second', now()) - make_interval(secs => $2) where workflow_id = $1`,
    [workflow.workflow_id, seconds],
  );

describe('schedules', () => {
  test('with three processes each time is fired once, within a second of its due time', async () => {
    await runtimes(3);
    const workflows = await Promise.all(
      Array.from({ length: 10 }, () => deploy(database.db, scheduled(everySecond))),
    );
    await until('each has fired three times', async () => {
      const counts = await Promise.all(workflows.map(firings));
      return counts.every((rows) => rows.length >= 3);
    });
    for (const workflow of workflows)
      await database.db.asEngine((tx) => disarmTrigger(tx, workflow.workflow_id));
    await until('all have ended', async () => {
      const rows = (await Promise.all(workflows.map(executions))).flat();
      return rows.every(({ status }) => status === 'success');
    });
    for (const workflow of workflows) {
      const [fired, ran] = [await firings(workflow), await executions(workflow)];
      expect(new Set(ran.map(({ id }) => id))).toEqual(
        new Set(fired.map(({ execution_id }) => execution_id)),
      );
      const times = fired.map(({ due_at }) => due_at.getTime());
      expect(times.map((time) => time - times[0]!)).toEqual(times.map((_, index) => index * 1_000));
    }
    const [ran] = await executions(workflows[0]!);
    expect(ran.trigger.data).toEqual({ scheduled_at: expect.any(String), timezone: 'UTC' });
    expect(ran.output).toEqual({ at: ran.trigger.data.scheduled_at });
  });

  test.each([
    ['skip', 0],
    ['once', 1],
    ['all', 10],
  ])('ten times that passed while nothing ran, with %s: %i', async (missed_schedules, count) => {
    const workflow = await deploy(
      database.db,
      scheduled(
        { schedule_type: 'interval', interval: { value: 60, unit: 'seconds' } },
        { missed_schedules },
      ),
    );
    await overdue(workflow, 590);
    await runtimes(2);
    await until('it is caught up', async () => {
      const [row] = await query('select next_due_at > now() as ahead from schedules where workflow_id = $1', [
        workflow.workflow_id,
      ]);
      return row.ahead;
    });
    await database.db.asEngine((tx) => disarmTrigger(tx, workflow.workflow_id));
    expect(await firings(workflow)).toHaveLength(count);
  });

  test('pausing and deploying again fire nothing that was due before', async () => {
    const workflow = await deploy(database.db, scheduled(yearly, { missed_schedules: 'all' }));
    await overdue(workflow, 3_600);
    await database.db.asEngine((tx) => disarmTrigger(tx, workflow.workflow_id));
    await runtimes(1);
    const definition = parseDefinition(scheduled(yearly));
    await database.db.asEngine((tx) =>
      armTrigger(tx, { ...workflow, org_slug: 'acme', definition, settings: definition.config }),
    );
    const [row] = await query(
      'select enabled, next_due_at > now() as ahead from schedules where workflow_id = $1',
      [workflow.workflow_id],
    );
    expect(row).toEqual({ enabled: true, ahead: true });
    // A sign that the scheduler has looked since: another schedule fires.
    const other = await deploy(database.db, scheduled(everySecond));
    await until('the other fires', async () => (await firings(other)).length > 0);
    await database.db.asEngine((tx) => disarmTrigger(tx, other.workflow_id));
    expect(await firings(workflow)).toEqual([]);
  });

  test('a new deploy keeps the time of a schedule that stays the same, and forgets that of another', async () => {
    const settings = { missed_schedules: 'once' };
    const workflow = await deploy(database.db, scheduled(yearly, settings));
    const again = async (config: Record<string, unknown>, timezone?: string) => {
      await overdue(workflow, 5);
      const definition = parseDefinition(scheduled(config, { ...settings, timezone }));
      await database.db.asEngine((tx) =>
        armTrigger(tx, { ...workflow, org_slug: 'acme', definition, settings: definition.config }),
      );
      const [row] = await query('select next_due_at <= now() as due from schedules where workflow_id = $1', [
        workflow.workflow_id,
      ]);
      return row.due;
    };
    expect(await again({ ...yearly, cron: '0 0 2 1 *' })).toBe(false);
    expect(await again({ ...yearly, cron: '0 0 2 1 *' }, 'Asia/Tokyo')).toBe(false);
    expect(await again({ ...yearly, cron: '0 0 2 1 *' }, 'Asia/Tokyo')).toBe(true);
    await runtimes(2);
    await until('what was due as it was deployed is fired', async () => (await firings(workflow)).length > 0);
    expect(await firings(workflow)).toHaveLength(1);
    await until('it ends', async () => (await executions(workflow))[0]?.status === 'success');
  });

  test('one that can no longer be read keeps no other from firing', async () => {
    const broken = await deploy(database.db, scheduled(yearly));
    await query(
      `update schedules set config = '{"schedule_type":"cron","cron":"61 * * * *"}' where workflow_id = $1`,
      [broken.workflow_id],
    );
    await overdue(broken, 10);
    const once = await deploy(
      database.db,
      scheduled({ schedule_type: 'once', at: new Date(Date.now() + 1_500).toISOString() }),
    );
    const errors: unknown[] = [];
    running.push(
      await startRuntime(database.db, {
        log: { debug() {}, info() {}, warn() {}, error: (details) => errors.push(details) },
      }),
    );
    await until('the single time fires', async () => (await executions(once)).length === 1);
    expect(errors).toEqual([expect.objectContaining({ workflow_id: broken.workflow_id })]);
    const [row] = await query('select next_due_at from schedules where workflow_id = $1', [once.workflow_id]);
    expect(row.next_due_at).toBeNull();
  });

  test.each([
    [{ schedule_type: 'cron', cron: '61 * * * *' }, 'cron'],
    [{ schedule_type: 'cron', cron: '0 9 * * *', timezone: 'Europe/Berln' }, 'timezone'],
    [{ schedule_type: 'once', at: '2020-01-01T00:00:00Z' }, 'at'],
  ])('%j is refused when it is armed, with its field', async (config, field) => {
    await expect(deploy(database.db, scheduled(config))).rejects.toMatchObject({
      code: 'validation_failed',
      details: { issues: [{ field }] },
    });
  });
});
