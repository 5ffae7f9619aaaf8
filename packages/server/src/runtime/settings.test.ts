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
  startRecorder,
  startRuntime,
  type TestRuntime,
  until,
} from '../storage/testing/runtime.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';

// The settings of a workflow that no check calls without effect do what they say. `missed_schedules` is in triggers/.

let database: TestDatabase;
let outside: Recorder;
const running: TestRuntime[] = [];
beforeAll(async () => {
  database = await createTestDatabase();
  outside = await startRecorder();
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((runtime) => runtime.stop()));
});
afterAll(async () => {
  await outside.close();
  await database.drop();
});

async function runtime(over: Parameters<typeof startRuntime>[1] = {}): Promise<TestRuntime> {
  const started = await startRuntime(database.db, over);
  running.push(started);
  return started;
}

type Settings = DefinitionInput['config'];
const withSettings = (definition: DefinitionInput, config: Settings, over: { org_id?: string } = {}) =>
  deploy(database.db, { ...definition, config }, over);
const ask = (workflow: TestWorkflow, data: unknown = {}) => ({
  ...workflow,
  trigger_type: 'manual' as const,
  trigger: { data },
  triggered_by: null,
});
const read = async (workflow: TestWorkflow, id: string) => {
  const found = await readExecution(database.db.engine, workflow.org_id, id);
  if (!found) throw new Error(`There is no execution ${id}`);
  return found;
};

test('of what an organization has waiting for room the higher priority goes first, whatever came first', async () => {
  const host = await runtime({ slots: 1 });
  const busy = await deploy(database.db, line(manual, post('call', `${outside.url}/slow/room`)));
  const first = host.execute({ ...ask(busy), wait: 'finished' });
  await until('the slot is taken', () => outside.count('/slow/room') === 1);
  const order = [-5, 0, 7];
  const ids: { workflow: TestWorkflow; id: string }[] = [];
  for (const priority of order) {
    const workflow = await withSettings(
      line(manual, post('call', `${outside.url}/priority/${priority}`)),
      priority === 0 ? {} : { priority },
      { org_id: busy.org_id },
    );
    const { execution_id, status } = await host.execute(ask(workflow));
    expect(status).toBe('queued');
    ids.push({ workflow, id: execution_id });
  }
  await first;
  await until('all have run', async () =>
    (await Promise.all(ids.map(({ workflow, id }) => read(workflow, id)))).every(
      ({ status }) => status === 'success',
    ),
  );
  const called = outside.requests.map(({ path }) => path).filter((path) => path.startsWith('/priority/'));
  expect(called).toEqual(['/priority/7', '/priority/0', '/priority/-5']);
});

describe('save_data', () => {
  const failing = () => line(manual, post('call', `${outside.url}/fail/${Math.random()}`));
  const three = line(manual, map({ name: 'customer.name' }));
  const order = { customer: { name: 'Ada' } };

  test.each<[string, () => DefinitionInput, Settings, boolean]>([
    ['a success of "none"', () => three, { save_data: 'none' }, false],
    ['a failure of "none"', failing, { save_data: 'none' }, false],
    ['a success of "errors"', () => three, { save_data: 'errors' }, false],
    ['a failure of "errors"', failing, { save_data: 'errors' }, true],
    ['a success of "all"', () => three, { save_data: 'all' }, true],
    ['a success without the setting', () => three, {}, true],
  ])('%s', async (_what, definition, settings, keeps) => {
    const host = await runtime();
    const workflow = await withSettings(definition(), settings);
    const { execution_id, finished } = await host.execute({ ...ask(workflow, order), wait: 'finished' });
    // Whoever waits gets the answer; only what is stored is less.
    expect(finished?.steps.length).toBeGreaterThan(0);
    const stored = await read(workflow, execution_id);
    expect(stored.trigger.data).toEqual(keeps ? order : null);
    expect(stored.steps.some((step) => 'output' in step || 'input' in step)).toBe(keeps);
    expect(stored.status).toBe(finished?.status);
    const again = host.retry({
      org_id: workflow.org_id,
      execution_id,
      from: 'start',
      version: 'original',
      triggered_by: null,
    });
    if (keeps) expect(await again).toMatchObject({ status: 'queued' });
    else await expect(again).rejects.toMatchObject({ code: 'data_not_kept' });
  });

  test.each<[Settings, boolean]>([
    [{ save_data: 'none' }, false],
    [{}, true],
  ])('of one that is cancelled before it ran, with %j', async (settings, keeps) => {
    const host = await runtime({ slots: 1 });
    const path = `/slow/cancel-${keeps}`;
    const busy = await deploy(database.db, line(manual, post('call', `${outside.url}${path}`)));
    const first = host.execute({ ...ask(busy), wait: 'finished' });
    await until('the slot is taken', () => outside.count(path) === 1);
    const workflow = await withSettings(line(manual, post('call', `${outside.url}/never`)), settings);
    const { execution_id } = await host.execute(ask(workflow, order));
    await host.cancel(workflow.org_id, execution_id);
    expect(await read(workflow, execution_id)).toMatchObject({
      status: 'cancelled',
      trigger: { data: keeps ? order : null },
    });
    await first;
  });
});

describe('timezone', () => {
  test('is the one in which expressions show dates', async () => {
    const host = await runtime();
    const shown = line(manual, map({ at: "{{ formatDate('2025-01-15T20:00:00Z', 'YYYY-MM-DD HH:mm') }}" }));
    const outputs = await Promise.all(
      [{}, { timezone: 'Asia/Tokyo' }].map(async (settings) => {
        const workflow = await withSettings(shown, settings);
        return (await host.execute({ ...ask(workflow), wait: 'finished' })).finished?.output;
      }),
    );
    expect(outputs).toEqual([{ at: '2025-01-15 20:00' }, { at: '2025-01-16 05:00' }]);
  });

  test.each([
    [{ timezone: 'Asia/Tokyo' }, {}, 'Asia/Tokyo', 0],
    [{ timezone: 'Asia/Tokyo' }, { timezone: 'America/New_York' }, 'America/New_York', undefined],
    [{}, {}, 'UTC', 9],
  ])('of %j a schedule with %j comes by the clock of %s', async (settings, config, zone, hour) => {
    const trigger = {
      id: 'start',
      type: 'trigger' as const,
      subtype: 'schedule' as const,
      config: { schedule_type: 'cron', cron: '0 9 * * *', ...config },
    };
    const workflow = await withSettings(line(trigger, map({ at: 'scheduled_at' })), settings);
    const { rows } = await database.db.engine.query<{ timezone: string; next_due_at: Date }>(
      'select timezone, next_due_at from schedules where workflow_id = $1',
      [workflow.workflow_id],
    );
    expect(rows[0]?.timezone).toBe(zone);
    const local = rows[0]?.next_due_at.toLocaleTimeString('en-GB', { timeZone: zone, hour: '2-digit' });
    expect(local).toBe('09');
    // New York changes its clocks, so there the hour in UTC depends on the season.
    if (hour !== undefined) expect(rows[0]?.next_due_at.getUTCHours()).toBe(hour);
  });
});
