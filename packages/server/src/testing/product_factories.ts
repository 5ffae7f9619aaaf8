import { readFile } from 'node:fs/promises';
import path from 'node:path';
import pino from 'pino';
import { createAuth } from '../auth/auth.ts';
import { openDatabase } from '../db/client.ts';
import { readEnv } from '../env.ts';
import { createFactories, type Factories } from './factories.ts';

/**
 * Factories on the embedded database of a product that runs on this data directory: for a second organization, which no
 * page makes yet. The data directory must be one that the database user may enter.
 */
export async function openFactories(data_dir: string): Promise<Factories & AsyncDisposable> {
  const dir = path.join(data_dir, 'database');
  const password = (await readFile(path.join(dir, 'owner.password'), 'utf8')).trim();
  const socket = encodeURIComponent(path.join(dir, 'socket'));
  const url = `postgresql://millrace:${password}@${socket}/millrace`;
  const db = openDatabase({ url, pool_size: 1, application_name: 'factories' });
  const auth = createAuth({
    db,
    env: readEnv({ MILLRACE_DATA_DIR: data_dir }),
    log: pino({ level: 'silent' }),
  });
  return {
    ...createFactories(auth),
    [Symbol.asyncDispose]: async () => {
      await auth.close();
      await db.close();
    },
  };
}
