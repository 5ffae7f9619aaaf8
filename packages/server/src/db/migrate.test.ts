import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { type Migration, migrate, pendingMigrations, readMigrations } from './migrate.ts';

let test_database: TestDatabase;

beforeAll(async () => {
  test_database = await createTestDatabase();
});
afterAll(() => test_database.drop());

function migration(name: string, sql: string, hash = `hash of ${sql}`): Migration {
  return { name, sql, hash };
}

async function withOurs(...more: Migration[]): Promise<Migration[]> {
  return [...(await readMigrations()), ...more];
}

test('many processes that start at once apply each migration once', async () => {
  const slow = migration('9001-slow.sql', 'create table millrace.made_once (); select pg_sleep(0.1)');
  const wanted = await withOurs(slow);
  await Promise.all(Array.from({ length: 6 }, () => migrate(test_database.url, wanted)));
  const { rows } = await test_database.db.owner.query(
    'select name from millrace.millrace_migrations order by name',
  );
  expect(rows.map(({ name }) => name)).toEqual(wanted.map(({ name }) => name));
});

test('a migration that fails leaves nothing of itself, and says which one it was', async () => {
  const slow = migration('9001-slow.sql', 'create table millrace.made_once (); select pg_sleep(0.1)');
  const broken = migration('9002-broken.sql', 'create table millrace.half (); select 1/0');
  const attempt = migrate(test_database.url, await withOurs(slow, broken));
  await expect(attempt).rejects.toThrow('Migration 9002-broken.sql failed: division by zero');
  const { rows } = await test_database.db.owner.query("select to_regclass('millrace.half') as half");
  expect(rows).toEqual([{ half: null }]);
});

test('the connection that migrated is closed', async () => {
  const client = new pg.Client({ connectionString: test_database.url });
  await client.connect();
  const { rows } = await client.query(
    "select from pg_stat_activity where datname = current_database() and application_name = 'millrace migrate'",
  );
  await client.end();
  expect(rows).toEqual([]);
});

const one = migration('0001-a.sql', '', 'a');
const two = migration('0002-b.sql', '', 'b');
test.each([
  { situation: 'an empty database gets all', applied: {}, pending: ['0001-a.sql', '0002-b.sql'] },
  { situation: 'one behind gets the rest', applied: { '0001-a.sql': 'a' }, pending: ['0002-b.sql'] },
  { situation: 'a current one gets none', applied: { '0001-a.sql': 'a', '0002-b.sql': 'b' }, pending: [] },
])('$situation', ({ applied, pending }) => {
  expect(pendingMigrations([one, two], new Map(Object.entries(applied))).map(({ name }) => name)).toEqual(
    pending,
  );
});

test.each([
  {
    situation: 'an edited migration',
    applied: { '0001-a.sql': 'other' },
    says: '0001-a.sql was changed after it was applied',
  },
  {
    situation: 'a newer database',
    applied: { '0003-c.sql': 'c' },
    says: '0003-c.sql is not part of this one',
  },
  { situation: 'a gap', applied: { '0002-b.sql': 'b' }, says: '0001-a.sql is missing in this database' },
])('$situation is refused', ({ applied, says }) => {
  expect(() => pendingMigrations([one, two], new Map(Object.entries(applied)))).toThrow(says);
});
