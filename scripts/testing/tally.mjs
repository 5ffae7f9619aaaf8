import { readFile } from 'node:fs/promises';
import { say } from '../setup/say.mjs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Tally */

/** @param {Tally[]} tallies @returns {Tally} */
export function addUp(tallies) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const { passed, failed, skipped } of tallies) {
    sum.passed += passed;
    sum.failed += failed;
    sum.skipped += skipped;
  }
  return sum;
}

/** The last line of `npm test`. @param {Tally} tally */
export function lastLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/**
 * What a runner wrote into its JSON report. A runner that failed without naming a failed test (a file that does not load, an
 * error outside of tests, no report at all) counts as one failure.
 * @param {string} report file name @param {number} code exit code @param {(json: any) => Tally} read
 * @returns {Promise<Tally>}
 */
export async function tallyOf(report, code, read) {
  const json = await readFile(report, 'utf8').then(JSON.parse, () => null);
  const tally = json ? read(json) : { passed: 0, failed: 0, skipped: 0 };
  const nothingRan = tally.passed + tally.failed === 0;
  if (tally.failed === 0 && (code !== 0 || nothingRan)) return { ...tally, failed: 1 };
  return tally;
}

/** @param {any} json report of Vitest @returns {Tally} */
export function readVitest(json) {
  /** @type {{ status: string, assertionResults: unknown[] }[]} */
  const files = json.testResults ?? [];
  const empty = files.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  return {
    passed: json.numPassedTests,
    failed: json.numFailedTests + empty.length,
    skipped: json.numPendingTests + json.numTodoTests,
  };
}

/**
 * A story that passed only on its second try counts as passed, and is said: a browser on a small, busy machine may miss one
 * click in a thousand, but nobody should have to look for it.
 * @param {any} json report of Playwright @returns {Tally}
 */
export function readPlaywright({ stats }) {
  if (stats.flaky > 0) say(`${stats.flaky} of the browser tests passed only on the second try; see above`);
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped };
}

/** @param {{ passed: number, failed: number }} json report of the chaos run @returns {Tally} */
export function readChaos({ passed, failed }) {
  return { passed, failed, skipped: 0 };
}
