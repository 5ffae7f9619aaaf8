/** Generated from the catalogue: every table with an organization, also one that a later migration adds. */
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Tx } from '../db/client.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';

let database: TestDatabase;
let tables: { name: string; columns: Column[] }[];
const mine = uuidv7();
const theirs = uuidv7();
const workflows: Record<string, string> = { [mine]: uuidv7(), [theirs]: uuidv7() };

interface Column {
  table: string;
  name: string;
  type: string;
  /** The words of a check constraint, where there is one. */
  words: string | null;
}

beforeAll(async () => {
  database = await createTestDatabase();
  tables = await tenantTables();
  for (const org_id of [mine, theirs])
    await database.db.asEngine(async (tx) => {
      await tx.query(
        `insert into integration_workflows (id, org_id, name, workflow_definition) values ($1, $2, 'W', '{}')`,
        [workflows[org_id], org_id],
      );
      for (const { name, columns } of tables)
        if (name !== 'integration_workflows') await insert(tx, name, columns, org_id);
    });
});
afterAll(() => database?.drop());

async function tenantTables() {
  const { rows } = await database.db.owner.query<Column>(
    `select c.relname as table, a.attname as name, format_type(a.atttypid, null) as type,
       (select pg_get_constraintdef(k.oid) from pg_constraint k
         where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum] limit 1) as words
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relnamespace = 'millrace'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and exists (select from pg_attribute o where o.attrelid = c.oid and o.attname = 'org_id')
       and a.attnotnull and a.attidentity = '' and (not a.atthasdef or a.attname in ('org_id'))
     order by c.relname, a.attnum`,
  );
  return [...Map.groupBy(rows, (row) => row.table)].map(([name, columns]) => ({ name, columns }));
}

/** A row of which only the organization matters. */
async function insert(tx: Tx, table: string, columns: readonly Column[], org_id: string): Promise<void> {
  const values = columns.map((column) => placeholderFor(column, org_id));
  await tx.query(
    `insert into ${table} (${columns.map(({ name }) => name).join(', ')}) values (${columns.map((_, i) => `$${i + 1}`).join(', ')})`,
    values,
  );
}

function placeholderFor({ name, type, words }: Column, org_id: string): unknown {
  if (name === 'org_id') return org_id;
  if (name === 'workflow_id') return workflows[org_id];
  if (words !== null) return /'([^']+)'/.exec(words)?.[1];
  if (type.endsWith('[]')) return [];
  if (type === 'bytea') return Buffer.from('x');
  if (type === 'uuid') return uuidv7();
  if (type.startsWith('json')) return '{}';
  if (type.startsWith('timestamp')) return new Date();
  if (type === 'boolean') return true;
  if (/int|double|numeric/.test(type)) return 1;
  return uuidv7();
}

test('there are tables to try, with a row of each organization in every one', async () => {
  expect(tables.length).toBeGreaterThan(12);
  for (const { name } of tables) {
    const { rows } = await database.db.asEngine((tx) => tx.query(`select distinct org_id from ${name}`));
    expect(rows.map((row) => row.org_id).sort(), name).toEqual([mine, theirs].sort());
  }
});

describe('as one organization', () => {
  const each = (work: (tx: Tx, table: { name: string; columns: Column[] }) => Promise<void>) => async () => {
    for (const table of tables) await database.db.asOrg(mine, (tx) => work(tx, table));
  };

  test(
    'no table shows a row of the other',
    each(async (tx, { name }) => {
      const { rows } = await tx.query(`select distinct org_id from ${name}`);
      expect(rows, name).toEqual([{ org_id: mine }]);
    }),
  );

  test(
    'no update or delete reaches one',
    each(async (tx, { name }) => {
      for (const statement of [
        `update ${name} set org_id = org_id where org_id = $1`,
        `delete from ${name} where org_id = $1`,
      ]) {
        await tx.query('savepoint one');
        const touched = await tx.query(statement, [theirs]).then(
          (result) => result.rowCount,
          (error: { code: string }) => error.code,
        );
        // The audit log refuses both altogether.
        expect([0, '42501'], `${statement}`).toContain(touched);
        await tx.query('rollback to savepoint one');
      }
    }),
  );

  test(
    'no row can be put there, nor moved there',
    each(async (tx, { name, columns }) => {
      await tx.query('savepoint one');
      await expect(insert(tx, name, columns, theirs), name).rejects.toMatchObject({ code: '42501' });
      await tx.query('rollback to savepoint one');
      await expect(tx.query(`update ${name} set org_id = $1`, [theirs]), name).rejects.toMatchObject({
        code: '42501',
      });
      await tx.query('rollback to savepoint one');
    }),
  );

  test('without an organization nothing is there at all', async () => {
    for (const { name } of tables) {
      const { rows } = await database.db.api.query(`select * from ${name}`);
      expect(rows, name).toEqual([]);
    }
  });
});
