import { afterAll, beforeAll, expect, test } from 'vitest';
import { queueName } from '../queue.ts';
import { cancelExecutions } from './cancel_executions.ts';
import { pruneJobs } from './prune.ts';
import { callback, createHarness, type Harness, parkedOf, waiting } from './testing/harness.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await createHarness();
});
afterAll(() => harness.stop());

test('the job of a time-out goes once its wait was ended otherwise; of one that still waits it stays', async () => {
  const [over, waits] = [await harness.running(), await harness.running()];
  for (const start of [over, waits])
    await harness.storage.park(parkedOf(start, [waiting('wait', callback())]));
  const { ended } = await harness.database.db.asEngine((tx) => cancelExecutions(tx, harness.ends, [over.id]));
  expect(ended).toHaveLength(1);
  expect(await pruneJobs(harness.database.db.engine, queueName, new AbortController().signal, 1)).toBe(1);
  expect(await harness.query(`select data ->> 'execution_id' as id from pgboss.job`)).toEqual([
    { id: waits.id },
  ]);
});
