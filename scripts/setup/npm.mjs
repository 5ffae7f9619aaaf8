import path from 'node:path';
import { capture } from './child.mjs';
import { bringPackage, machineNpm, npmEnvironment } from './registry_package.mjs';

/** npm 9 and 10 leave out the native parts of some packages (rolldown in Vite 8): https://github.com/npm/cli/issues/4828 */
const NEEDED_MAJOR = 11;
const BROUGHT_VERSION = '11.21.2';

/**
 * How to run an npm that installs our lock file right, on the given Node: packages look at the version that installs them.
 * @param {string} node
 * @returns {Promise<{ program: string, args: string[], env: NodeJS.ProcessEnv }>}
 */
export async function bringNpm(node) {
  // Scripts and programs that npm starts look for `node` in PATH.
  const env = {
    ...npmEnvironment(),
    PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH ?? ''}`,
  };
  const own = machineNpm();
  const { output } = await capture(own.program, [...own.args, '--version'], { env: npmEnvironment() });
  const version = /^(\d+)\.\d+\.\d+/m.exec(output);
  if (version && Number(version[1]) >= NEEDED_MAJOR && own.args.length > 0)
    return { program: node, args: own.args, env };
  if (version && Number(version[1]) >= NEEDED_MAJOR) return { ...own, env };
  const dir = await bringPackage(
    'npm',
    BROUGHT_VERSION,
    `Fetching npm ${BROUGHT_VERSION}, once (this machine has ${version?.[0] ?? 'none'})`,
  );
  return { program: node, args: [path.join(dir, 'bin', 'npm-cli.js')], env };
}
