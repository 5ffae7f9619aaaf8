import type { DefinitionInput } from '@millrace/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../new_id.ts';
import type { EndedExecution } from '../storage/end_hooks.ts';
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
import { errorHook } from './end_hook.ts';

let database: TestDatabase;
let host: TestRuntime;
let outside: Recorder;
beforeAll(async () => {
  database = await createTestDatabase();
  outside = await startRecorder();
  host = await startRuntime(database.db);
});
afterAll(async () => {
  await host.stop();
  await outside.close();
  await database.drop();
});

const query = async (text: string, values: unknown[] = []) =>
  (await database.db.engine.query(text, values)).rows;
const executions = (workflow: TestWorkflow) =>
  query('select * from workflow_executions where workflow_id = $1 order by number', [workflow.workflow_id]);
const ended: EndedExecution = {
  id: newId(),
  org_id: newId(),
  workflow_id: newId(),
  version: 1,
  status: 'error',
  trigger_type: 'manual',
  depth: 0,
  parent: null,
  settings: { error_workflow_id: newId() },
  gated: false,
  waited: false,
  trigger: null,
  output: null,
  error: null,
  started_at: null,
  finished_at: new Date(),
};
const stop: DefinitionInput['nodes'][number] = {
  id: 'stop',
  type: 'control',
  subtype: 'stop',
  config: { status: 'error', message: 'No such order' },
};
const failing = line(manual, stop);
const handling = line(manual, {
  id: 'told',
  type: 'action',
  subtype: 'data_transform',
  config: {
    transform_type: 'custom',
    input: '{{ trigger.data }}',
    expression: '[trigger.data.execution.error.message, trigger.data.trigger?.data.order]',
  },
});
/** A handler, and workflows that name it; all of one organization unless told otherwise. */
async function handler(definition: DefinitionInput = handling) {
  const workflow = await deploy(database.db, definition);
  return {
    workflow,
    watched: (config: DefinitionInput['config'] = {}, over: { org_id?: string } = {}) =>
      deploy(
        database.db,
        { ...failing, config: { error_workflow_id: workflow.workflow_id, ...config } },
        { org_id: workflow.org_id, ...over },
      ),
  };
}
const run = (workflow: TestWorkflow, over = {}) =>
  host.execute({
    ...workflow,
    trigger_type: 'manual',
    trigger: { data: { order: 17 } },
    triggered_by: null,
    wait: 'finished',
    ...over,
  });
const quiet = async (workflow: TestWorkflow) => {
  const { rows } = await database.db.engine.query(
    `select from workflow_executions where org_id = $1 and status in ('queued', 'running', 'waiting')`,
    [workflow.org_id],
  );
  return rows.length === 0;
};

test('an execution that fails starts its error workflow, with what failed and what it was started with', async () => {
  const { workflow, watched } = await handler();
  const failed = await watched();
  const { execution_id } = await run(failed);
  await until('the handler has ended', async () => (await executions(workflow))[0]?.status === 'success');
  const [handled] = await executions(workflow);
  expect(handled).toMatchObject({
    trigger_type: 'error',
    parent_execution_id: execution_id,
    depth: 1,
    output: ['No such order', 17],
  });
  expect(handled.trigger.data).toEqual({
    execution: {
      id: execution_id,
      number: 1,
      workflow_id: failed.workflow_id,
      workflow_name: expect.stringContaining('Orders'),
      version: 1,
      status: 'error',
      error: expect.objectContaining({ message: 'No such order' }),
      started_at: expect.any(String),
      finished_at: expect.any(String),
      trigger_type: 'manual',
      url: expect.stringMatching(new RegExp(`^http.*/executions/${execution_id}$`)),
    },
    trigger: { data: { order: 17 } },
  });
});

test('a hundred that fail at once start it a hundred times, one for each', async () => {
  const { workflow, watched } = await handler();
  const failed = await watched();
  const ids = (await Promise.all(Array.from({ length: 100 }, () => run(failed)))).map(
    (one) => one.execution_id,
  );
  await until('all are handled', () => quiet(workflow));
  const handled = await executions(workflow);
  expect(handled.map((one) => one.parent_execution_id).toSorted()).toEqual(ids.toSorted());
});

