import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbeddedDatabase } from '../db/embedded/embedded_database.ts';
import { migrate, migrationsHash, readMigrations } from '../db/migrate.ts';

/** What the tests of one run share: a server and the name of a migrated database on it. */
export interface TestServer {
  /** May create databases. */
  url: string;
  template: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    database_server: TestServer;
  }
}

/** Vitest calls this once per run: one PostgreSQL for all test files, from TEST_DATABASE_URL or started here. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL;
  const server = given ? { url: given, stop: async () => undefined } : await startTestServer();
  try {
    project.provide('database_server', { url: server.url, template: await makeTemplate(server.url) });
  } catch (error) {
    await server.stop();
    throw error;
  }
  return () => server.stop();
}

async function startTestServer(): Promise<{ url: string; stop: () => Promise<void> }> {
  const data_dir = await mkdtemp(path.join(tmpdir(), 'millrace-test-'));
  // Open to the user that PostgreSQL runs as when we are root: the database then is below it and goes with it.
  await chmod(data_dir, 0o711);
  const server = await startEmbeddedDatabase({
    data_dir,
    durable: false,
    may_create_databases: true,
    max_connections: 300,
  });
  return {
    url: server.url,
    stop: async () => {
      await server.stop();
      await rm(data_dir, { recursive: true, force: true });
    },
  };
}

/** Named by its content, so that a server that outlives the run is migrated anew only when a migration changed. */
async function makeTemplate(url: string): Promise<string> {
  const migrations = await readMigrations();
  const template = `millrace_template_${migrationsHash(migrations).slice(0, 16)}`;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock(hashtext('millrace test template'))");
    const { rowCount } = await client.query('select from pg_database where datname = $1', [template]);
    if (rowCount) return template;
    const unfinished = `${template}_unfinished`;
    await client.query(`drop database if exists ${unfinished} with (force)`);
    await client.query(`create database ${unfinished}`);
    await migrate(withDatabase(url, unfinished), migrations);
    await client.query(`alter database ${unfinished} rename to ${template}`);
    return template;
  } finally {
    await client.end();
  }
}

/** The same server and user, another database. */
export function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.toString();
}
