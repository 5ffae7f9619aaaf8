import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';

const READ = 0o004;
const ENTER = 0o001;

/** Whether any user of the machine can open this file or enter this directory, by the mode bits of it and all above it. */
export async function reachableByOthers(file: string): Promise<boolean> {
  const real = await realpath(file);
  const own = await stat(real);
  const needed = own.isDirectory() ? ENTER : READ;
  if ((own.mode & needed) === 0) return false;
  for (let dir = path.dirname(real); ; dir = path.dirname(dir)) {
    if (((await stat(dir)).mode & ENTER) === 0) return false;
    if (dir === path.dirname(dir)) return true;
  }
}
