import { afterAll, beforeAll, expect, test } from 'vitest';
import { queueName } from '../queue.ts';
import { findLost } from './find_lost.ts';
import { callback, createHarness, type Harness, parkedOf, waiting } from './testing/harness.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await createHarness();
});
afterAll(() => harness.stop());

const lost = async (older_than_s = -1) =>
  (await harness.database.db.asEngine((tx) => findLost(tx, queueName, older_than_s))).map(
    (job) => job.execution_id,
  );
const park = async (
  over: Parameters<typeof parkedOf>[2] = {},
  journal: Parameters<typeof parkedOf>[1] = [],
) => {
  const start = harness.newStart();
  await harness.storage.park(parkedOf(start, journal, { accepted: false, ...over }));
  return start;
};
const loseJob = ({ id }: { id: string }) =>
  harness.query(`delete from pgboss.job where data ->> 'execution_id' = $1`, [id]);
const queued = { status: 'queued', resume_at: null } as const;
const wait = waiting('wait', callback());

test('what is queued and has lost its job is found, what has one is not', async () => {
  const [gone, there] = [await park(queued), await park(queued)];
  await loseJob(gone);
  expect(await lost()).toContain(gone.id);
  expect(await lost()).not.toContain(there.id);
  expect(await lost(60)).not.toContain(gone.id);
});

test('a job that is due in a year does not hide that the one for now is lost', async () => {
  const start = await park({}, [wait]);
  await harness.query(`update workflow_executions set status = 'queued', resume_at = null where id = $1`, [
    start.id,
  ]);
  expect(await lost()).toContain(start.id);
});

test('what stands in a line is not lost; without its line it is', async () => {
  const start = await park(queued);
  await loseJob(start);
  await harness.query(
    `insert into execution_gates (execution_id, org_id, workflow_id, gate, state) values ($1, $2, $3, 'g', 'line')`,
    [start.id, start.org_id, start.workflow_id],
  );
  expect(await lost()).not.toContain(start.id);
  await harness.query(`update execution_gates set state = 'in' where execution_id = $1`, [start.id]);
  expect(await lost()).toContain(start.id);
});

test('what waits for somebody is not lost, for how long it may be', async () => {
  const start = await park({ resume_at: null }, [wait]);
  expect(await lost()).not.toContain(start.id);
});

test('what waits, and has a signal, is found whatever became of its job', async () => {
  const start = await park({}, [wait]);
  await harness.query(
    `update waits set state = 'signalled', result = '{"outcome":"repeat"}' where execution_id = $1`,
    [start.id],
  );
  expect(await lost()).toContain(start.id);
});

test('what waits for nothing that could ever come is found, and claimed when it is queued again', async () => {
  const start = await park({ resume_at: null }, [wait]);
  await harness.query('delete from waits where execution_id = $1', [start.id]);
  expect(await lost()).toContain(start.id);
  await harness.database.db.asEngine(async (tx) =>
    harness.queue.insert(tx, await findLost(tx, queueName, -1)),
  );
  expect((await harness.claim()).map(({ id }) => id)).toContain(start.id);
});

test('a time that has passed without anybody coming is found', async () => {
  const start = await park({ resume_at: new Date(Date.now() - 60_000) });
  await loseJob(start);
  expect(await lost(30)).toContain(start.id);
});
