import { deepestChild } from '@millrace/core';
import type { ExecutionStart } from '@millrace/engine';
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { queueName } from '../queue.ts';
import { cancelExecutions } from '../storage/cancel_executions.ts';
import { finishedOf, insertWorkflow, stepOf } from '../storage/testing/fixtures.ts';
import {
  approval,
  call,
  createHarness,
  type Harness,
  parkedOf,
  waiting,
} from '../storage/testing/harness.ts';
import { ChildLimit } from './child_limit.ts';
import { readSignals } from './read_signals.ts';

let harness: Harness;
let target: string;
beforeAll(async () => {
  harness = await createHarness();
  target = (await insertWorkflow(harness.database.db, { org_id: harness.workflow.org_id })).workflow_id;
});
afterAll(() => harness.stop());

const signalsOf = async (id: string) => (await readSignals(harness.database.db.engine, [id])).get(id) ?? [];

/** A parent that waits for its child, which another process has taken. */
async function called(over: Parameters<typeof call>[1] = {}) {
  const parent = await harness.running();
  const wait = call(target, over);
  await harness.storage.append(parent, [waiting('call', wait)]);
  return { parent, child_id: wait.execution_id };
}

async function take(id: string): Promise<ExecutionStart> {
  const claimed = (await harness.claim()).find((one) => one.id === id)!;
  const { owner } = await harness.row(claimed);
  const { parent, depth, fence, trigger } = claimed;
  const start = harness.newStart({
    id,
    workflow_id: target,
    parent,
    depth,
    fence,
    trigger,
    trigger_type: 'sub_workflow',
  });
  harness.storage.hold(start, {
    owner: owner as string,
    accepted: Promise.resolve(),
    priority: 0,
    save_data: 'all',
    waited: claimed.waited,
  });
  return start;
}

const cancel = (id: string) => harness.database.db.asEngine((tx) => cancelExecutions(tx, harness.ends, [id]));

describe('a call of another workflow', () => {
  test('starts it on its deployed version, with the input, in the transaction of the registration', async () => {
    const { parent, child_id } = await called({ input: { order: 17 } });
    expect(await harness.row({ id: child_id })).toMatchObject({
      workflow_id: target,
      version: 1,
      status: 'queued',
      trigger_type: 'sub_workflow',
      trigger: { data: { order: 17 } },
      parent_execution_id: parent.id,
      parent_path: 'call',
      depth: 1,
    });
    expect(await take(child_id)).toMatchObject({
      parent: { execution_id: parent.id, path: 'call' },
      depth: 1,
    });
  });

  test('registered twice starts it once', async () => {
    const parent = await harness.running();
    const entry = waiting('call', call(target));
    await harness.storage.append(parent, [entry]);
    await harness.storage.append(parent, [entry]);
    expect(
      await harness.query('select id from workflow_executions where parent_execution_id = $1', [parent.id]),
    ).toHaveLength(1);
  });

  test.each([
    ['success', { output: { total: 3 } }, { outcome: 'done', output: { total: 3 } }],
    ['partial_success', { output: null }, { outcome: 'done', output: null }],
    [
      'error',
      { error: { message: 'No stock', code: 'x' } },
      {
        outcome: 'failed',
        failure: {
          code: 'sub_workflow_failed',
          message: 'The called workflow failed: No stock',
          details: { status: 'error' },
        },
      },
    ],
    [
      'error',
      { error: { message: 'The called workflow failed: No stock', code: 'sub_workflow_failed' } },
      { outcome: 'failed', failure: { message: 'The called workflow failed: No stock' } },
    ],
    ['timed_out', {}, { outcome: 'failed', failure: { details: { status: 'timed_out' } } }],
    ['cancelled', {}, { outcome: 'failed', failure: { details: { status: 'cancelled' } } }],
  ] as const)('that ends as %s tells the step that called it', async (status, over, result) => {
    const { parent, child_id } = await called();
    await harness.storage.park(parkedOf(parent));
    const child = await take(child_id);
    await harness.storage.finish(finishedOf(child, { accepted: true, status, ...over }));
    expect(await harness.row(parent)).toMatchObject({ status: 'queued' });
    expect(await signalsOf(parent.id)).toMatchObject([{ path: 'call', attempt: 1, result }]);
  });

  test("that nobody waits for says at once that it was started, and its end is nobody's business", async () => {
    const parent = await harness.running();
    const wait = call(target, { attached: false });
    expect(await harness.storage.append(parent, [waiting('call', wait)])).toEqual([
      { path: 'call', attempt: 1, result: { outcome: 'done', output: { execution_id: wait.execution_id } } },
    ]);
    await harness.storage.finish(finishedOf(parent, { accepted: true }));
    expect(await harness.row({ id: wait.execution_id })).toMatchObject({
      status: 'queued',
      cancel_requested: false,
    });
    const child = await take(wait.execution_id);
    await harness.storage.finish(finishedOf(child, { accepted: true }));
    expect(await harness.row(child)).toMatchObject({ status: 'success' });
  });

  test('whose end and the park of its caller meet: the caller goes on, whoever was first', async () => {
    for (let turn = 0; turn < 20; turn++) {
      const { parent, child_id } = await called();
      const child = await take(child_id);
      await Promise.all([
        harness.storage.park(parkedOf(parent, [], { resume_at: null })),
        harness.storage.finish(finishedOf(child, { accepted: true })),
      ]);
      const claimed = (await harness.claim()).filter(({ id }) => id === parent.id);
      expect(claimed.map(({ journal }) => journal.at(-1)?.kind)).toEqual(['signalled']);
    }
  });

  test('that parks with its call, without a row, is told when the called one could not be started', async () => {
    const parent = harness.newStart();
    await harness.storage.park(
      parkedOf(parent, [waiting('call', call(newId()))], { accepted: false, resume_at: null }),
    );
    expect(await harness.row(parent)).toMatchObject({ status: 'queued' });
    expect((await harness.claim()).find(({ id }) => id === parent.id)?.journal.at(-1)).toMatchObject({
      kind: 'signalled',
      result: { outcome: 'failed', failure: { code: 'workflow_gone' } },
    });
  });
});

