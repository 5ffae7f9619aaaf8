import { mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { capture } from './child.mjs';
import { cache } from './paths.mjs';
import { SetupError, say } from './say.mjs';

/**
 * One exact npm package, fetched once with the machine's own npm and its settings. Its install scripts do not run.
 * @param {string} name @param {string} version @param {string} reason line for the person who waits
 * @returns {Promise<string>} the directory of the package
 */
export async function bringPackage(name, version, reason) {
  const kept = path.join(cache, `${name}-${version}`);
  const dir = path.join(kept, 'node_modules', name);
  if (await stat(dir).catch(() => null)) return dir;
  say(reason);
  await mkdir(cache, { recursive: true });
  const work = await mkdtemp(path.join(cache, 'fetch-'));
  try {
    await writeFile(path.join(work, 'package.json'), '{ "private": true }\n');
    const flags = [
      '--no-save',
      '--no-package-lock',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--omit=optional',
    ];
    const { program, args } = machineNpm();
    const { code, output } = await capture(
      program,
      [...args, 'install', '--prefix', work, ...flags, `${name}@${version}`],
      {
        cwd: work,
        env: npmEnvironment(),
      },
    );
    if (code !== 0)
      throw new SetupError(`${output.trim()}\n\nnpm could not fetch ${name}@${version} (see above).`);
    await rm(kept, { recursive: true, force: true });
    await rename(work, kept);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return dir;
}

/** The npm that runs us, else the one in PATH. */
export function machineNpm() {
  const cli = process.env.npm_execpath;
  if (cli && /npm-cli\.[cm]?js$/.test(cli)) return { program: process.execPath, args: [cli] };
  return { program: 'npm', args: [] };
}

/** A script that npm runs is told npm's own directories; another npm must not take them for its own. */
export function npmEnvironment() {
  const kept = Object.entries(process.env).filter(
    ([name]) =>
      !/^(npm_(lifecycle|package|command|node|config_(local_prefix|global_prefix|prefix))|INIT_CWD|NODE_ENV$)/.test(
        name,
      ),
  );
  return Object.fromEntries(kept);
}
