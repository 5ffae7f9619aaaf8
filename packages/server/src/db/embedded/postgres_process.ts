import { type ChildProcess, spawn } from 'node:child_process';
import { open, readFile, rename, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Binaries } from './binaries.ts';
import { cleanEnvironment } from './cluster.ts';
import type { DatabaseUser } from './database_user.ts';
import { EmbeddedDatabaseError } from './errors.ts';
import { waitUntilGone } from './process_end.ts';

/** A running PostgreSQL that is our child. */
export interface PostgresProcess {
  /** Settles when the server has ended, whoever ended it. */
  ended: Promise<void>;
  /** Ends it: politely, then at once. Returns when it is gone. */
  stop(within_ms?: number): Promise<void>;
}

export interface PostgresOptions {
  binaries: Binaries;
  user: DatabaseUser | null;
  cluster: string;
  log_file: string;
  settings: Record<string, string>;
  /** Connects to the server that is to become ready. */
  url: string;
}

const LOG_LIMIT_BYTES = 5_000_000;
// Replaying the log after a crash takes seconds to minutes; while it goes on the process lives and we wait.
const READY_TIMEOUT_MS = 5 * 60_000;
const RETRY_MS = 20;

/** Starts PostgreSQL on the cluster and waits until it answers. Throws EmbeddedDatabaseError with the end of its log. */
export async function startPostgres(options: PostgresOptions): Promise<PostgresProcess> {
  await rotateLog(options.log_file);
  const log = await open(options.log_file, 'a', 0o600);
  const child = spawn(options.binaries.postgres, serverArguments(options), {
    cwd: '/',
    env: cleanEnvironment(),
    stdio: ['ignore', log.fd, log.fd],
    // Its own session: Ctrl+C in the terminal is for us, who drain first and stop the database last.
    detached: true,
    ...options.user,
  });
  await log.close();
  const ended = endOf(child);
  const stop = async (within_ms?: number) => {
    // Once it has ended its number may be another program's.
    if (child.pid && child.exitCode === null && child.signalCode === null)
      await stopPostgres(child.pid, within_ms);
  };
  try {
    await Promise.race([untilReady(options.url), ended.then(() => failToStart(options.log_file))]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { ended, stop };
}

function serverArguments({ cluster, settings }: PostgresOptions): string[] {
  return ['-D', cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

function endOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('exit', () => resolve());
    child.once('error', (error) =>
      reject(new EmbeddedDatabaseError(`PostgreSQL cannot be started: ${error.message}`)),
    );
  });
}

async function untilReady(url: string): Promise<void> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  for (;;) {
    const problem = await connectOnce(url);
    if (!problem) return;
    if (Date.now() > deadline)
      throw new EmbeddedDatabaseError(`PostgreSQL did not become ready: ${problem.message}`);
    // Only these two pass by themselves: no socket yet, and "the database system is starting up".
    if (!['ENOENT', 'ECONNREFUSED', '57P03'].includes(problem.code ?? '')) throw problem;
    await sleep(RETRY_MS);
  }
}

async function connectOnce(url: string): Promise<NodeJS.ErrnoException | null> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    await client.end();
    return null;
  } catch (error) {
    return error as NodeJS.ErrnoException;
  }
}

async function failToStart(log_file: string): Promise<never> {
  const lines = (await readFile(log_file, 'utf8').catch(() => '')).trim().split('\n');
  const cause = lines.filter((line) => /FATAL|PANIC|ERROR/.test(line)).at(-1) ?? lines.at(-1) ?? '';
  throw new EmbeddedDatabaseError(
    `PostgreSQL ended while starting: ${cause.replace(/^.*?(FATAL|PANIC|ERROR)/, '$1')} (${log_file})`,
  );
}

/** SIGINT breaks connections off and writes everything down; SIGQUIT leaves that to the next start, which loses nothing either. */
export async function stopPostgres(pid: number, within_ms = 10_000): Promise<void> {
  for (const [signal, part] of [
    ['SIGINT', 0.6],
    ['SIGQUIT', 0.2],
    ['SIGKILL', 0.2],
  ] as const) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ESRCH') return;
      throw error;
    }
    if (await waitUntilGone(pid, within_ms * part)) return;
  }
}

async function rotateLog(file: string): Promise<void> {
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  );
  if (size > LOG_LIMIT_BYTES) await rename(file, `${file}.1`);
}
