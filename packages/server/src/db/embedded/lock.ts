import { chmod, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Held by this process until it is released or the process ends, however it ends. */
export interface Lock {
  /** May be called again. */
  release(): void;
}

/** Somebody else holds the lock. */
export class LockedError extends Error {
  override name = 'LockedError';
  readonly pid: number | null;
  constructor(pid: number | null) {
    super(pid ? `locked by process ${pid}` : 'locked by another process');
    this.pid = pid;
  }
}

const SQLITE_BUSY = 5;

/**
 * Locks a directory for this process. The kernel holds the lock (SQLite's lock on a file of ours; Node offers no other), so
 * nothing is left after a SIGKILL and a process number that was given again cannot be mistaken for the holder.
 * Throws LockedError.
 */
export async function lockDirectory(dir: string): Promise<Lock> {
  const file = path.join(dir, 'lock');
  const database = new DatabaseSync(file);
  // Who may read a file may lock it: another user of the machine could keep us from ever starting.
  await chmod(file, 0o600);
  const holder = path.join(dir, 'lock.pid');
  try {
    // Exclusive mode keeps the lock of this transaction until the file is closed.
    database.exec('pragma locking_mode = exclusive; begin exclusive; commit');
  } catch (error) {
    database.close();
    if ((error as { errcode?: number }).errcode !== SQLITE_BUSY) throw error;
    const pid = Number(await readFile(holder, 'utf8').catch(() => ''));
    throw new LockedError(pid || null);
  }
  await writeFile(holder, `${process.pid}\n`);
  return {
    release: () => {
      if (database.isOpen) database.close();
    },
  };
}
