import pg from 'pg';
import { roleUrl, type Tx } from '../db/client.ts';

/** The one door to schema `auth`: works as millrace_auth, which reads nothing of the tenants' tables. */
export interface AuthDatabase {
  pool: pg.Pool;
  /** Commits when `work` returns, rolls back when it throws. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

const POOL_SIZE = 4;

export function openAuthDatabase(url: string): AuthDatabase {
  const pool = new pg.Pool({
    connectionString: roleUrl(url, 'millrace_auth', ['search_path=auth', 'statement_timeout=30s']),
    max: POOL_SIZE,
    application_name: 'millrace auth',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  });
  // Without a listener a broken idle connection would end the process; the pool replaces it by itself.
  pool.on('error', () => undefined);
  return { pool, transaction: (work) => transaction(pool, work), close: () => pool.end() };
}

async function transaction<T>(pool: pg.Pool, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((cause: Error) => {
      broken = cause;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

/**
 * Does one thing to an organization's tables inside a transaction of {@link AuthDatabase}, as millrace_api: so that a
 * change of a member and its audit row are committed together.
 */
export async function asOrgWithin<T>(tx: Tx, org_id: string, work: () => Promise<T>): Promise<T> {
  await tx.query('set local role millrace_api');
  await tx.query('set local search_path to millrace');
  await tx.query("select set_config('app.org_id', $1, true)", [org_id]);
  const result = await work();
  await tx.query('set local role millrace_auth');
  await tx.query('set local search_path to auth');
  return result;
}
