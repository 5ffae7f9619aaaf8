import { readdir, readFile } from 'node:fs/promises';

/** Resident memory in MB of the server, and of the PostgreSQL below it (shared pages counted once: proportional size). */
export async function measureMemory(pid: number): Promise<{ server_mb: number; database_mb: number }> {
  const parents = await parentsOfAll();
  const below = [...parents.keys()].filter((candidate) => isBelow(candidate, pid, parents));
  const sizes = await Promise.all(below.map((candidate) => proportional(candidate)));
  const database = sizes.reduce((sum, size) => sum + size, 0);
  return { server_mb: Math.round((await resident(pid)) / 1024), database_mb: Math.round(database / 1024) };
}

async function parentsOfAll(): Promise<Map<number, number>> {
  const parents = new Map<number, number>();
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    // The name in parentheses may hold blanks.
    const parent = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
    if (parent) parents.set(Number(name), Number(parent));
  }
  return parents;
}

function isBelow(pid: number, top: number, parents: ReadonlyMap<number, number>): boolean {
  for (let at = parents.get(pid); at && at > 1; at = parents.get(at)) if (at === top) return true;
  return false;
}

async function resident(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0);
}

async function proportional(pid: number): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  return Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0);
}