describe('a call that cannot be made', () => {
  const state = (id: string, set: string) =>
    harness.query(`update integration_workflows set ${set} where id = $1`, [id]);
  const other = async (org_id = harness.workflow.org_id) =>
    (await insertWorkflow(harness.database.db, { org_id })).workflow_id;

  test.each<[string, () => Promise<string>]>([
    ['workflow_gone', async () => newId()],
    ['workflow_gone', async () => 'no id at all'],
    ['workflow_gone', async () => 'with\0nothing'],
    ['workflow_gone', async () => other(newId())],
    [
      'workflow_gone',
      async () => {
        const id = await other();
        await state(id, 'deleted_at = now()');
        return id;
      },
    ],
    [
      'not_deployed',
      async () => {
        const id = await other();
        await state(id, 'version = 0');
        return id;
      },
    ],
    [
      'not_active',
      async () => {
        const id = await other();
        await state(id, `enabled = false, status = 'paused'`);
        return id;
      },
    ],
  ])('is told at once: %s', async (code, make) => {
    const parent = await harness.running();
    const wait = call(await make());
    expect(await harness.storage.append(parent, [waiting('call', wait)])).toMatchObject([
      {
        path: 'call',
        result: { outcome: 'failed', failure: { code, message: expect.stringMatching(/\.$/) } },
      },
    ]);
    expect(await harness.row({ id: wait.execution_id })).toBeUndefined();
  });

  test('because workflows call each other too deep', async () => {
    const parent = await harness.running({ depth: deepestChild });
    expect(await harness.storage.append(parent, [waiting('call', call(target))])).toMatchObject([
      { result: { failure: { code: 'too_deep' } } },
    ]);
  });
});

