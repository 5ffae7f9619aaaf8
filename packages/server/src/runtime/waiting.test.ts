/** Executions that wait, call each other, are cancelled and run again, through everything that runs them. */
import type { DefinitionInput, Step } from '@millrace/core';
import { v7 as newId } from 'uuid';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../db/client.ts';
import { readWholeExecution } from '../storage/read_execution.ts';
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

type Node = DefinitionInput['nodes'][number];

let database: TestDatabase;
let db: Database;
let outside: Recorder;
let host: TestRuntime;

beforeAll(async () => {
  database = await createTestDatabase();
  db = database.db;
});
beforeEach(async () => {
  outside = await startRecorder();
  host = await startRuntime(db);
});
afterEach(async () => {
  await host.stop();
  await outside.close();
});
afterAll(() => database.drop());

const control = (id: string, subtype: Node['subtype'], config: Record<string, unknown>): Node => ({
  id,
  key: id,
  type: 'control',
  subtype,
  config,
});
const callback = control('wait', 'wait', { mode: 'callback' });
const ask = control('ask', 'approval', { title: 'Refund of {{ trigger.data.total }}?' });
const call = (workflow_id: string, config = {}) =>
  control('call', 'sub_workflow', { workflow_id, input: '{{ trigger.data }}', ...config });

const start = async (workflow: TestWorkflow, data: unknown = {}) =>
  (await host.execute({ ...workflow, trigger_type: 'manual', trigger: { data }, triggered_by: 'u1' }))
    .execution_id;
const read = async (workflow: TestWorkflow, id: string) =>
  (await readWholeExecution(db.engine, workflow.org_id, id))!;
const stepOf = (steps: readonly Step[], path: string) => steps.find((step) => step.path === path);
const becomes = (workflow: TestWorkflow, id: string, status: string) =>
  until(`${id} is ${status}`, async () => (await read(workflow, id)).status === status);
const waiting = async (workflow: TestWorkflow, data?: unknown) => {
  const id = await start(workflow, data);
  await becomes(workflow, id, 'waiting');
  return id;
};
const tokenOf = (step: Step) => step.resume_url!.slice(step.resume_url!.lastIndexOf('/') + 1);
const childrenOf = async (id: string): Promise<{ id: string; status: string; retry_of: string | null }[]> =>
  (
    await db.engine.query(
      'select id, status, retry_of from workflow_executions where parent_execution_id = $1 order by id',
      [id],
    )
  ).rows;
const approvalOf = async (id: string): Promise<{ id: string; title: string; status: string }> =>
  (await db.engine.query('select id, title, status from approvals where execution_id = $1', [id])).rows[0];
const decide = (workflow: TestWorkflow, approval_id: string) =>
  host.signals.decide({
    org_id: workflow.org_id,
    approval_id,
    decision: 'approved',
    comment: null,
    decider: { id: 'ada', name: 'Ada' },
  });

