import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** The PostgreSQL of DATABASE_URL cannot be used; the message is one line for the operator. */
export class DatabaseServerError extends Error {
  override name = 'DatabaseServerError';
}

const OLDEST_VERSION = 14;
/** A database that is started together with us needs a moment. */
const PATIENCE_MS = 15_000;
const RETRY_MS = 500;
const NOT_YET = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ECONNRESET', '57P03']);

/** Sees whether this PostgreSQL is one that Millrace can use, before anything is written. Throws DatabaseServerError. */
export async function checkServer(
  url: string,
  options: { patience_ms?: number; onWait?: () => void } = {},
): Promise<void> {
  const client = await connectPatiently(url, options);
  try {
    const { rows } = await client.query<Facts>(FACTS);
    const problem = problemOf(rows[0] as Facts);
    if (problem) throw new DatabaseServerError(`DATABASE_URL: ${problem}`);
  } finally {
    await client.end();
  }
}

async function connectPatiently(
  url: string,
  { patience_ms = PATIENCE_MS, onWait }: { patience_ms?: number; onWait?: () => void },
): Promise<pg.Client> {
  const deadline = Date.now() + patience_ms;
  for (let attempt = 0; ; attempt += 1) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
    try {
      await client.connect();
      return client;
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      if (!NOT_YET.has(code) || Date.now() > deadline)
        throw new DatabaseServerError(connectProblem(url, error as NodeJS.ErrnoException));
      if (attempt === 0) onWait?.();
      await sleep(RETRY_MS);
    }
  }
}

/** Never quotes the address whole: it holds the password. */
function connectProblem(url: string, error: NodeJS.ErrnoException): string {
  const { username, host, pathname } = new URL(url);
  const server = host ? decodeURIComponent(host) : 'this machine';
  switch (error.code) {
    case '28P01':
    case '28000':
      return `DATABASE_URL: PostgreSQL at ${server} refuses user ${decodeURIComponent(username)}: ${error.message}`;
    case '3D000':
      return `DATABASE_URL: PostgreSQL at ${server} has no database "${decodeURIComponent(pathname.slice(1))}". Create it: create database …`;
    default:
      return `DATABASE_URL: PostgreSQL at ${server} cannot be reached (${error.code ?? error.message}). Is it running, and may this machine connect?`;
  }
}

interface Facts {
  version: number;
  encoding: string;
  username: string;
  may_create_schema: boolean;
  may_create_role: boolean;
  /** Of our roles: those that are missing, those that we may not act as, those that could pass row-level security. */
  missing_roles: string[];
  foreign_roles: string[];
  powerful_roles: string[];
}

const FACTS = `
  with wanted (name) as (values ('millrace_api'), ('millrace_engine'), ('millrace_auth')),
       ours as (select r.oid, r.rolname::text as name, r.rolsuper or r.rolbypassrls as powerful from wanted join pg_roles r on r.rolname = wanted.name)
  select current_setting('server_version_num')::int / 10000 as version,
         current_setting('server_encoding') as encoding,
         current_user::text as username,
         has_database_privilege(current_database(), 'create') as may_create_schema,
         (select rolcreaterole or rolsuper from pg_roles where rolname = current_user) as may_create_role,
         array(select name from wanted where name not in (select name from ours)) as missing_roles,
         array(select name from ours where not pg_has_role(current_user, oid, 'member')) as foreign_roles,
         array(select name from ours where powerful) as powerful_roles`;

/** Pure: what stands in the way, in one line, or null. */
export function problemOf(facts: Facts): string | null {
  if (facts.version < OLDEST_VERSION)
    return `this is PostgreSQL ${facts.version}; Millrace needs ${OLDEST_VERSION} or newer`;
  if (facts.encoding !== 'UTF8')
    return `the database has encoding ${facts.encoding}; make one with encoding UTF8`;
  if (!facts.may_create_schema)
    return `user ${facts.username} may not create schemas: grant create on database … to ${facts.username}`;
  if (facts.powerful_roles.length > 0)
    return `role ${facts.powerful_roles.join(' and ')} could pass row-level security: alter role ${facts.powerful_roles[0]} nosuperuser nobypassrls`;
  if (facts.missing_roles.length > 0 && !facts.may_create_role)
    return `user ${facts.username} may not create roles: alter role ${facts.username} createrole, or make them: ${facts.missing_roles.map((role) => `create role ${role}; grant ${role} to ${facts.username}`).join('; ')}`;
  if (facts.foreign_roles.length > 0 && !facts.may_create_role)
    return `user ${facts.username} may not act as ${facts.foreign_roles.join(' and ')}: ${facts.foreign_roles.map((role) => `grant ${role} to ${facts.username}`).join('; ')}`;
  return null;
}
