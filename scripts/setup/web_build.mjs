import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { capture } from './child.mjs';
import { contentHash } from './content_hash.mjs';
import { cache, root, web, web_dist } from './paths.mjs';
import { SetupError, say } from './say.mjs';

const stamp = path.join(cache, 'web_build.sha256');
/** What the pages are made of. */
const SOURCES = [web, path.join(root, 'packages/core/src'), path.join(root, 'package-lock.json')];

/** Builds the web pages unless they are of these sources. @param {string} node */
export async function buildWeb(node) {
  const wanted = await contentHash(SOURCES);
  const built = await readFile(stamp, 'utf8').catch(() => null);
  if (built === wanted && (await stat(path.join(web_dist, 'index.html')).catch(() => null))) return;
  say('Building the web pages');
  // A build that is cut off must not pass for a whole one.
  await rm(stamp, { force: true });
  const vite = path.join(root, 'node_modules/vite/bin/vite.js');
  const { code, output } = await capture(node, [vite, 'build', '--logLevel', 'warn'], {
    cwd: web,
    env: { ...process.env, NODE_ENV: 'production' },
  });
  if (code !== 0) throw new SetupError(`${output.trim()}\n\nThe web pages could not be built (see above).`);
  await mkdir(cache, { recursive: true });
  await writeFile(stamp, wanted);
}
