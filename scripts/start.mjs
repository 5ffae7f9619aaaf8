#!/usr/bin/env node
// `npm start`, and the command `millrace`: brings what is missing, then runs Millrace. Runs on plain Node 20 before anything is installed, so it and all
// of scripts/setup use only what comes with Node.
import path from 'node:path';
import { takeOver } from './setup/child.mjs';
import { nodeEnv, nodeFlags } from './setup/node_flags.mjs';
import { cache, main } from './setup/paths.mjs';
import { prepare } from './setup/prepare.mjs';
import { runScript } from './setup/say.mjs';

await runScript(async () => {
  const args = process.argv.slice(2);
  const { node } = await prepare({ web: showsPages(args) });
  return takeOver(node, [...nodeFlags, main, ...args], {
    channel: true,
    // Compiled code is kept between starts: about half of the start time.
    env: { ...nodeEnv, ...process.env, NODE_COMPILE_CACHE: path.join(cache, 'compiled') },
  });
});

/** A worker alone serves no pages, and a command is no start. @param {string[]} args */
function showsPages(args) {
  const role = args[args.indexOf('--role') + 1] ?? '';
  const worker =
    args.includes('--role=worker') ||
    (args.includes('--role') ? role === 'worker' : process.env.MILLRACE_ROLE === 'worker');
  return !worker && !['--help', '--version', 'set-password', 'test'].some((word) => args.includes(word));
}