describe('waiting', () => {
  test('for a call: it parks, and goes on with what the call brought', async () => {
    const workflow = await deploy(db, line(manual, callback, map({ said: 'said' })));
    const id = await waiting(workflow);
    const step = stepOf((await read(workflow, id)).steps, 'wait')!;
    expect(step).toMatchObject({ status: 'waiting', resume_url: expect.stringContaining('/resume/') });
    const found = (await host.signals.findWait(tokenOf(step), 'callback'))!;
    await host.signals.resume(found, { said: 'hello' });
    await becomes(workflow, id, 'success');
    expect(stepOf((await read(workflow, id)).steps, 'wait')).toMatchObject({ output: { said: 'hello' } });
    await expect(host.signals.findWait(tokenOf(step), 'callback')).rejects.toMatchObject({
      code: 'already_used',
    });
  });

  test('for a call that comes at the last moment, while a process is about to go on: what was accepted counts', async () => {
    const patient = { ...callback, config: { ...callback.config, timeout: { value: 2, unit: 'seconds' } } };
    const workflow = await deploy(db, line(manual, patient, map({ said: 'said' })));
    const id = await waiting(workflow);
    const step = stepOf((await read(workflow, id)).steps, 'wait')!;
    await host.stop();
    const reading = Promise.withResolvers<void>();
    host = await startRuntime(db, {
      secrets: {
        openDefinition: async (_org, definition) => {
          await reading.promise;
          return definition;
        },
        decrypt: () => Promise.reject(new Error('nothing is sealed here')),
      },
    });
    await db.engine.query(
      `update pgboss.job set start_after = now() where name = 'executions' and data ->> 'execution_id' = $1`,
      [id],
    );
    await becomes(workflow, id, 'running');
    const found = (await host.signals.findWait(tokenOf(step), 'callback'))!;
    await host.signals.resume(found, { said: 'just in time' });
    await until('its time is over', async () => Date.now() > Date.parse(step.resume_at!) + 50);
    reading.resolve();
    await becomes(workflow, id, 'success');
    const waited = stepOf((await read(workflow, id)).steps, 'wait');
    expect(waited).toMatchObject({ status: 'success', output: { said: 'just in time' } });
  });

  test('for people, while another branch runs: they decide before it has parked', async () => {
    const slow = post('slow', `${outside.url}/slow`);
    const definition: DefinitionInput = {
      nodes: [manual, ask, slow],
      edges: [
        { source: 'start', target: 'ask' },
        { source: 'start', target: 'slow' },
      ],
    };
    const workflow = await deploy(db, definition);
    const id = await start(workflow, { total: 17 });
    await until('the approval is there', async () => Boolean(await approvalOf(id)));
    expect(await approvalOf(id)).toMatchObject({ title: 'Refund of 17?', status: 'pending' });
    expect(await read(workflow, id)).toMatchObject({ status: 'running' });
    await decide(workflow, (await approvalOf(id)).id);
    await becomes(workflow, id, 'success');
    expect(stepOf((await read(workflow, id)).steps, 'ask')).toMatchObject({ handle: 'approved' });
    expect(outside.count('/slow')).toBe(1);
  });

  test('for another workflow: its output comes back, 100 KB of it whole', async () => {
    const called = await deploy(db, line(manual, map({ text: 'text' })));
    const caller = await deploy(db, line(manual, call(called.workflow_id)), { org_id: called.org_id });
    const text = 'x'.repeat(100_000);
    const id = await start(caller, { text });
    await becomes(caller, id, 'success');
    expect((await read(caller, id)).output).toEqual({ text });
    expect(await childrenOf(id)).toMatchObject([{ status: 'success' }]);
  });
});

describe('cancelling', () => {
  test('what waits for a person, and what it called, and what that called', async () => {
    const last = await deploy(db, line(manual, ask));
    const { org_id } = last;
    const middle = await deploy(db, line(manual, call(last.workflow_id)), { org_id });
    const first = await deploy(db, line(manual, call(middle.workflow_id)), { org_id });
    const id = await waiting(first, { total: 1 });
    await until('the last one asks', async () => {
      const [child] = await childrenOf(id);
      const [grandchild] = child ? await childrenOf(child.id) : [];
      return Boolean(grandchild && (await approvalOf(grandchild.id)));
    });
    expect(await host.cancel(org_id, id)).toMatchObject({ status: 'cancelled' });
    const [child] = await childrenOf(id);
    const [grandchild] = await childrenOf(child!.id);
    await becomes(last, grandchild!.id, 'cancelled');
    expect(child).toMatchObject({ status: 'cancelled' });
    const over = await read(last, grandchild!.id);
    expect(over.steps.filter(({ status }) => status === 'waiting')).toEqual([]);
    const asked = stepOf(over.steps, 'ask')!;
    expect(asked).toMatchObject({
      status: 'error',
      error: { code: 'cancelled', message: 'The execution was cancelled while this step was waiting' },
    });
    expect(asked).not.toHaveProperty('resume_url');
    expect(await approvalOf(grandchild!.id)).toMatchObject({ status: 'cancelled' });
    await expect(host.cancel(org_id, id)).rejects.toMatchObject({ code: 'already_finished' });
  });

  test('stops a called workflow in the middle of a step', async () => {
    const called = await deploy(
      db,
      line(manual, post('slow', `${outside.url}/slow`), post('after', `${outside.url}/after`)),
    );
    const caller = await deploy(db, line(manual, call(called.workflow_id)), { org_id: called.org_id });
    const id = await waiting(caller);
    await until('the call is under way', () => outside.count('/slow') === 1);
    await host.cancel(caller.org_id, id);
    const [child] = await childrenOf(id);
    await becomes(called, child!.id, 'cancelled');
    expect(outside.count('/after')).toBe(0);
  });

  test.each(['another organization', 'nobody'])('of %s is not found, and changes nothing', async (who) => {
    const workflow = await deploy(db, line(manual, callback));
    const id = await waiting(workflow);
    const asked = who === 'nobody' ? newId() : id;
    await expect(host.cancel(newId(), asked)).rejects.toMatchObject({ code: 'not_found' });
    expect(await read(workflow, id)).toMatchObject({ status: 'waiting' });
    await host.cancel(workflow.org_id, id);
  });
});

