import { getMigrations } from 'better-auth/db/migration';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { type Auth, createAuth } from './auth.ts';

let database: TestDatabase;
let auth: Auth;
beforeAll(async () => {
  database = await createTestDatabase();
  const log = { warn: () => undefined, error: () => undefined };
  auth = createAuth({
    db: database.db,
    env: { public_url: 'http://127.0.0.1:3000', encryption_key: new Uint8Array(32) },
    log,
  });
});
afterAll(async () => {
  await auth.close();
  await database.drop();
});

test('the sign-in library finds every table and column it wants', async () => {
  const missing = await getMigrations(auth.library.options);
  expect(missing.toBeCreated).toEqual([]);
  expect(missing.toBeAdded).toEqual([]);
});

test('only its own role may read people, sessions and keys', async () => {
  const { rows } = await database.db.owner.query(
    `select c.relname, role from pg_class c, unnest(array['millrace_api', 'millrace_engine', 'public']) role
     where c.relnamespace = 'auth'::regnamespace and c.relkind in ('r', 'v', 'S')
       and (has_schema_privilege(role, 'auth', 'usage') or (c.relkind <> 'S' and has_table_privilege(role, c.oid, 'select, insert, update, delete')))`,
  );
  expect(rows).toEqual([]);
  const reads = 'select * from millrace.integration_workflows';
  await expect(auth.database.pool.query(reads)).rejects.toMatchObject({ code: '42501' });
});
