import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { openDatabase } from './client.ts';

let test_database: TestDatabase;
const ours = randomUUID();
const theirs = randomUUID();

beforeAll(async () => {
  test_database = await createTestDatabase();
  for (const org_id of [ours, theirs])
    await test_database.db.asOrg(org_id, (tx) =>
      tx.query("insert into variables (org_id, name, value) values ($1, 'color', '1')", [org_id]),
    );
});
afterAll(() => test_database.drop());

const organizations = async (query: Promise<{ rows: { org_id: string }[] }>) =>
  (await query).rows.map(({ org_id }) => org_id).sort();

test('an organization sees and writes its own rows only', async () => {
  const { db } = test_database;
  expect(await organizations(db.asOrg(ours, (tx) => tx.query('select org_id from variables')))).toEqual([
    ours,
  ]);
  const intrusion = db.asOrg(ours, (tx) =>
    tx.query("insert into variables (org_id, name, value) values ($1, 'x', '1')", [theirs]),
  );
  await expect(intrusion).rejects.toThrow('row-level security');
});

test('outside a transaction of an organization the API role sees nothing, also after one', async () => {
  const db = openDatabase({ url: test_database.url, pool_size: 1 });
  await db.asOrg(ours, (tx) => tx.query('select 1'));
  expect(await organizations(db.api.query('select org_id from variables'))).toEqual([]);
  await db.close();
});

test('the engine sees all organizations', async () => {
  const { db } = test_database;
  const all = await organizations(db.asEngine((tx) => tx.query('select org_id from variables')));
  expect(all).toEqual([ours, theirs].sort());
});

test('work that throws is rolled back, and its connection is clean again', async () => {
  const db = openDatabase({ url: test_database.url, pool_size: 1 });
  const failing = db.asOrg(ours, async (tx) => {
    await tx.query('delete from variables');
    throw new Error('changed my mind');
  });
  await expect(failing).rejects.toThrow('changed my mind');
  expect(await organizations(db.asOrg(ours, (tx) => tx.query('select org_id from variables')))).toEqual([
    ours,
  ]);
  await db.close();
});

test('a read-only transaction cannot write', async () => {
  const writing = test_database.db.asOrg(ours, (tx) => tx.query('delete from variables'), {
    read_only: true,
  });
  await expect(writing).rejects.toThrow('read-only transaction');
});

test('options of the operator in the address are kept', async () => {
  const db = openDatabase({ url: `${test_database.url}?options=-c%20lock_timeout%3D7s`, pool_size: 1 });
  const { rows } = await db.asEngine((tx) =>
    tx.query("select current_user, current_setting('lock_timeout') as timeout"),
  );
  expect(rows).toEqual([{ current_user: 'millrace_engine', timeout: '7s' }]);
  await db.close();
});
