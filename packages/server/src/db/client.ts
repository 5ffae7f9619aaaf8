import pg from 'pg';

/** One connection inside a transaction. */
export type Tx = pg.ClientBase;

export interface TransactionOptions {
  /** Lets PostgreSQL refuse any write. */
  read_only?: boolean;
}

export interface Database {
  /** The connecting user, who owns the schema: migrations, pg-boss, better-auth. Never for a request's data. */
  owner: pg.Pool;
  /** Works as millrace_api: under row-level security, nothing is visible outside `asOrg`. */
  api: pg.Pool;
  /** Works as millrace_engine: all organizations. */
  engine: pg.Pool;
  /** Runs `work` in a transaction that sees and writes one organization. Commits when it returns, rolls back when it throws. */
  asOrg<T>(org_id: string, work: (tx: Tx) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** Runs `work` in a transaction of the engine role. Commits when it returns, rolls back when it throws. */
  asEngine<T>(work: (tx: Tx) => Promise<T>, options?: TransactionOptions): Promise<T>;
  url: string;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  url: string;
  /** Connections of each of the three pools at most. */
  pool_size?: number;
  application_name?: string;
  /** After how many milliseconds a statement of the engine counts as lost with its connection (default 30,000). */
  engine_timeout_ms?: number;
  /** Told when an idle connection breaks; the pool replaces it by itself. */
  onConnectionLost?: (error: Error) => void;
}

const POOL_SIZE = 10;
const CONNECT_TIMEOUT_MS = 10_000;
/** A connection that a firewall forgot says nothing for a quarter of an hour; its writes are looked up and tried again long before. */
const ENGINE_TIMEOUT_MS = 30_000;

/** Opens the three pools. Connects lazily: an unreachable server shows at the first query. */
export function openDatabase(options: DatabaseOptions): Database {
  let closing = false;
  const onLost = (error: Error): void => {
    // Of connections that we end ourselves the server says goodbye too.
    if (!closing) options.onConnectionLost?.(error);
  };
  const owner = openPool(options, options.url, onLost);
  // A person waits for the API: a statement that runs longer than this is a mistake, not patience.
  const api = openPool(options, roleUrl(options.url, 'millrace_api', ['statement_timeout=30s']), onLost);
  const engine = openPool(options, roleUrl(options.url, 'millrace_engine'), onLost, {
    query_timeout: options.engine_timeout_ms ?? ENGINE_TIMEOUT_MS,
  });
  return {
    owner,
    api,
    engine,
    asOrg: (org_id, work, transaction) => inTransaction(api, beginAs(org_id, transaction), work),
    asEngine: (work, transaction) => inTransaction(engine, begin(transaction), work),
    url: options.url,
    close: async () => {
      closing = true;
      await Promise.all([owner.end(), api.end(), engine.end()]);
    },
  };
}

function openPool(
  options: DatabaseOptions,
  url: string,
  onLost: (error: Error) => void,
  over: pg.PoolConfig = {},
): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.pool_size ?? POOL_SIZE,
    application_name: options.application_name ?? 'millrace',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    ...over,
  });
  // Without a listener a broken idle connection would end the process.
  pool.on('error', onLost);
  // And so would one that breaks between two statements of a transaction; its next statement reports it.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** The role is a start-up option, so it costs no statement and `reset` returns to it. */
export function roleUrl(url: string, role: string, settings: string[] = []): string {
  const parsed = new URL(url);
  const given = parsed.searchParams.get('options');
  const ours = [`role=${role}`, 'search_path=millrace', ...settings].map((setting) => `-c ${setting}`);
  parsed.searchParams.set('options', [...(given ? [given] : []), ...ours].join(' '));
  return parsed.toString();
}

function begin(options: TransactionOptions | undefined): string {
  return options?.read_only ? 'begin read only' : 'begin';
}

/** Local to the transaction: a session setting would be visible to the next user of the connection. One message, one way. */
function beginAs(org_id: string, options: TransactionOptions | undefined): string {
  return `${begin(options)}; select set_config('app.org_id', ${pg.escapeLiteral(org_id)}, true)`;
}

async function inTransaction<T>(pool: pg.Pool, begin: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query(begin);
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((cause: Error) => {
      broken = cause;
    });
    throw error;
  } finally {
    // A connection whose rollback failed may still be inside the transaction: it must not return to the pool.
    client.release(broken);
  }
}
