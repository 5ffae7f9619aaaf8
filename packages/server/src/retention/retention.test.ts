import type { WorkflowSettings } from '@millrace/core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../new_id.ts';
import { insertExecutions } from '../storage/insert_executions.ts';
import { createPartitions, firstIdAt } from '../storage/partitions.ts';
import { newExecution } from '../storage/rows.ts';
import { insertWorkflow, startOf, type TestWorkflow } from '../storage/testing/fixtures.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { keptFor } from './kept_for.ts';
import { applyRetention, type RetentionParts } from './retention.ts';

const now = new Date('2026-11-20T12:00:00Z');
const DAY_MS = 86_400_000;
let database: TestDatabase;
const logged: Record<string, unknown>[] = [];
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(() => createPartitions(database.db.owner, new Date('2026-04-10'), 7));
afterEach(async () => {
  for (const table of ['workflow_executions', 'execution_blobs', 'workflow_counters'])
    await database.db.engine.query(`delete from ${table}`);
  logged.length = 0;
});
afterAll(() => database.drop());

const query = async (text: string, values: unknown[] = []) =>
  (await database.db.engine.query(text, values)).rows;
const apply = (over: Partial<RetentionParts> = {}, signal = new AbortController().signal) =>
  applyRetention(
    {
      db: database.db,
      log: {
        debug() {},
        warn() {},
        error() {},
        info: (details) => logged.push(details as Record<string, unknown>),
      },
      server: { days: 30, failed_days: 90 },
      now: () => now,
      batch: 3,
      pause_ms: 0,
      ...over,
    },
    signal,
  );
const workflowOf = (config: WorkflowSettings = {}, org_id?: string) =>
  insertWorkflow(database.db, {
    definition: { nodes: [], edges: [], config },
    ...(org_id ? { org_id } : {}),
  });

/** Executions that began so many days ago, and ended then unless told otherwise. */
async function aged(workflow: TestWorkflow, status: string, ages: number[], ended_days?: number) {
  const rows = ages.map((days) => {
    const at = new Date(now.getTime() - days * DAY_MS);
    const id = firstIdAt(at).slice(0, 14) + newId().slice(14);
    const unfinished = ['queued', 'running', 'waiting'].includes(status);
    const ended = ended_days === undefined ? at : new Date(now.getTime() - ended_days * DAY_MS);
    return {
      ...newExecution(startOf(workflow, { id, created_at: at }), null),
      status,
      finished_at: unfinished ? null : ended,
    };
  });
  await insertExecutions(database.db.engine, rows);
  return rows.map(({ id }) => id);
}
const left = async (workflow: TestWorkflow) =>
  (
    await query('select id from workflow_executions where workflow_id = $1 order by id', [
      workflow.workflow_id,
    ])
  ).map(({ id }) => id);
const agesLeft = async (workflow: TestWorkflow) =>
  (
    await query(
      'select status, created_at from workflow_executions where workflow_id = $1 order by created_at',
      [workflow.workflow_id],
    )
  ).map(
    ({ status, created_at }) => `${status} ${Math.round((now.getTime() - created_at.getTime()) / DAY_MS)}`,
  );

describe('how long executions are kept', () => {
  test.each([
    ['the server', {}, { days: 30, failed_days: 90 }],
    ['the organization for those that went well', { organization_days: 7 }, { days: 7, failed_days: 90 }],
    [
      'the organization for those that failed',
      { organization_failed_days: 400 },
      { days: 30, failed_days: 400 },
    ],
    [
      'the workflow for both',
      { workflow_days: 3, organization_days: 7, organization_failed_days: 9 },
      { days: 3, failed_days: 3 },
    ],
  ])('is decided by %s', (_who, over, wanted) => {
    const nothing = { workflow_days: null, organization_days: null, organization_failed_days: null };
    expect(keptFor({ ...nothing, ...over }, { days: 30, failed_days: 90 })).toEqual(wanted);
  });
});

test('what ended well goes after 30 days and what failed after 90, in small batches, counted in the log', async () => {
  const workflow = await workflowOf();
  const days = [1, 29, 31, 32, 33, 34, 35, 89, 91, 200];
  for (const status of ['success', 'cancelled', 'error', 'timed_out']) await aged(workflow, status, days);
  const report = await apply();
  expect(report).toMatchObject({ executions: 2 * 8 + 2 * 2, blobs: 0 });
  expect(logged).toMatchObject([{ executions: 20 }]);
  const kept = { success: [1, 29], cancelled: [1, 29], error: days.slice(0, 8), timed_out: days.slice(0, 8) };
  expect((await agesLeft(workflow)).toSorted()).toEqual(
    Object.entries(kept)
      .flatMap(([status, ages]) => ages.map((age) => `${status} ${age}`))
      .toSorted(),
  );
  expect(await apply()).toMatchObject({ executions: 0 });
});

