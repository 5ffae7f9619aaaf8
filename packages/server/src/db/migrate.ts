import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import pg from 'pg';

// What this file keeps:
// 1. One process migrates at a time, whatever the number that start (advisory lock of the session).
// 2. A file is applied whole or not at all, and its name and hash are recorded in the same transaction.
// 3. A file that was applied never changes: a different hash stops the start.

export interface Migration {
  name: string;
  sql: string;
  /** SHA-256 of the text with line ends normalised, hex. */
  hash: string;
}

/** The database cannot be brought to the schema of this version; the message says why. */
export class MigrationError extends Error {
  override name = 'MigrationError';
}

const MIGRATIONS_DIR = new URL('./migrations/', import.meta.url);
const FILE_NAME = /^\d{4}-[a-z0-9-]+\.sql$/;
// Any number that nobody else uses as an advisory lock; pg-boss has its own.
const LOCK_KEY = 6_455_772_001;

/** The migrations of this version in order. Throws MigrationError on a badly named or doubly numbered file. */
export async function readMigrations(dir: URL = MIGRATIONS_DIR): Promise<Migration[]> {
  const names = (await readdir(dir)).filter((name) => name.endsWith('.sql')).sort();
  const migrations: Migration[] = [];
  for (const name of names) {
    if (!FILE_NAME.test(name))
      throw new MigrationError(`Migration ${name} must be named like 0001-what-it-does.sql`);
    if (migrations.at(-1)?.name.slice(0, 4) === name.slice(0, 4))
      throw new MigrationError(`Migrations ${migrations.at(-1)?.name} and ${name} have the same number`);
    const sql = (await readFile(new URL(name, dir), 'utf8')).replaceAll('\r\n', '\n');
    migrations.push({ name, sql, hash: createHash('sha256').update(sql).digest('hex') });
  }
  return migrations;
}

/** One hash over all migrations: two databases with the same one have the same schema. */
export function migrationsHash(migrations: Migration[]): string {
  return createHash('sha256')
    .update(migrations.map(({ name, hash }) => `${name} ${hash}\n`).join(''))
    .digest('hex');
}

/** Brings the database to the schema of this version. Safe when several processes do it at once. Throws MigrationError. */
export async function migrate(url: string, migrations?: Migration[]): Promise<void> {
  const wanted = migrations ?? (await readMigrations());
  const client = new pg.Client({ connectionString: url, application_name: 'millrace migrate' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK_KEY]);
    await prepareRecord(client);
    const pending = pendingMigrations(wanted, await appliedMigrations(client));
    for (const migration of pending) await apply(client, migration);
  } finally {
    // Ends the session, and with it the lock.
    await client.end();
  }
}

async function prepareRecord(client: pg.Client): Promise<void> {
  await client.query(`
    create schema if not exists millrace;
    create table if not exists millrace.millrace_migrations (
      name text primary key,
      hash text not null,
      at   timestamptz not null default now()
    )`);
}

async function appliedMigrations(client: pg.Client): Promise<Map<string, string>> {
  const { rows } = await client.query<{ name: string; hash: string }>(
    'select name, hash from millrace.millrace_migrations',
  );
  return new Map(rows.map(({ name, hash }) => [name, hash]));
}

/** Pure: what is left to apply. Throws MigrationError when the past of the database is not the past of this version. */
export function pendingMigrations(wanted: Migration[], applied: Map<string, string>): Migration[] {
  const known = new Set(wanted.map(({ name }) => name));
  const newer = [...applied.keys()].filter((name) => !known.has(name)).sort();
  if (newer.length > 0)
    throw new MigrationError(
      `The database was migrated by another version of Millrace (${newer.join(', ')} is not part of this one). Start that version or a newer one.`,
    );
  const firstPending = wanted.findIndex(({ name }) => !applied.has(name));
  for (const [index, { name, hash }] of wanted.entries()) {
    const recorded = applied.get(name);
    if (recorded !== undefined && recorded !== hash)
      throw new MigrationError(
        `Migration ${name} was changed after it was applied to this database. Restore the file.`,
      );
    if (recorded !== undefined && firstPending !== -1 && index > firstPending)
      throw new MigrationError(
        `Migration ${wanted[firstPending]?.name} is missing in this database although ${name} was applied.`,
      );
  }
  return wanted.filter(({ name }) => !applied.has(name));
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(migration.sql);
    await client.query('insert into millrace.millrace_migrations (name, hash) values ($1, $2)', [
      migration.name,
      migration.hash,
    ]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw new MigrationError(`Migration ${migration.name} failed: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
