import { execFile } from 'node:child_process';
import { readFile, readlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { stopPostgres } from './postgres_process.ts';
import { isRunning } from './process_end.ts';

const run = promisify(execFile);

/**
 * Ends a PostgreSQL that an earlier Millrace left running on this cluster (its parent was killed), and makes sure that the next
 * one starts. Called with the lock of the directory held, so whatever runs there has no owner. True when there was one.
 */
export async function stopLeftover(cluster: string): Promise<boolean> {
  const file = path.join(cluster, 'postmaster.pid');
  const text = await readFile(file, 'utf8').catch(() => null);
  const pid = Number(text?.split('\n')[0]);
  if (text === null || !Number.isInteger(pid) || pid <= 1) return false;
  if (!(await isRunning(pid))) return false;
  if (await isServerOf(pid, cluster)) {
    await stopPostgres(pid);
    return true;
  }
  // The number was given to another program since, and PostgreSQL would take that one for itself and refuse to start. Our own
  // number it ignores, as its parent's. The rest of the file stays: with it PostgreSQL looks for orphans in its shared memory.
  await writeFile(file, text.replace(/^\d+/, String(process.pid)));
  return false;
}

/** PostgreSQL works in its cluster's directory; where that cannot be seen, its command line names it. */
async function isServerOf(pid: number, cluster: string): Promise<boolean> {
  const dir = await readlink(`/proc/${pid}/cwd`).catch(() => null);
  if (dir !== null) return dir === cluster;
  const { stdout } = await run('ps', ['-o', 'command=', '-p', String(pid)]).catch(() => ({ stdout: '' }));
  return stdout.includes('postgres') && stdout.includes(cluster);
}
