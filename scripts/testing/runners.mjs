import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { takeOver } from '../setup/child.mjs';
import { findChromium } from '../setup/chromium.mjs';
import { cache, root } from '../setup/paths.mjs';
import { say } from '../setup/say.mjs';
import { readChaos, readPlaywright, readVitest, tallyOf } from './tally.mjs';

/** @typedef {import('./tally.mjs').Tally} Tally */

/** Unit and integration tests. @param {string} node @param {NodeJS.ProcessEnv} env @returns {Promise<Tally>} */
export async function runVitest(node, env) {
  const report = await freshReport('vitest.json');
  const vitest = path.join(root, 'node_modules/vitest/vitest.mjs');
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const code = await takeOver(node, [vitest, ...args], { cwd: root, env });
  return tallyOf(report, code, readVitest);
}

/** Browser tests in a real Chromium. @param {string} node @param {NodeJS.ProcessEnv} env @returns {Promise<Tally>} */
export async function runBrowserTests(node, env) {
  const chromium = await findChromium();
  if ('missing' in chromium) {
    say(`${chromium.must ? 'FAILED' : 'skipped'} browser tests: ${chromium.missing}`);
    return { passed: 0, failed: chromium.must ? 1 : 0, skipped: chromium.must ? 0 : 1 };
  }
  const report = await freshReport('playwright.json');
  const playwright = path.join(root, 'node_modules/@playwright/test/cli.js');
  const code = await takeOver(
    node,
    [playwright, 'test', '--config', 'e2e/playwright.config.ts', '--reporter=list,json'],
    {
      cwd: root,
      env: { ...env, CHROME_PATH: chromium.path, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
    },
  );
  return tallyOf(report, code, readPlaywright);
}

/** The short form of `npm run chaos`: each promise is a test. @param {string} node @param {NodeJS.ProcessEnv} env @returns {Promise<Tally>} */
export async function runChaos(node, env) {
  const report = await freshReport('chaos.json');
  const code = await takeOver(node, [path.join(root, 'chaos/main.ts')], {
    cwd: root,
    env: { ...env, CHAOS_SHORT: '1', CHAOS_REPORT: report },
  });
  return tallyOf(report, code, readChaos);
}

/** A report of an earlier run must not pass for one of this run. @param {string} name */
async function freshReport(name) {
  const file = path.join(cache, name);
  await mkdir(cache, { recursive: true });
  await rm(file, { force: true });
  return file;
}

/** Settings of the operator's shell must not reach the tests; TEST_DATABASE_URL is for them. @param {NodeJS.ProcessEnv} env */
export function testEnvironment(env) {
  const settings = /^(PORT|HOST|DATABASE_URL|LOG_LEVEL|MILLRACE_.*|NODE_ENV|NODE_OPTIONS)$/;
  // CI: a snapshot that is missing is a failure instead of being written.
  return { ...Object.fromEntries(Object.entries(env).filter(([name]) => !settings.test(name))), CI: '1' };
}
