import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { type Database, openDatabase } from '../db/client.ts';
import { withDatabase } from './database_server.ts';

/** A database of its own for a test file, with the schema of this version. */
export interface TestDatabase {
  url: string;
  db: Database;
  /** Closes the pools and removes the database. Throws when a connection was leaked. */
  drop(): Promise<void>;
}

/** Clones the migrated template of this run (tens of milliseconds). Call `drop` in `afterAll`. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { url: server, template } = inject('database_server');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await administer(server, `create database ${name} template ${template}`);
  const url = withDatabase(server, name);
  const db = openDatabase({ url, pool_size: 5, application_name: name });
  return {
    url,
    db,
    drop: async () => {
      await db.close();
      await dropDatabase(server, name);
    },
  };
}

/** PostgreSQL waits five seconds for connections to end, then refuses: somebody kept one. */
async function dropDatabase(server: string, name: string): Promise<void> {
  try {
    await administer(server, `drop database ${name}`);
  } catch (error) {
    await administer(server, `drop database if exists ${name} with (force)`);
    throw new Error('A connection to the test database was left open', { cause: error });
  }
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
