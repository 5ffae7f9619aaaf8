/**
 * Writes `catalog.json`: the manifest of every app, for whoever wants to see or compare them without loading code.
 * Run it after changing an operation: `node packages/apps/src/write_catalog.ts`.
 */
import { writeFile } from 'node:fs/promises';
import { loadApps } from './load.ts';

const { manifests } = await loadApps();
await writeFile(new URL('../catalog.json', import.meta.url), `${JSON.stringify(manifests, null, 2)}\n`);
