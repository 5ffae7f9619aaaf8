import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { capture } from './child.mjs';
import { bringNpm } from './npm.mjs';
import { root } from './paths.mjs';
import { SetupError, say } from './say.mjs';

/** Installs what package-lock.json says, unless it is installed. @param {string} node */
export async function installDependencies(node) {
  if (await installed()) return;
  const npm = await bringNpm(node);
  say('Installing dependencies (a minute or two the first time)');
  // A shell with NODE_ENV=production would leave out the tools that build the web pages.
  const { code, output } = await capture(
    npm.program,
    [...npm.args, 'ci', '--include=dev', '--no-audit', '--no-fund'],
    {
      cwd: root,
      env: npm.env,
    },
  );
  if (code !== 0)
    throw new SetupError(`${output.trim()}\n\nnpm could not install the dependencies (see above).`);
}

/** npm writes down what it installed: every package of the lock file must be there in the same version. */
async function installed() {
  const [wanted, there] = await Promise.all([
    packagesOf(path.join(root, 'package-lock.json')),
    packagesOf(path.join(root, 'node_modules/.package-lock.json')),
  ]);
  if (!wanted)
    throw new SetupError('package-lock.json is missing or damaged: restore it from the repository.');
  if (!there) return false;
  return Object.entries(wanted).every(([place, { version, optional, peer }]) => {
    if (!place.includes('node_modules/')) return true;
    const found = there[place];
    // Optional ones are mostly for other machines.
    return found ? found.version === version : Boolean(optional || peer);
  });
}

/** @param {string} file @returns {Promise<Record<string, { version?: string, optional?: boolean, peer?: boolean }> | null>} */
async function packagesOf(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8')).packages ?? null;
  } catch {
    return null;
  }
}
