/** What the version before this one left open, on its schema and in its words, goes on after the upgrade. */
import { parseDefinition } from '@millrace/core';
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, test } from 'vitest';
import { insertWorkflow } from '../storage/testing/fixtures.ts';
import {
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
import { migrate, readMigrations } from './migrate.ts';

const released = ['0001-initial.sql', '0002-auth.sql'];
let database: TestDatabase;
let outside: Recorder;
let runtime: TestRuntime | undefined;

beforeAll(async () => {
  database = await createTestDatabase();
  outside = await startRecorder();
  await database.db.owner.query('drop schema millrace cascade; drop schema auth cascade');
  await migrate(
    database.url,
    (await readMigrations()).filter(({ name }) => released.includes(name)),
  );
});
afterAll(async () => {
  await runtime?.stop();
  await outside.close();
  await database.drop();
});

interface Left {
  status: 'queued' | 'waiting' | 'running';
  /** An hour ago it was to go on. */
  due?: boolean;
  /** The call of its second step. */
  journal?: ('started' | 'failed')[];
}

async function leave({ status, due = false, journal = [] }: Left) {
  const call = post('call', `${outside.url}/${status}`, { on_unknown: 'ask', retry: { max_attempts: 3 } });
  const definition = parseDefinition(line(manual, call, map({ a: 'a' })));
  const workflow = await insertWorkflow(database.db, { definition });
  const id = newId();
  const { engine } = database.db;
  await engine.query(
    `insert into workflow_executions (id, org_id, workflow_id, version, number, status, trigger_type, trigger, owner, fence, resume_at,
                                      created_at, started_at)
     values ($1, $2, $3, 1, 1, $4, 'manual', '{"data":{"a":1}}', $5, 1, $6, now() - interval '1 hour', now() - interval '1 hour')`,
    [
      id,
      workflow.org_id,
      workflow.workflow_id,
      status,
      status === 'running' ? newId() : null,
      due ? new Date(Date.now() - 3_600_000) : null,
    ],
  );
  const at = new Date(Date.now() - 3_600_000).toISOString();
  for (const kind of journal) {
    const error = { message: 'Try later', code: 'http_status', status: 503 };
    const entry = {
      kind,
      path: 'call',
      attempt: 1,
      ...(kind === 'started' ? { at } : { error, retry_at: at }),
    };
    await engine.query(
      `insert into execution_journal (execution_id, org_id, path, attempt, kind, entry) values ($1, $2, 'call', 1, $3, $4)`,
      [id, workflow.org_id, kind, JSON.stringify(entry)],
    );
  }
  return { id, org_id: workflow.org_id };
}

const statusOf = async ({ id }: { id: string }): Promise<string> =>
  (await database.db.engine.query('select status from workflow_executions where id = $1', [id])).rows[0]
    .status;

test('queued, waiting for a retry, running under a process that is gone, and asking a person', async () => {
  const [queued, retried, orphaned, asking] = [
    await leave({ status: 'queued' }),
    await leave({ status: 'waiting', due: true, journal: ['started', 'failed'] }),
    await leave({ status: 'running' }),
    await leave({ status: 'waiting', journal: ['started'] }),
  ];
  await migrate(database.url);
  runtime = await startRuntime(database.db, { sole_instance: true });
  for (const execution of [queued, retried, orphaned])
    await until('it has ended', async () => (await statusOf(execution)) === 'success');
  // It asks again, so that the answer has something to be given to.
  const questions = async () =>
    (
      await database.db.engine.query(`select from waits where execution_id = $1 and kind = 'question'`, [
        asking.id,
      ])
    ).rowCount;
  await until('it asks', async () => (await questions()) === 1 && (await statusOf(asking)) === 'waiting');
  await runtime.signals.answer({
    org_id: asking.org_id,
    execution_id: asking.id,
    path: 'call',
    answer: 'repeat',
    output: null,
  });
  await until('it has ended', async () => (await statusOf(asking)) === 'success');
});
