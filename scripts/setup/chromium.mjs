import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import { capture } from './child.mjs';
import { say } from './say.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * A real Chromium for the browser tests: of CHROME_PATH, of the machine, or installed with apt where we are root.
 * @returns {Promise<{ path: string } | { missing: string, must: boolean }>} `must`: it should have been possible here
 */
export async function findChromium() {
  const given = process.env.CHROME_PATH;
  if (given)
    return (await runs(given))
      ? { path: given }
      : { missing: `CHROME_PATH names ${given}, which does not run`, must: true };
  const found = await inPath();
  if (found) return { path: found };
  if (process.getuid?.() !== 0)
    return {
      missing: 'there is no Chromium here: install it, or set CHROME_PATH to a Chromium or Chrome',
      must: false,
    };
  say('Installing Chromium for the browser tests');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const update = await capture('apt-get', ['update', '-qq'], { env });
  const install = await capture('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], {
    env,
  });
  const installed = await inPath();
  if (installed) return { path: installed };
  const why = `${update.output}${install.output}`.trim().split('\n').slice(-3).join('\n');
  return { missing: `apt-get could not install chromium:\n${why}`, must: true };
}

async function inPath() {
  for (const dir of (process.env.PATH ?? '').split(path.delimiter)) {
    for (const name of NAMES) {
      const file = path.join(dir, name);
      if (await runs(file)) return file;
    }
  }
  return null;
}

/** Some systems have a `chromium` that only says where to get one. @param {string} file */
async function runs(file) {
  if (
    !(await access(file, constants.X_OK).then(
      () => true,
      () => false,
    ))
  )
    return false;
  return (await capture(file, ['--version'])).code === 0;
}
