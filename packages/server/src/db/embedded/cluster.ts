import { execFile } from 'node:child_process';
import { chmod, chown, mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Binaries } from './binaries.ts';
import type { DatabaseUser } from './database_user.ts';
import { EmbeddedDatabaseError } from './errors.ts';

const run = promisify(execFile);
export const SUPERUSER = 'postgres';

/**
 * Makes a PostgreSQL cluster in `dir` unless there is one. It is made beside and renamed, so that an interrupted start leaves no
 * half of one. `dir`'s parent must be writable for us and open to `user`.
 */
export async function makeCluster(options: {
  dir: string;
  binaries: Binaries;
  user: DatabaseUser | null;
  password: string;
  /** Off for databases that live as long as a test run. */
  durable: boolean;
}): Promise<void> {
  const { dir, user } = options;
  if (await exists(path.join(dir, 'PG_VERSION'))) return;
  const work = await mkdtemp(path.join(path.dirname(dir), 'new-cluster-'));
  const pgdata = path.join(work, 'cluster');
  const passwordFile = path.join(work, 'password');
  try {
    await chmod(work, 0o700);
    await mkdir(pgdata, { mode: 0o700 });
    await writeFile(passwordFile, `${options.password}\n`, { mode: 0o600 });
    if (user) for (const file of [passwordFile, pgdata, work]) await chown(file, user.uid, user.gid);
    await initdb(options, pgdata, passwordFile);
    await rename(pgdata, dir);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function initdb(
  { binaries, user, durable }: { binaries: Binaries; user: DatabaseUser | null; durable: boolean },
  pgdata: string,
  passwordFile: string,
): Promise<void> {
  const args = [
    `--pgdata=${pgdata}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // The same order of text on every machine, whatever locales it has.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
    ...(durable ? [] : ['--no-sync']),
  ];
  try {
    await run(binaries.initdb, args, { cwd: '/', env: cleanEnvironment(), ...user });
  } catch (error) {
    const { stderr, message } = error as { stderr?: string; message: string };
    throw new EmbeddedDatabaseError(`initdb failed: ${lastLine(stderr ?? '') || message}`);
  }
}

/** PGHOST, PGDATA, LC_ALL and others of the operator's shell must not reach our own server. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LANG: 'C', TZ: 'UTC' };
}

export function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}

async function exists(file: string): Promise<boolean> {
  return (await stat(file).catch(() => null)) !== null;
}
