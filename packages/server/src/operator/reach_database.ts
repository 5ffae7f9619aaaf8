import pg from 'pg';
import { checkServer } from '../db/check_server.ts';
import { findEmbeddedDatabase, startEmbeddedDatabase } from '../db/embedded/embedded_database.ts';
import { DataDirectoryInUse } from '../db/embedded/errors.ts';
import type { Env } from '../env.ts';
import { CommandError } from './command_error.ts';

export interface ReachedDatabase {
  url: string;
  close(): Promise<void>;
}

/**
 * The database of an installation, whether Millrace runs or not: an embedded one is started where nobody has it, and used
 * through its socket where a running Millrace does. Nothing is made, nothing is migrated.
 * @throws CommandError where Millrace was never started.
 */
export async function reachDatabase(
  settings: Pick<Env, 'database_url' | 'data_dir'>,
): Promise<ReachedDatabase> {
  const database = settings.database_url
    ? await outside(settings.database_url)
    : await embedded(settings.data_dir);
  try {
    await requireMigrated(database.url);
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}

async function outside(url: string): Promise<ReachedDatabase> {
  await checkServer(url, { patience_ms: 0 });
  return { url, close: async () => undefined };
}

async function embedded(data_dir: string): Promise<ReachedDatabase> {
  const url = await findEmbeddedDatabase(data_dir).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EACCES') throw error;
    throw new CommandError(`${data_dir} belongs to another user. Run this as the one that runs Millrace.`);
  });
  if (url === null)
    throw new CommandError(
      `There is no database in ${data_dir}. Set MILLRACE_DATA_DIR or DATABASE_URL as for the Millrace that you mean.`,
    );
  try {
    const started = await startEmbeddedDatabase({ data_dir });
    return { url: started.url, close: () => started.stop() };
  } catch (error) {
    if (error instanceof DataDirectoryInUse) return { url, close: async () => undefined };
    throw error;
  }
}

async function requireMigrated(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ made: boolean }>(
      `select to_regclass('auth."user"') is not null as made`,
    );
    if (!rows[0]?.made)
      throw new CommandError('Nobody is in this database yet. Start Millrace and open its address.');
  } finally {
    await client.end();
  }
}
