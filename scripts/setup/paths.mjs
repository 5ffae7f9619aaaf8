import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
/** What we bring or build, safe to delete at any time. */
export const cache = path.join(root, '.cache');
export const web = path.join(root, 'packages/web');
export const web_dist = path.join(web, 'dist');
export const main = path.join(root, 'packages/server/src/main.ts');
