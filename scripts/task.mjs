// `npm run <task>`: the set-up of `npm start`, then one program of ours.
import path from 'node:path';
import { runChecks } from './checks/checks.mjs';
import { takeOver } from './setup/child.mjs';
import { findChromium } from './setup/chromium.mjs';
import { root } from './setup/paths.mjs';
import { prepare } from './setup/prepare.mjs';
import { runScript, SetupError } from './setup/say.mjs';

const modules = path.join(root, 'node_modules');
const playwright = path.join(modules, '@playwright/test/cli.js');

/**
 * What each task needs and runs.
 * @type {Record<string, { web: boolean, chromium?: boolean, run: string[] | null }>}
 */
const TASKS = {
  bench: { web: true, chromium: true, run: [path.join(root, 'bench/main.ts')] },
  chaos: { web: false, run: [path.join(root, 'chaos/main.ts')] },
  screenshots: {
    web: true,
    chromium: true,
    run: [playwright, 'test', '--config', 'e2e/screenshots.config.ts', '--reporter=list'],
  },
  format: { web: false, run: [path.join(modules, '@biomejs/biome/bin/biome'), 'check', '--write', '.'] },
  // `-u` last: it takes a word that follows it for its own, and then everything runs.
  schema: {
    web: false,
    run: [path.join(modules, 'vitest/vitest.mjs'), 'run', 'packages/server/src/db/schema.test.ts', '-u'],
  },
  docs: {
    web: false,
    run: [path.join(modules, 'vitest/vitest.mjs'), 'run', 'packages/core/src/docs/reference.test.ts', '-u'],
  },
  check: { web: false, run: null },
};

await runScript(async () => {
  const [name = '', ...args] = process.argv.slice(2);
  const task = TASKS[name];
  if (!task) throw new SetupError(`There is no task ${name}. Tasks: ${Object.keys(TASKS).join(', ')}`);
  const { node, env } = await prepare(task);
  if (task.run === null) return (await runChecks(node, env)).failed === 0 ? 0 : 1;
  if (task.chromium) env.CHROME_PATH = await chromium();
  return takeOver(node, [...task.run, ...args], { cwd: root, env });
});

async function chromium() {
  const found = await findChromium();
  if ('missing' in found) throw new SetupError(found.missing);
  return found.path;
}