describe('cancelling', () => {
  test('comes before a call that its process makes because it has not heard of it: nothing is started', async () => {
    const parent = await harness.running();
    await cancel(parent.id);
    const wait = call(target);
    expect(await harness.storage.append(parent, [waiting('call', wait)])).toMatchObject([
      { path: 'call', result: { outcome: 'failed', failure: { code: 'cancelled' } } },
    ]);
    expect(await harness.row({ id: wait.execution_id })).toBeUndefined();
  });

  test('reaches children that wait or are queued, and theirs, and closes their approvals', async () => {
    const { parent, child_id } = await called();
    const child = await take(child_id);
    const [wait, ask] = [call(target), approval()];
    await harness.storage.append(child, [waiting('call', wait), waiting('ask', ask)]);
    await harness.storage.park(parkedOf(child));
    await harness.storage.park(parkedOf(parent));
    const { ended } = await cancel(parent.id);
    expect(ended.map(({ id }) => id)).toEqual([parent.id]);
    for (const id of [parent.id, child_id, wait.execution_id])
      expect(await harness.row({ id })).toMatchObject({ status: 'cancelled', error: { code: 'cancelled' } });
    expect(await harness.query('select status from approvals where id = $1', [ask.approval_id])).toEqual([
      { status: 'cancelled' },
    ]);
    expect(
      await harness.query('select from waits where execution_id = any($1)', [[parent.id, child_id]]),
    ).toEqual([]);
  });

  test('tells children that run, and waits for nobody', async () => {
    const { parent, child_id } = await called();
    const child = await take(child_id);
    await harness.storage.park(parkedOf(parent));
    await cancel(parent.id);
    expect(await harness.row(child)).toMatchObject({ status: 'running', cancel_requested: true });
    await harness.storage.finish(finishedOf(child, { accepted: true, status: 'cancelled' }));
    expect(await harness.row(parent)).toMatchObject({ status: 'cancelled' });
  });

  test('reaches them at once too while somebody runs their caller, who may be dead', async () => {
    const { parent, child_id } = await called();
    const child = await take(child_id);
    const wait = call(target);
    await harness.storage.append(child, [waiting('call', wait)]);
    const { running, ended } = await cancel(parent.id);
    expect({ running, ended }).toEqual({ running: [parent.id], ended: [] });
    expect(await harness.row(child)).toMatchObject({ status: 'running', cancel_requested: true });
    expect(await harness.row({ id: wait.execution_id })).toMatchObject({ status: 'cancelled' });
    expect(await harness.row(parent)).toMatchObject({ status: 'running', cancel_requested: true });
  });

  test('any end of the caller stops what it waits for', async () => {
    const { parent, child_id } = await called();
    await harness.storage.finish(finishedOf(parent, { accepted: true, status: 'timed_out' }));
    expect(await harness.row({ id: child_id })).toMatchObject({ status: 'cancelled' });
  });

  test('a step that is cut off stops the child that it waits for', async () => {
    const { parent, child_id } = await called();
    await harness.storage.append(parent, [
      { kind: 'settled', path: 'call', attempt: 1, step: stepOf('call') },
    ]);
    expect(await harness.row({ id: child_id })).toMatchObject({ status: 'cancelled' });
    expect(await harness.row(parent)).toMatchObject({ status: 'running' });
  });

  test('a child alone: its caller is told', async () => {
    const { parent, child_id } = await called();
    await harness.storage.park(parkedOf(parent));
    await cancel(child_id);
    expect(await harness.row(parent)).toMatchObject({ status: 'queued' });
    expect(await signalsOf(parent.id)).toMatchObject([
      { result: { failure: { details: { status: 'cancelled' } } } },
    ]);
  });

  test('caller and child that end at the same moment do not hold each other up', async () => {
    const families = await Promise.all(Array.from({ length: 20 }, () => called()));
    await harness.query(
      `update workflow_executions set status = 'running', owner = (select owner from workflow_executions where id = $2) where id = any($1)`,
      [families.map(({ child_id }) => child_id), families[0]!.parent.id],
    );
    const { owner } = await harness.row(families[0]!.parent);
    const children = families.map(({ parent, child_id }) => {
      const start = harness.newStart({
        id: child_id,
        workflow_id: target,
        trigger_type: 'sub_workflow',
        depth: 1,
        parent: { execution_id: parent.id, path: 'call' },
      });
      harness.storage.hold(start, {
        owner: owner as string,
        accepted: Promise.resolve(),
        priority: 0,
        save_data: 'all',
        waited: false,
      });
      return start;
    });
    await Promise.all([
      ...families.map(({ parent }) =>
        harness.storage.finish(finishedOf(parent, { accepted: true, status: 'error' })),
      ),
      ...children.map((child) => harness.storage.finish(finishedOf(child, { accepted: true }))),
    ]);
    const rows = await harness.query(
      'select distinct status from workflow_executions where id = any($1) order by status',
      [families.flatMap(({ parent, child_id }) => [parent.id, child_id])],
    );
    expect(rows).toEqual([{ status: 'error' }, { status: 'success' }]);
  });
});

test('what calls others in a loop fills no queue: beyond the limit of the organization its steps fail, those of others go on', async () => {
  const children = new ChildLimit({ queue: queueName, most: 3 });
  const own = await createHarness([], { children });
  try {
    const { db } = own.database;
    const { workflow_id } = await insertWorkflow(db, { org_id: own.workflow.org_id });
    const parent = await own.running();
    const paths = Array.from({ length: 5 }, (_, index) => `loop[${index}]/call`);
    await own.storage.append(
      parent,
      paths.map((path) => waiting(path, call(workflow_id, { attached: false }))),
    );
    const signals = (await readSignals(db.engine, [parent.id])).get(parent.id)!;
    const failed = signals.filter(({ result }) => result.outcome === 'failed');
    expect(failed.map(({ path }) => path)).toEqual(paths.slice(3));
    expect(failed[0]!.result).toMatchObject({
      failure: { code: 'too_many_queued', message: expect.stringContaining('3 executions') },
    });
    const { rows } = await db.engine.query('select from workflow_executions where parent_execution_id = $1', [
      parent.id,
    ]);
    expect(rows).toHaveLength(3);
    const other = await insertWorkflow(db);
    const elsewhere = await own.running({ org_id: other.org_id, workflow_id: other.workflow_id });
    await own.storage.append(elsewhere, [waiting('call', call(other.workflow_id, { attached: false }))]);
    const [begun] = (await readSignals(db.engine, [elsewhere.id])).get(elsewhere.id)!;
    expect(begun!.result).toMatchObject({ outcome: 'done' });
  } finally {
    await own.stop();
  }
});
