import { checkServer } from '../db/check_server.ts';
import { startEmbeddedDatabase } from '../db/embedded/embedded_database.ts';
import { migrate } from '../db/migrate.ts';
import type { Env } from '../env.ts';
import type { EndReason } from './process_end.ts';
import type { Shutdown } from './shutdown.ts';

interface Deps {
  env: Env;
  log: { info(message: string): void; warn(message: string): void };
  shutdown: Shutdown;
  end: (reason: EndReason) => void;
}

/** A PostgreSQL with the schema of this version: the one of the settings, or the embedded one. Returns its address. */
export async function prepareDatabase({ env, log, shutdown, end }: Deps): Promise<string> {
  const url = env.database_url ?? (await startEmbedded());
  await checkServer(url, { onWait: () => log.info('Waiting for PostgreSQL') });
  await migrate(url);
  return url;

  async function startEmbedded(): Promise<string> {
    const database = await startEmbeddedDatabase({
      data_dir: env.data_dir,
      max_connections: connectionsFor(env.workers),
      log: (message) => log.warn(message),
    });
    await shutdown.add({ name: 'database', close: (left_ms) => database.stop(left_ms), within_ms: 11_000 });
    database.lost.then(() =>
      end({ message: 'Stopping: the embedded PostgreSQL does not stay alive', exit_code: 1 }),
    );
    return database.url;
  }
}

/** Three pools of ten in this process, fewer in a worker, and some for people who look. */
function connectionsFor(workers: number): number {
  return 70 + 30 * workers;
}
