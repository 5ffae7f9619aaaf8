import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, realpath, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type DatabaseUser, databaseUser } from './database_user.ts';
import { EmbeddedDatabaseError } from './errors.ts';
import { makeDir } from './make_dir.ts';
import { reachableByOthers } from './reachable.ts';

/** Where the embedded database of a data directory lives, and as whom it runs. */
export interface Place {
  /** Holds the cluster, its socket, its log, its passwords and its lock. */
  dir: string;
  cluster: string;
  log_file: string;
  user: DatabaseUser | null;
}

/** For files that an unprivileged user must reach where the data directory or the checkout is closed to it. */
export const SHARED_DIR = '/var/lib/millrace';
/** In the data directory: one line, the directory of the database when it is not below the data directory. */
const LOCATION_FILE = 'database.location';

/**
 * Below the data directory, except for root with a data directory that other users cannot enter (a home of mode 0700): then a
 * directory of its own below /var/lib/millrace, named in `database.location`. Once made, a database stays where it is.
 */
export async function findPlace(data_dir: string, shared_dir: string = SHARED_DIR): Promise<Place> {
  const inside = path.join(data_dir, 'database');
  const owner = await ownerOf(path.join(inside, 'cluster'));
  if (process.getuid?.() !== 0) return placeAt(inside, null);
  // A database that an unprivileged user made there keeps that user, also when root starts it later.
  if (owner) return placeAt(inside, owner);
  const user = await databaseUser();
  const recorded = await readFile(path.join(data_dir, LOCATION_FILE), 'utf8').catch(() => null);
  if (recorded) return placeAt(recorded.trim(), user);
  if (await reachableByOthers(data_dir)) return placeAt(inside, user);
  return placeAt(await recordPlace(data_dir, shared_dir), user);
}

/** As {@link findPlace}, but makes nothing: null where no database was made yet. */
export async function findMadePlace(data_dir: string): Promise<Place | null> {
  const made = [path.join(data_dir, 'database', 'cluster'), path.join(data_dir, LOCATION_FILE)];
  return made.some((file) => existsSync(file)) ? findPlace(await realpath(data_dir)) : null;
}

async function placeAt(dir: string, user: DatabaseUser | null): Promise<Place> {
  // Others may pass through, not look: the cluster below is the database user's alone.
  await makeDir(dir, user ? 0o711 : 0o700);
  return { dir, cluster: path.join(dir, 'cluster'), log_file: path.join(dir, 'server.log'), user };
}

async function recordPlace(data_dir: string, shared_dir: string): Promise<string> {
  const dir = path.join(shared_dir, randomUUID());
  try {
    await makeDir(shared_dir, 0o755);
  } catch (error) {
    throw new EmbeddedDatabaseError(
      `PostgreSQL cannot run as root, its user cannot enter ${data_dir}, and ${shared_dir} cannot be made (${(error as Error).message}). Set MILLRACE_DATA_DIR to a directory that every user may enter.`,
    );
  }
  // wx: of two first starts at once one wins, and the other reads its choice.
  const file = path.join(data_dir, LOCATION_FILE);
  try {
    await writeFile(file, `${dir}\n`, { flag: 'wx' });
    return dir;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return (await readFile(file, 'utf8')).trim();
  }
}

async function ownerOf(dir: string): Promise<DatabaseUser | null> {
  const found = await stat(dir).catch(() => null);
  return found && found.uid !== 0 ? { uid: found.uid, gid: found.gid } : null;
}
