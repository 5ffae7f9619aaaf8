import { chmod, mkdir } from 'node:fs/promises';

/** Makes a directory with exactly this mode, whatever the umask. One that is there keeps the mode that somebody gave it. */
export async function makeDir(dir: string, mode: number): Promise<void> {
  const made = await mkdir(dir, { recursive: true, mode });
  if (made !== undefined) await chmod(dir, mode);
}
