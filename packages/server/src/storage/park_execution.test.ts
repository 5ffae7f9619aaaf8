import { afterAll, beforeAll, expect, test } from 'vitest';
import { callback, createHarness, type Harness, parkedOf, waiting } from './testing/harness.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await createHarness();
});
afterAll(() => harness.stop());

test('whoever comes to a wait starts with a clean record: deaths of processes over weeks are no poison', async () => {
  const start = await harness.running();
  await harness.query('update workflow_executions set recoveries = 4 where id = $1', [start.id]);
  await harness.storage.park(parkedOf(start, [waiting('wait', callback())]));
  expect(await harness.row(start)).toMatchObject({ status: 'waiting', recoveries: 0 });
});
