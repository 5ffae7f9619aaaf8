import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

const NOT_SOURCE = new Set(['node_modules', 'dist', '.cache']);

/** One hash over names and contents of files and whole directories. @param {string[]} places */
export async function contentHash(places) {
  const hash = createHash('sha256');
  for (const place of places) await add(hash, place, path.basename(place));
  return hash.digest('hex');
}

/** @param {import('node:crypto').Hash} hash @param {string} place @param {string} name */
async function add(hash, place, name) {
  const entries = await readdir(place, { withFileTypes: true }).catch((error) => {
    if (error.code === 'ENOTDIR') return null;
    throw error;
  });
  if (entries === null) {
    hash
      .update(`${name}\0`)
      .update(await readFile(place))
      .update('\0');
    return;
  }
  const names = entries.map((entry) => entry.name).filter((entry) => !NOT_SOURCE.has(entry));
  for (const entry of names.sort()) await add(hash, path.join(place, entry), `${name}/${entry}`);
}