test('one that ran out of time starts it too, one that was cancelled or went well does not', async () => {
  const { workflow } = await handler();
  const { org_id, workflow_id: error_workflow_id } = workflow;
  const slow = line(manual, post('call', `${outside.url}/slow/1`));
  const late = await deploy(
    database.db,
    { ...slow, config: { error_workflow_id, timeout_seconds: 0.2 } },
    { org_id },
  );
  const stopped = await deploy(database.db, { ...slow, config: { error_workflow_id } }, { org_id });
  const good = line(manual, map({ order: 'order' }));
  const fine = await deploy(database.db, { ...good, config: { error_workflow_id } }, { org_id });
  const cancelled = await run(stopped, { wait: null });
  await host.cancel(org_id, cancelled.execution_id);
  expect((await run(fine)).status).toBe('success');
  expect((await run(late)).status).toBe('timed_out');
  await until('all is quiet', () => quiet(workflow));
  const handled = await executions(workflow);
  expect(handled.map(({ trigger }) => trigger.data.execution)).toMatchObject([
    { workflow_id: late.workflow_id, status: 'timed_out' },
  ]);
});

describe('it is not started', () => {
  test('by what it runs itself: a handler that fails ends there', async () => {
    const { workflow, watched } = await handler(failing);
    await query(
      `update workflow_versions set workflow_definition = jsonb_set(workflow_definition::jsonb, '{config}', $2) where workflow_id = $1`,
      [workflow.workflow_id, JSON.stringify({ error_workflow_id: workflow.workflow_id })],
    );
    const failed = await watched();
    await run(failed);
    await until('it has failed', async () => (await executions(workflow))[0]?.status === 'error');
    await until('all is quiet', () => quiet(workflow));
    expect(await executions(workflow)).toHaveLength(1);
    // Run by a person it is an execution like others, and its failure is handled: once.
    await run(workflow);
    await until('all is quiet', () => quiet(workflow));
    expect((await executions(workflow)).map((one) => one.trigger_type)).toEqual(['error', 'manual', 'error']);
  });

  test.each([
    ['paused', `update integration_workflows set enabled = false where id = $1`],
    ['deleted', `update integration_workflows set deleted_at = now() where id = $1`],
    ['never deployed', `update integration_workflows set version = 0 where id = $1`],
  ])('when it is %s; the failure ends all the same', async (_what, change) => {
    const { workflow, watched } = await handler();
    await query(change, [workflow.workflow_id]);
    expect((await run(await watched())).status).toBe('error');
    expect(await executions(workflow)).toEqual([]);
  });

  test('when it belongs to another organization', async () => {
    const { workflow, watched } = await handler();
    const foreign = await watched({}, { org_id: newId() });
    expect((await run(foreign)).status).toBe('error');
    expect(await executions(workflow)).toEqual([]);
  });

  test.each([
    ['at the end of a chain that is as long as calls may be', { depth: 10 }, false],
    ['one step before it, it is', { depth: 9 }, true],
    ['where the settings could not be read, they are looked at', { settings: null }, true],
    ['where no error workflow is named', { settings: {} }, false],
  ])('%s', (_what, over, needed) => {
    const hook = errorHook({ queue: { insert: async () => undefined }, public_url: 'http://x' });
    expect(hook.needed({ ...ended, ...over })).toBe(needed);
  });
});

test('what the failed one keeps nothing of is not handed on', async () => {
  const { workflow, watched } = await handler();
  await run(await watched({ save_data: 'none' }));
  await until('it is handled', () => quiet(workflow));
  const [handled] = await executions(workflow);
  expect(handled.trigger.data).toMatchObject({
    trigger: null,
    execution: { error: { message: 'No such order' } },
  });
});

test('one whose concurrency key says nothing never runs, and is handled', async () => {
  const { workflow, watched } = await handler();
  const failed = await watched({ concurrency_key: '{{ trigger.data }}' });
  expect((await run(failed)).status).toBe('error');
  await until('it is handled', async () => (await executions(workflow))[0]?.status === 'success');
  expect((await executions(workflow))[0].trigger.data.execution.error.code).toBe('concurrency_key');
});

test('it stands before its own gate like everything else', async () => {
  const { workflow, watched } = await handler({ ...handling, config: { max_concurrency: 1 } });
  const failed = await watched();
  await Promise.all(Array.from({ length: 10 }, () => run(failed)));
  await until('all are handled', () => quiet(workflow));
  expect((await executions(workflow)).map((one) => one.status)).toEqual(Array(10).fill('success'));
  expect(await query('select from execution_gates where workflow_id = $1', [workflow.workflow_id])).toEqual(
    [],
  );
});
