import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { dumpSchema } from './dump_schema.ts';

let test_database: TestDatabase;
beforeAll(async () => {
  test_database = await createTestDatabase();
});
afterAll(() => test_database.drop());

/** After a new migration: `npm run schema` writes the file anew. */
test('schema.sql shows what all migrations come to', async () => {
  const client = await test_database.db.owner.connect();
  try {
    await client.query('begin');
    const schema = await dumpSchema(client);
    await client.query('rollback');
    await expect(schema).toMatchFileSnapshot('./schema.sql');
  } finally {
    client.release();
  }
});

interface Table {
  name: string;
  tenant: boolean;
  secured: boolean;
  partition: boolean;
}

test('every table with an organization is closed to the API by row-level security, also for its owner', async () => {
  const { rows } = await test_database.db.owner.query<Table>(`
    select c.oid::regclass::text as name, c.relispartition as partition,
           exists (select from pg_attribute where attrelid = c.oid and attname = 'org_id') as tenant,
           c.relrowsecurity and c.relforcerowsecurity
             and exists (select from pg_policy where polrelid = c.oid) as secured
      from pg_class c where c.relnamespace = 'millrace'::regnamespace and c.relkind in ('r', 'p')`);
  const tenant = rows.filter((table) => table.tenant && !table.partition);
  expect(tenant.length).toBeGreaterThan(10);
  expect(tenant.filter((table) => !table.secured)).toEqual([]);
});

test('a partition of a tenant table is reached through its parent only', async () => {
  const { rows } = await test_database.db.owner.query(`
    select c.oid::regclass::text as name, role
      from pg_class c, unnest(array['millrace_api', 'millrace_engine']) role
     where c.relnamespace = 'millrace'::regnamespace and c.relispartition
       and has_table_privilege(role, c.oid, 'select, insert, update, delete')`);
  expect(rows).toEqual([]);
});

test('no view looks past row-level security', async () => {
  const { rows } = await test_database.db.owner.query(`
    select c.oid::regclass::text as name from pg_class c
     where c.relnamespace = 'millrace'::regnamespace and c.relkind in ('v', 'm')
       and not coalesce(c.reloptions::text, '') like '%security_invoker=%'`);
  expect(rows).toEqual([]);
});

test.each(['millrace_api', 'millrace_engine', 'millrace_auth'])(
  'role %s can neither sign in nor pass the policies',
  async (role) => {
    const { rows } = await test_database.db.owner.query(
      'select rolcanlogin, rolsuper, rolbypassrls, rolcreaterole from pg_roles where rolname = $1',
      [role],
    );
    expect(rows).toEqual([
      { rolcanlogin: false, rolsuper: false, rolbypassrls: false, rolcreaterole: false },
    ]);
  },
);
