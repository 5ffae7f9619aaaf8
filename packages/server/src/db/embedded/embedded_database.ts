import { randomBytes } from 'node:crypto';
import { chmod, chown, lstat, mkdir, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { prepareBinaries } from './binaries.ts';
import { makeCluster, SUPERUSER } from './cluster.ts';
import { DataDirectoryInUse, EmbeddedDatabaseError } from './errors.ts';
import { keepRunning } from './keep_running.ts';
import { stopLeftover } from './leftover.ts';
import { type Lock, LockedError, lockDirectory } from './lock.ts';
import { makeDir } from './make_dir.ts';
import { findMadePlace, findPlace, type Place, SHARED_DIR } from './place.ts';
import { isRunning } from './process_end.ts';
import { serverSettings } from './settings.ts';

// What this directory keeps:
// 1. One process has the database of a data directory (lock.ts), and only it starts or stops its PostgreSQL.
// 2. Whatever was killed, the next start needs no help (leftover.ts, cluster.ts).
// 3. PostgreSQL never runs as root and is reached through a socket, by password, by nobody else (database_user.ts, settings.ts).

export interface EmbeddedDatabase {
  /** Connects as the owner of the database, who is no superuser. */
  url: string;
  /** Settles when the server died and could not be brought back; never after `stop`. */
  lost: Promise<void>;
  /** @param within_ms after which it is ended harder, so that its next start recovers it (default 10,000) */
  stop(within_ms?: number): Promise<void>;
}

export interface EmbeddedOptions {
  data_dir: string;
  /** Where files go that a data directory or checkout closed to other users cannot hold. */
  shared_dir?: string;
  /** Off only for tests: nothing is kept safe from a power cut. */
  durable?: boolean;
  /** May the owner make databases (tests clone theirs)? */
  may_create_databases?: boolean;
  max_connections?: number;
  log?: (message: string) => void;
}

const OWNER = 'millrace';
const DATABASE = 'millrace';
/** A socket's path has room for 107 bytes, PostgreSQL adds a file name. */
const SOCKET_DIR_LIMIT = 90;
/** A process that was killed gives its files back only when the last of its threads has ended. */
const KILLED_HOLDER_MS = 5_000;
const RETRY_MS = 20;

/** Starts the PostgreSQL of this data directory, made on the first start. Throws EmbeddedDatabaseError with one line. */
export async function startEmbeddedDatabase(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const { durable = true, max_connections = 100, log = () => undefined } = options;
  // Others may pass through for the database user's sake; what is secret below has its own mode.
  await makeDir(options.data_dir, process.getuid?.() === 0 ? 0o711 : 0o700);
  const data_dir = await realpath(options.data_dir);
  const place = await findPlace(data_dir, options.shared_dir);
  const lock = await lockPlace(place, data_dir);
  try {
    const binaries = await prepareBinaries({
      others_must_read: place.user !== null,
      shared_dir: options.shared_dir ?? SHARED_DIR,
    });
    await removeUnfinished(place.dir);
    if (await stopLeftover(place.cluster)) log('Ended the PostgreSQL that an earlier run left behind');
    const password = await keptPassword(place, 'superuser.password');
    await makeCluster({ dir: place.cluster, binaries, user: place.user, password, durable });
    const socket_dir = await makeSocketDir(place);
    const superuser_url = socketUrl(socket_dir, SUPERUSER, password, 'postgres');
    const server = await keepRunning(
      {
        binaries,
        user: place.user,
        cluster: place.cluster,
        log_file: place.log_file,
        settings: serverSettings({ socket_dir, durable, max_connections }),
        url: superuser_url,
      },
      log,
    );
    try {
      const owner_password = await keptPassword(place, 'owner.password');
      const url = await prepareDatabase(superuser_url, socket_dir, owner_password, options);
      return {
        url,
        lost: server.lost,
        stop: (within_ms) => server.stop(within_ms).finally(() => lock.release()),
      };
    } catch (error) {
      await server.stop();
      throw error;
    }
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** The address of the database that was made for this data directory; it answers while one runs. Null: none was made. */
export async function findEmbeddedDatabase(data_dir: string): Promise<string | null> {
  const place = await findMadePlace(data_dir);
  if (!place) return null;
  const password = await readFile(path.join(place.dir, 'owner.password'), 'utf8');
  return socketUrl(await socketDirOf(place), OWNER, password.trim(), DATABASE);
}

async function lockPlace(place: Place, data_dir: string): Promise<Lock> {
  const deadline = Date.now() + KILLED_HOLDER_MS;
  for (;;) {
    try {
      return await lockDirectory(place.dir);
    } catch (error) {
      if (!(error instanceof LockedError)) throw error;
      const dying = error.pid === null || !(await isRunning(error.pid));
      if (!dying || Date.now() > deadline) throw inUse(error.pid, data_dir);
      await sleep(RETRY_MS);
    }
  }
}

function inUse(pid: number | null, data_dir: string): DataDirectoryInUse {
  const who = pid ? `Another Millrace (process ${pid})` : 'Another Millrace';
  return new DataDirectoryInUse(
    `${who} is running on the data directory ${data_dir}. Stop it, or give this one its own MILLRACE_DATA_DIR.`,
  );
}

/** A first start that was killed leaves a half-made cluster under another name. */
async function removeUnfinished(dir: string): Promise<void> {
  for (const name of await readdir(dir)) {
    if (name.startsWith('new-cluster-')) await rm(path.join(dir, name), { recursive: true, force: true });
  }
}

async function keptPassword(place: Place, name: string): Promise<string> {
  const file = path.join(place.dir, name);
  const kept = (await readFile(file, 'utf8').catch(() => '')).trim();
  if (kept) return kept;
  const password = randomBytes(24).toString('base64url');
  await writeFile(file, `${password}\n`, { mode: 0o600 });
  return password;
}

async function socketDirOf(place: Place): Promise<string> {
  const inside = path.join(place.dir, 'socket');
  return Buffer.byteLength(inside) <= SOCKET_DIR_LIMIT ? inside : await shortSocketDir(place);
}

async function makeSocketDir(place: Place): Promise<string> {
  const dir = await socketDirOf(place);
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const owner = place.user?.uid ?? process.getuid?.();
  if (place.user) await chown(dir, place.user.uid, place.user.gid);
  const made = await lstat(dir);
  if (!made.isDirectory() || made.uid !== owner)
    throw new EmbeddedDatabaseError(`${dir} belongs to somebody else. Remove it.`);
  await chmod(dir, 0o700);
  return dir;
}

/** Named by a random text of our own, so that no other user of the machine can have made it before. */
async function shortSocketDir(place: Place): Promise<string> {
  const key = await keptPassword(place, 'socket.name');
  return path.join(tmpdir(), `millrace-${key.slice(0, 16)}`);
}

function socketUrl(socket_dir: string, user: string, password: string, database: string): string {
  return `postgresql://${user}:${password}@${encodeURIComponent(socket_dir)}/${database}`;
}

/** The owner of our tables is no superuser: a hole in the API must not open the machine. */
async function prepareDatabase(
  superuser_url: string,
  socket_dir: string,
  password: string,
  options: EmbeddedOptions,
): Promise<string> {
  const client = new pg.Client({ connectionString: superuser_url });
  await client.connect();
  try {
    const { rowCount: owners } = await client.query('select from pg_roles where rolname = $1', [OWNER]);
    if (!owners) await client.query(`create role ${OWNER} login createrole nosuperuser nobypassrls`);
    const createdb = options.may_create_databases ? 'createdb' : 'nocreatedb';
    await client.query(`alter role ${OWNER} ${createdb} password ${client.escapeLiteral(password)}`);
    const { rowCount: databases } = await client.query('select from pg_database where datname = $1', [
      DATABASE,
    ]);
    if (!databases) await client.query(`create database ${DATABASE} owner ${OWNER}`);
  } finally {
    await client.end();
  }
  return socketUrl(socket_dir, OWNER, password, DATABASE);
}
