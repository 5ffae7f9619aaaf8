import { access } from 'node:fs/promises';
import path from 'node:path';
import { bringPackage } from './registry_package.mjs';
import { SetupError } from './say.mjs';

/** The oldest major version that runs TypeScript as it is, and the exact one we bring where the machine's is older. */
const NEEDED_MAJOR = 24;
const BROUGHT_VERSION = '24.21.0';

/**
 * A Node that runs Millrace: the machine's own when it is new enough, else one from the npm registry.
 * @returns {Promise<string>} path of the program
 */
export async function bringNode() {
  if (Number(process.versions.node.split('.')[0]) >= NEEDED_MAJOR) return process.execPath;
  const prefix = process.platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node';
  const name = `${prefix}-${process.platform}-${process.arch}`;
  try {
    const dir = await bringPackage(
      name,
      BROUGHT_VERSION,
      `Fetching Node ${BROUGHT_VERSION}, once (this machine has ${process.version}; Millrace needs ${NEEDED_MAJOR} or newer)`,
    );
    const node = path.join(dir, 'bin', 'node');
    await access(node);
    return node;
  } catch (error) {
    throw new SetupError(
      `${error instanceof Error ? error.message : error}\nMillrace needs Node ${NEEDED_MAJOR}. Install it from https://nodejs.org and try again.`,
    );
  }
}
