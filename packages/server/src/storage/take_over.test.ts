import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { registerProcess } from './processes.ts';
import { takeOver } from './take_over.ts';
import { createHarness, type Harness } from './testing/harness.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await createHarness();
});
afterAll(() => harness.stop());

test('an execution whose process died keeps the time for which it was active: its time limit goes on', async () => {
  const owner = newId();
  await harness.database.db.asEngine((tx) =>
    registerProcess(tx, { id: owner, role: 'all', host: 'here', pid: 1 }),
  );
  const [fresh, parked] = [harness.newStart({}, { owner }), harness.newStart({}, { owner })];
  for (const start of [fresh, parked]) await harness.storage.accept(start, start.created_at);
  await harness.query(`update workflow_executions set started_at = now() - interval '60 seconds'`);
  await harness.query('update workflow_executions set duration_ms = 7 where id = $1', [parked.id]);
  await harness.query(`update processes set heartbeat_at = now() - interval '20 seconds' where id = $1`, [
    owner,
  ]);
  await harness.database.db.asEngine((tx) => takeOver(tx, { self: newId(), stale_after_s: 10 }));
  const { duration_ms } = await harness.row(fresh);
  expect(duration_ms).toBeGreaterThan(39_000);
  expect(duration_ms).toBeLessThan(41_000);
  expect((await harness.row(parked)).duration_ms).toBe(7);
});
