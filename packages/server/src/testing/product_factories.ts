import pino from 'pino';
import { createAuth } from '../auth/auth.ts';
import { type Database, openDatabase } from '../db/client.ts';
import { findEmbeddedDatabase } from '../db/embedded/embedded_database.ts';
import { readEnv } from '../env.ts';
import { createFactories, type Factories } from './factories.ts';

/**
 * Factories on the embedded database of a product that runs on this data directory: for a second organization, which no
 * page makes yet, and for a past. The data directory must be one that the database user may enter.
 */
export async function openFactories(
  data_dir: string,
): Promise<Factories & { db: Database } & AsyncDisposable> {
  const url = await findEmbeddedDatabase(data_dir);
  if (url === null) throw new Error(`No product has run on ${data_dir}`);
  const db = openDatabase({ url, pool_size: 1, application_name: 'factories' });
  const auth = createAuth({
    db,
    env: readEnv({ MILLRACE_DATA_DIR: data_dir }),
    log: pino({ level: 'silent' }),
  });
  return {
    ...createFactories(auth),
    db,
    [Symbol.asyncDispose]: async () => {
      await auth.close();
      await db.close();
    },
  };
}