describe('running again from where it failed', () => {
  const retry = (workflow: TestWorkflow, execution_id: string, over = {}) =>
    host.retry({
      org_id: workflow.org_id,
      execution_id,
      from: 'failed',
      version: 'original',
      triggered_by: 'u1',
      ...over,
    });

  test('takes over what people decided and what is large, and runs the rest with it', async () => {
    const send = post('send', `${outside.url}/fail`, {
      config: { method: 'POST', url: `${outside.url}/fail`, body_type: 'json', body: '{{ map }}' },
    });
    const { nodes } = line(manual, { ...map({ text: 'text' }), key: 'map' }, ask, send);
    const edges = [
      { source: 'start', target: 'map' },
      { source: 'map', target: 'ask' },
      { source: 'ask', sourceHandle: 'approved', target: 'send' },
    ];
    const workflow = await deploy(db, { nodes, edges });
    const text = 'x'.repeat(300_000);
    const id = await waiting(workflow, { text, total: 2 });
    await decide(workflow, (await approvalOf(id)).id);
    await becomes(workflow, id, 'error');
    const again = (await retry(workflow, id)).execution_id;
    await becomes(workflow, again, 'success');
    expect(await approvalOf(again)).toBeUndefined();
    expect(outside.requests.map(({ body }) => body.length)).toEqual([text.length + 11, text.length + 11]);
    const stored = await read(workflow, again);
    expect(stored).toMatchObject({
      retry_of: id,
      trigger_type: 'retry',
      trigger: { data: { text, total: 2 } },
    });
    expect(stepOf(stored.steps, 'map')).toMatchObject({ output: { text } });
  });

  test('calls a workflow again that had failed, and does not become its child', async () => {
    const called = await deploy(db, line(manual, post('send', `${outside.url}/fail`)));
    const caller = await deploy(db, line(manual, call(called.workflow_id)), { org_id: called.org_id });
    const id = await start(caller);
    await becomes(caller, id, 'error');
    expect((await read(caller, id)).error).toMatchObject({ code: 'sub_workflow_failed' });
    const [failed] = await childrenOf(id);
    const again = (await retry(caller, id)).execution_id;
    await becomes(caller, again, 'success');
    const [second] = await childrenOf(again);
    expect(second).toMatchObject({ status: 'success', retry_of: null });
    const alone = (await retry(called, failed!.id)).execution_id;
    await becomes(called, alone, 'success');
    expect(
      (
        await db.engine.query('select parent_execution_id, depth from workflow_executions where id = $1', [
          alone,
        ])
      ).rows,
    ).toEqual([{ parent_execution_id: null, depth: 0 }]);
  });

  test.each([
    ['one that has not ended', {}, 'not_finished', /has not ended yet/],
    ["another organization's", { org_id: newId() }, 'not_found', /./],
  ])('refuses %s', async (_what, over, code, message) => {
    const workflow = await deploy(db, line(manual, callback));
    const id = await waiting(workflow);
    await expect(retry(workflow, id, over)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
    await host.cancel(workflow.org_id, id);
  });
});
