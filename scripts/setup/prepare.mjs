import path from 'node:path';
import { installDependencies } from './dependencies.mjs';
import { bringNode } from './node.mjs';
import { buildWeb } from './web_build.mjs';

/**
 * Everything that a command needs, brought or built where it is missing.
 * @param {{ web: boolean }} options
 * @returns {Promise<{ node: string, env: NodeJS.ProcessEnv }>} a Node that runs our sources, and an environment where it is `node`
 */
export async function prepare({ web }) {
  const node = await bringNode();
  await installDependencies(node);
  if (web) await buildWeb(node);
  const env = { ...process.env, PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH ?? ''}` };
  return { node, env };
}