test('what has not ended is never touched, and what waited for weeks is kept from its end on', async () => {
  const workflow = await workflowOf({ retention_days: 1 });
  for (const status of ['queued', 'running', 'waiting']) await aged(workflow, status, [400]);
  const long = await aged(workflow, 'success', [300], 0.5);
  expect(await apply()).toMatchObject({ executions: 0 });
  expect(await left(workflow)).toHaveLength(4);
  expect(await left(workflow)).toContain(long[0]);
});

test('organizations and workflows have their own days', async () => {
  const own = newId();
  await query(
    'insert into organization_settings (org_id, retention_days, failed_retention_days) values ($1, 5, 10)',
    [own],
  );
  const [short, week, standard] = [
    await workflowOf({}, own),
    await workflowOf({ retention_days: 7 }, own),
    await workflowOf(),
  ];
  for (const workflow of [short, week, standard]) {
    await aged(workflow, 'success', [4, 6, 8, 40]);
    await aged(workflow, 'error', [6, 8, 12, 100]);
  }
  await apply();
  expect((await agesLeft(short)).toSorted()).toEqual(['error 6', 'error 8', 'success 4']);
  expect((await agesLeft(week)).toSorted()).toEqual(['error 6', 'success 4', 'success 6']);
  expect((await agesLeft(standard)).toSorted()).toEqual([
    'error 12',
    'error 6',
    'error 8',
    'success 4',
    'success 6',
    'success 8',
  ]);
});

test('an execution goes with its values, approvals, waits, journal and places, and nobody else loses theirs', async () => {
  const workflow = await workflowOf();
  const [old, kept] = await aged(workflow, 'success', [50, 2]);
  for (const id of [old, kept]) {
    const { org_id, workflow_id } = workflow;
    await query(
      `insert into execution_blobs (execution_id, hash, org_id, bytes, data) values ($1, 'h1', $2, 1, 'x'), ($1, 'h2', $2, 1, 'x')`,
      [id, org_id],
    );
    await query(
      `insert into approvals (id, org_id, execution_id, workflow_id, path, node_id, title, message, approvers, required) values ($1, $2, $3, $4, 'a', 'a', 't', 'm', '{}', 1)`,
      [newId(), org_id, id, workflow_id],
    );
    await query(
      `insert into waits (execution_id, path, org_id, attempt, kind) values ($1, 'a', $2, 1, 'callback')`,
      [id, org_id],
    );
    await query(
      `insert into execution_gates (execution_id, org_id, workflow_id, gate, state) values ($1, $2, $3, 'g', 'in')`,
      [id, org_id, workflow_id],
    );
    await query(
      `insert into execution_journal (execution_id, path, attempt, kind, org_id, entry) values ($1, 'a', 1, 'started', $2, '{}')`,
      [id, org_id],
    );
  }
  expect(await apply()).toMatchObject({ executions: 1, blobs: 2 });
  for (const table of ['execution_blobs', 'approvals', 'waits', 'execution_gates', 'execution_journal']) {
    const rows = await query(`select distinct execution_id as id from ${table} where org_id = $1`, [
      workflow.org_id,
    ]);
    expect(rows, table).toEqual([{ id: kept }]);
  }
});

test('months that are over and empty are dropped, others stay', async () => {
  const workflow = await workflowOf();
  await aged(workflow, 'success', [150]);
  const [waits] = await aged(workflow, 'waiting', [200]);
  // A process died between a large value and the row that it was for.
  const ofNobody = firstIdAt(new Date('2026-06-15'));
  for (const id of [ofNobody, waits])
    await query(
      `insert into execution_blobs (execution_id, hash, org_id, bytes, data) values ($1, 'h', $2, 1, 'x')`,
      [id, workflow.org_id],
    );
  const report = await apply();
  expect(report?.partitions).toContain('workflow_executions_2026_06');
  expect(report?.partitions).toContain('execution_blobs_2026_06');
  expect(report?.partitions).not.toContain('workflow_executions_2026_05');
  expect(report?.partitions).not.toContain('execution_blobs_2026_05');
  expect(
    await query('select execution_id as id from execution_blobs where org_id = $1', [workflow.org_id]),
  ).toEqual([{ id: waits }]);
  expect(report?.partitions.some((name) => /_2026_1[0-2]$|_default$/.test(name))).toBe(false);
  expect(await left(workflow)).toHaveLength(1);
  // What belongs into a month that is gone still has its place.
  await aged(workflow, 'error', [150], 1);
  expect(await left(workflow)).toHaveLength(2);
});

test('one process does it at a time, and who is told to stop stops', async () => {
  const workflow = await workflowOf();
  await aged(workflow, 'success', [40, 41, 42, 43, 44, 45, 46, 47, 48, 49]);
  const both = await Promise.all([apply(), apply()]);
  expect(both.filter((report) => report === null).length).toBeLessThanOrEqual(1);
  expect(both.reduce((sum, report) => sum + (report?.executions ?? 0), 0)).toBe(10);
  await aged(workflow, 'success', [40, 41]);
  expect(await apply({}, AbortSignal.abort())).toMatchObject({ executions: 0 });
  expect(await left(workflow)).toHaveLength(2);
});
