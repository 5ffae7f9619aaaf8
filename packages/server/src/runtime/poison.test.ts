import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readExecution } from '../storage/read_execution.ts';
import type { TestWorkflow } from '../storage/testing/fixtures.ts';
import {
  deploy,
  line,
  manual,
  post,
  type Recorder,
  startRecorder,
  startRuntime,
  type TestRuntime,
  until,
} from '../storage/testing/runtime.ts';
import { startWorker } from '../storage/testing/start_worker.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';

let database: TestDatabase;
let outside: Recorder;
let api: TestRuntime;
beforeAll(async () => {
  database = await createTestDatabase();
  outside = await startRecorder(400);
  api = await startRuntime(database.db, { env: { role: 'api' } });
});
afterAll(async () => {
  await api.stop();
  await outside.close();
  await database.drop();
});

const begin = async (workflow: TestWorkflow): Promise<string> => {
  const answer = await api.execute({
    ...workflow,
    trigger_type: 'manual',
    trigger: { data: {} },
    triggered_by: null,
  });
  return answer.execution_id;
};

test('what takes its process down again and again is ended after five, and what runs beside it is not', async () => {
  const poison = await deploy(database.db, line(manual, post('first', `${outside.url}/slow/poison`)));
  const other = await deploy(database.db, line(manual, post('first', `${outside.url}/slow/other`)), {
    org_id: poison.org_id,
  });
  const others = await Promise.all(Array.from({ length: 10 }, () => begin(other)));
  const id = await begin(poison);
  const ended = async (one: string): Promise<boolean> =>
    (await readExecution(database.db.engine, poison.org_id, one))?.finished_at != null;
  const allEnded = async () => (await Promise.all([id, ...others].map(ended))).every(Boolean);
  let deaths = 0;
  while (!(await allEnded())) {
    const worker = await startWorker(database.url);
    const called = outside.count('/slow/poison');
    await until('the worker dies or has done everything', async () => {
      if (outside.count('/slow/poison') === called) return allEnded();
      worker.child.kill('SIGKILL');
      await once(worker.child, 'exit');
      deaths += 1;
      return true;
    });
    await worker.end();
  }
  expect(deaths).toBe(5);
  expect(await readExecution(database.db.engine, poison.org_id, id)).toMatchObject({
    status: 'error',
    error: { code: 'process_ended' },
  });
  for (const one of others)
    expect(await readExecution(database.db.engine, poison.org_id, one)).toMatchObject({ status: 'success' });
}, 90_000);
