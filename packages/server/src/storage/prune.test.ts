import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { takeExecutionKey } from './execution_key.ts';
import { prune } from './prune.ts';
import { insertWorkflow } from './testing/fixtures.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test('what is too old goes in small batches, what is not stays', async () => {
  const { db } = database;
  const { org_id, workflow_id } = await insertWorkflow(db);
  await db.engine.query(
    `insert into execution_keys (org_id, scope, key, created_at, expires_at)
     select $1, 'x', i::text, now() - make_interval(hours => i), now() - make_interval(hours => i - 24) from generate_series(1, 48) i`,
    [org_id],
  );
  await db.engine.query(
    `insert into schedule_firings (workflow_id, due_at, org_id, execution_id)
     select $1, now() - make_interval(days => i), $2, gen_random_uuid() from generate_series(1, 10) i`,
    [workflow_id, org_id],
  );
  expect(await prune(db.engine, new AbortController().signal, 4)).toBe(25 + 4);
  const { rows } = await db.engine.query(
    'select (select count(*) from execution_keys)::int as keys, (select count(*) from schedule_firings)::int as firings',
  );
  expect(rows[0]).toEqual({ keys: 23, firings: 6 });
});

test('a key whose time is over is free again, a younger one is not', async () => {
  const { db } = database;
  const key = { org_id: newId(), scope: 'execute', key: 'k', request_hash: 'a', execution_id: newId() };
  const take = (over = {}) => db.asEngine((tx) => takeExecutionKey(tx, { ...key, ...over }));
  expect(await take()).toBeNull();
  expect(await take({ execution_id: newId() })).toMatchObject({
    request_hash: 'a',
    execution_id: key.execution_id,
  });
  await db.engine.query(
    `update execution_keys set expires_at = now() - interval '1 second' where org_id = $1`,
    [key.org_id],
  );
  expect(await take({ execution_id: newId() })).toBeNull();
});
